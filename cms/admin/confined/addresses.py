"""Which addresses of the admin are open to a confined user; all that is not named here is shut.

Views check rights of their own as well. This list stands before them, so that a view of a later
version or of a plugin is shut until somebody has thought about it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from wagtail.models import Page

from cms.accounts.guests import is_guest
from cms.plugin.confinement import boards, is_post, own_pages
from cms.plugin.contributions import Reach
from cms.publishing.visibility import live_pages

Arguments = Mapping[str, Any]
Rule = Callable[[HttpRequest, Reach, Arguments], bool]


def anything(request: HttpRequest, reach: Reach, arguments: Arguments) -> bool:
    """True: the view shows nothing, or only what is the user's own."""
    return True


def with_an_account(request: HttpRequest, reach: Reach, arguments: Arguments) -> bool:
    """Not for guests, who came by a link instead of a password."""
    return not is_guest(request)


def own_page(request: HttpRequest, reach: Reach, arguments: Arguments) -> bool:
    """The page of the address is the organisation's own."""
    return own_pages(reach).filter(pk=arguments.get("page_id", arguments.get("pk"))).exists()


def own_page_to_edit(request: HttpRequest, reach: Reach, arguments: Arguments) -> bool:
    """The page is the organisation's own; approving and rejecting, which the form can, is not."""
    return own_page(request, reach, arguments) and "action-workflow-action" not in request.POST


def own_object(request: HttpRequest, reach: Reach, arguments: Arguments) -> bool:
    """The object of the address is a page that is the organisation's own."""
    model = _model(arguments["app_label"], arguments["model_name"])
    key = str(arguments["object_id"])
    is_page = model is not None and issubclass(model, Page) and key.isdecimal()
    return is_page and own_pages(reach).filter(pk=key).exists()


def post_on_a_board(request: HttpRequest, reach: Reach, arguments: Arguments) -> bool:
    """A post is added below a page that is there for it."""
    model = _model(arguments["content_type_app_name"], arguments["content_type_model_name"])
    if model is None or not is_post(model):
        return False
    parents = model.allowed_parent_page_models()
    return boards(reach).type(*parents).filter(pk=arguments["parent_page_id"]).exists()


def public_page(request: HttpRequest, reach: Reach, arguments: Arguments) -> bool:
    """The page whose children are shown is public itself."""
    return live_pages().filter(pk=arguments["parent_page_id"]).exists()


def _model(app_label: str, name: str) -> Any:
    try:
        return apps.get_model(app_label, name)
    except LookupError:
        return None


OPEN: dict[str, Rule] = {
    "wagtailadmin_home": anything,
    "wagtailadmin_login": anything,
    "wagtailadmin_logout": anything,
    "wagtailadmin_password_reset": anything,
    "wagtailadmin_password_reset_done": anything,
    "wagtailadmin_password_reset_confirm": anything,
    "wagtailadmin_password_reset_complete": anything,
    "wagtailadmin_sprite": anything,
    "wagtailadmin_javascript_catalog": anything,
    "wagtailadmin_dismissibles": anything,
    "wagtailadmin_account": with_an_account,
    "wagtailadmin_pages:add": post_on_a_board,
    "wagtailadmin_pages:preview_on_add": post_on_a_board,
    "wagtailadmin_pages:edit": own_page_to_edit,
    "wagtailadmin_pages:preview_on_edit": own_page,
    "wagtailadmin_pages:view_draft": own_page,
    "wagtailadmin_pages:delete": own_page,
    "wagtailadmin_pages:unpublish": own_page,
    "wagtailadmin_pages:confirm_workflow_cancellation": own_page,
    "wagtailadmin_pages:history": own_page,
    "wagtailadmin_pages:history_results": own_page,
    "wagtailadmin_editing_sessions:ping": own_object,
    "wagtailadmin_editing_sessions:release": anything,
    "wagtailadmin_choose_page": anything,
    "wagtailadmin_choose_page_child": public_page,
    "wagtailadmin_choose_page_search": anything,
    "wagtailadmin_choose_page_external_link": anything,
    "wagtailadmin_choose_page_email_link": anything,
    "wagtailadmin_choose_page_phone_link": anything,
    "wagtailadmin_choose_page_anchor_link": anything,
    "wagtailimages_chooser:choose": anything,
    "wagtailimages_chooser:choose_results": anything,
    "wagtailimages_chooser:chosen": anything,
    "wagtailimages_chooser:chosen_multiple": anything,
    "wagtailimages_chooser:create": anything,
    "wagtaildocs_chooser:choose": anything,
    "wagtaildocs_chooser:choose_results": anything,
    "wagtaildocs_chooser:chosen": anything,
    "wagtaildocs_chooser:chosen_multiple": anything,
    "wagtaildocs_chooser:create": anything,
    "cms.admin.javascript_catalog.wagtail_words": anything,
    "cms.admin.javascript_catalog.localize_words": anything,
}

# Where Wagtail goes after it saved or deleted a page; to the confined that is their home page.
TO_HOME = frozenset({"wagtailadmin_explore", "wagtailadmin_explore_root"})


def is_open(request: HttpRequest, reach: Reach, name: str, arguments: Arguments) -> bool:
    """True when a confined user may come to the view `name` with these arguments."""
    rule = OPEN.get(name)
    return rule is not None and rule(request, reach, arguments)


def is_open_itself(request: HttpRequest, view: Callable[..., object]) -> bool:
    """True for a view of a plugin that says ``open_to_confined = True`` on its function or class.

    It shows and changes then, whatever it is asked, only what is the user's own. Not for guests:
    what it gives may last longer than their visit.
    """
    says = getattr(getattr(view, "view_class", view), "open_to_confined", False)
    return bool(says) and not is_guest(request)
