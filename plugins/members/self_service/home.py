"""What an editor of a member sees first: the entry, the posts and how they stand, and buttons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button
from wagtail.models import Page, TaskState

from cms.plugin import Reach
from cms.plugin.confinement import boards, is_post, own_pages, reach_of
from plugins.members.models import MemberPage
from plugins.members.self_service.office import PERMISSION


@dataclass(frozen=True, slots=True)
class Row:
    """A page of the user's own, and how it stands."""

    page: Page
    state: str
    comment: str
    may_delete: bool


@dataclass(frozen=True, slots=True)
class AddButton:
    """Where a post of one type is added, in one language."""

    url: str
    label: str


class OwnPagesPanel(Component):
    """The home page of an editor of a member; nothing for everybody else."""

    name = "own_pages"
    template_name = "members/self_service/home.html"
    order = 10
    for_confined = True

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> Any:
        """The panel; empty for users who are not confined."""
        if reach_of(self.request.user) is None:
            return ""
        return super().render_html(parent_context)

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Entries first, then posts, the newest first."""
        reach = reach_of(self.request.user) or Reach()
        pages = own_pages(reach).specific().order_by("-pk")
        rows = [self._row(page) for page in pages]
        member = MemberPage.objects.filter(translation_key__in=reach.organisations).first()
        return {
            "member": member,
            "entries": [row for row in rows if not is_post(type(row.page))],
            "posts": [row for row in rows if is_post(type(row.page))],
            "buttons": list(_add_buttons(reach)),
        }

    def _row(self, page: Page) -> Row:
        state = page.workflow_states.order_by("-created_at").first()
        task = TaskState.objects.filter(workflow_state=state).order_by("-started_at").first()
        return Row(
            page=page,
            state=_state(page, state),
            comment=task.get_comment() if task else "",
            may_delete=page.permissions_for_user(self.request.user).can_delete(),
        )


def _state(page: Page, state: Any) -> str:
    if state is not None and state.status == state.STATUS_IN_PROGRESS:
        return _("The office is looking at it.")
    if state is not None and state.status == state.STATUS_NEEDS_CHANGES:
        return _("The office asks for changes.")
    if page.live:
        changed = page.has_unpublished_changes
        return _("Published; changes not yet.") if changed else _("Published.")
    return _("Draft: send it to the office for approval.")


def _add_buttons(reach: Reach) -> Iterator[AddButton]:
    for board in boards(reach).specific().select_related("locale"):
        for model in filter(is_post, type(board).creatable_subpage_models()):
            meta = model._meta
            yield AddButton(
                url=reverse(
                    "wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, board.pk]
                ),
                label=_("Add to “%(board)s”") % {"board": board.title},
            )


def header_buttons(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """The office's buttons above a member's form."""
    if not isinstance(page.specific_deferred, MemberPage) or not user.has_perm(PERMISSION):
        return
    invite, link = (
        reverse(f"members_admin:{name}", args=[page.pk]) for name in ("invite_editor", "send_link")
    )
    yield Button(_("Invite an editor"), invite, icon_name="group", priority=70)
    yield Button(_("Send an edit link"), link, icon_name="mail", priority=71)
