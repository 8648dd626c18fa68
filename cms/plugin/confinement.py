"""What a user may do who works for one organisation only: its entry and its posts, nothing else.

Wagtail gives rights on pages to groups and below a page, so they cannot tell two organisations'
pages in one section apart. Here rights follow from the page itself, and both of Wagtail's doors
get the same answer: the tester of a page, and the policy that lists and finds pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from wagtail.models import Collection, GroupPagePermission, Page, PagePermissionTester
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.plugin.contributions import Confinement, Reach
from cms.plugin.registry import registry
from cms.plugin.scope import once
from cms.plugin.state import active_labels

User = AbstractBaseUser | AnonymousUser
FILE_ACTIONS = {"add", "choose"}


def reach_of(user: User) -> Reach | None:
    """How far a confined user may go; None for a user who is not confined."""
    if not user.is_authenticated or getattr(user, "is_superuser", False):
        return None
    return once(("plugin.reach", user.pk), lambda: _read_reach(user))


def _read_reach(user: AbstractBaseUser) -> Reach | None:
    confinements = registry().contributed(Confinement, active_labels())
    reaches = (confinement.reach(user) for _label, confinement in confinements)
    found = next((reach for reach in reaches if reach is not None), None)
    if found is None and _is_in_confined_group(user):
        return Reach()  # the plugin that knows their organisation is off or broken
    return found


def _is_in_confined_group(user: AbstractBaseUser) -> bool:
    groups = user.groups.filter(name__in=settings.KLASTR_CONFINED_GROUPS)  # type: ignore[attr-defined]  # our user model has groups
    return bool(groups.exists())


def is_post(model: type[Model] | None) -> bool:
    """True for a page type whose pages organisations post."""
    return bool(getattr(model, "posted_by", ""))


def post_models() -> list[type[Page]]:
    """The page types that organisations may post now."""
    return [model for model in _page_models() if is_post(model)]


def is_board(model: type[Model] | None) -> bool:
    """True for a page type below which organisations post."""
    if model is None or not issubclass(model, Page):
        return False
    section: Any = model
    posts = [post for post in section.allowed_subpage_models() if is_post(post)]
    return bool(posts) and not set(posts).isdisjoint(post_models())  # asks the database last


def boards(reach: Reach) -> QuerySet[Page]:
    """The pages below which the organisations post, in the order of the tree."""
    types = [model for model in _page_models() if is_board(model)]
    pages = Page.objects.filter(live=True, alias_of=None)
    return pages.type(*types).order_by("path") if types and reach.organisations else pages.none()


def own_pages(reach: Reach) -> QuerySet[Page]:
    """The pages that are the organisations' own to edit: entries and posts.

    Not aliases and not translations, whose texts are not edited in the page's form.
    """
    own = Q(pk__in=())
    for model in _page_models():
        if getattr(model, "is_organisation", False):
            own |= Q(pk__in=_of(model, "translation_key", reach))
        if is_post(model):
            own |= Q(pk__in=_of(model, f"{model.posted_by}__translation_key", reach))
    return Page.objects.filter(own, ~Exists(_translations()), alias_of=None)


def entry_of(reach: Reach, locale_id: int | None) -> Page | None:
    """The organisation's entry, in this language when there is one; None when it has none."""
    entries = Page.objects.filter(translation_key__in=reach.organisations).order_by("pk")
    return entries.filter(locale_id=locale_id).first() or entries.first()


def _of(model: type[Page], path: str, reach: Reach) -> QuerySet[Any, Any]:
    return model._default_manager.filter(**{f"{path}__in": reach.organisations}).values("pk")


def _translations() -> QuerySet[Any]:
    """Records of wagtail-localize that put its own editor before that of the outer page."""
    from wagtail_localize.models import Translation  # noqa: PLC0415 -- needs loaded models

    return Translation.objects.filter(
        enabled=True,
        source__object_id=OuterRef("translation_key"),
        target_locale=OuterRef("locale"),
    )


def _page_models() -> Iterator[Any]:
    yield from registry().page_models(active_labels())


class ConfinedPagePermissions(PagePermissionTester):
    """What a confined user may do with one page."""

    def __init__(self, user: AbstractBaseUser, page: Page, reach: Reach) -> None:
        super().__init__(user, page)
        self.reach = reach
        model = page.specific_class
        self.is_board = is_board(model) and boards(reach).filter(pk=page.pk).exists()
        self.is_post = is_post(model)
        if page.pk is None:  # about to be made; below what, the parent's tester decides
            self.is_own = self.is_post
        else:
            self.is_own = own_pages(reach).filter(pk=page.pk).exists()
        self.permissions = set(self._actions())

    def _actions(self) -> Iterator[str]:
        if self.is_board:
            yield "add"
        if self.is_own:
            yield "change"
            if self.reach.publishes_posts if self.is_post else self.reach.publishes_entries:
                yield "publish"

    def can_edit(self) -> bool:
        """Own pages, whoever made them."""
        return bool(self.user.is_active and self.is_own)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Own posts that were never public."""
        page = self.page
        is_draft = not page.live and page.first_published_at is None and page.is_leaf()
        return self.can_edit() and self.is_post and is_draft and not self.page_locked()

    def can_unpublish(self) -> bool:
        """Own posts, where they are published without approval."""
        return self.is_post and super().can_unpublish()

    def can_publish_subpage(self) -> bool:
        """Posts, where they are published without approval."""
        return self.can_add_subpage() and self.reach.publishes_posts

    def can_submit_for_moderation(self) -> bool:
        """Own pages."""
        return self.can_edit() and bool(super().can_submit_for_moderation())

    def can_view_revisions(self) -> bool:
        """Own pages."""
        return self.can_edit()

    def _no(self, *args: object, **kwargs: object) -> bool:
        return False

    can_copy = _no
    can_copy_to = _no
    can_lock = _no
    can_move = _no
    can_move_to = _no
    can_reorder_children = _no
    can_set_view_restrictions = _no
    can_unlock = _no
    can_unschedule = _no


class ConfinedPagePolicy(PagePermissionPolicy):
    """Wagtail's policy on pages; for confined users, their own pages and boards only."""

    def get_all_permissions_for_user(self, user: User) -> QuerySet[GroupPagePermission]:
        """What groups give; nothing to the confined."""
        given = super().get_all_permissions_for_user(user)
        return given if reach_of(user) is None else given.none()

    def user_has_any_permission(self, user: User, actions: Iterable[str]) -> bool:
        """Whether `user` may do one of `actions` in the tree; the confined only with known pages.

        Wagtail shows its search and its reports to whoever may.
        """
        return reach_of(user) is None and bool(super().user_has_any_permission(user, actions))

    def user_has_any_permission_for_instance(
        self, user: User, actions: Iterable[str], instance: Page
    ) -> bool:
        """Whether `user` may do one of `actions` with `instance`."""
        reach = reach_of(user)
        if reach is None:
            return bool(super().user_has_any_permission_for_instance(user, actions, instance))
        return bool(set(actions) & instance.permissions_for_user(user).permissions)

    def instances_user_has_any_permission_for(
        self, user: User, actions: Iterable[str]
    ) -> QuerySet[Page]:
        """Pages with which `user` may do one of `actions`."""
        reach = reach_of(user)
        if reach is None:
            return super().instances_user_has_any_permission_for(user, actions)
        actions = set(actions)
        found = Q(pk__in=())
        if "change" in actions:
            found |= Q(pk__in=own_pages(reach).values("pk"))
        if "add" in actions:
            found |= Q(pk__in=boards(reach).order_by().values("pk"))
        return self.model._default_manager.filter(found)

    def explorable_instances(self, user: User) -> QuerySet[Page]:
        """Pages that the explorer shows and its search finds."""
        if reach_of(user) is None:
            return super().explorable_instances(user)
        return self.instances_user_has_any_permission_for(user, {"add", "change"})

    def explorable_root_instance(self, user: User) -> Page | None:
        """Where the explorer begins; the confined have none, their home page shows all."""
        return None if reach_of(user) is not None else super().explorable_root_instance(user)


class ConfinedCollectionPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's policy on images and documents; the confined add to their own collections."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """Whether `user` may do `action` with some file."""
        reach = reach_of(user)
        if reach is None:
            return bool(super().user_has_permission(user, action))
        return bool(reach.collections) and action in FILE_ACTIONS

    def user_has_any_permission(self, user: User, actions: Iterable[str]) -> bool:
        """Whether `user` may do one of `actions` with some file; the confined only in choosers.

        Wagtail shows its listings and its search to whoever may; choosers ask for single actions.
        """
        return reach_of(user) is None and bool(super().user_has_any_permission(user, actions))

    def user_has_any_permission_for_instance(
        self, user: User, actions: Iterable[str], instance: Any
    ) -> bool:
        """Whether `user` may do one of `actions` with `instance`."""
        reach = reach_of(user)
        if reach is None:
            return bool(super().user_has_any_permission_for_instance(user, actions, instance))
        return "choose" in set(actions) and instance.collection_id in reach.collections

    def instances_user_has_any_permission_for(
        self, user: User, actions: Iterable[str]
    ) -> QuerySet[Any]:
        """Files with which `user` may do one of `actions`."""
        reach = reach_of(user)
        if reach is None:
            return super().instances_user_has_any_permission_for(user, actions)
        files = self.model._default_manager
        return files.filter(collection__in=reach.collections if "choose" in set(actions) else ())

    def collections_user_has_any_permission_for(
        self, user: User, actions: Iterable[str]
    ) -> QuerySet[Collection]:
        """Collections in which `user` may do one of `actions`."""
        reach = reach_of(user)
        if reach is None:
            return super().collections_user_has_any_permission_for(user, actions)
        own = reach.collections if FILE_ACTIONS & set(actions) else ()
        return Collection.objects.filter(pk__in=own)
