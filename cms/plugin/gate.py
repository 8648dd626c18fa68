"""What an inactive plugin's pages, blocks and addresses may still do: exist, and nothing else.

Everything is asked anew in each request (``state.active_labels`` reads once a request), so a
switch works in every process at once. Permissions have a room of their own, ``permissions``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model
from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RoutePattern
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock
from wagtail.models import Page, PagePermissionTester

from cms.plugin.confinement import ConfinedPagePermissions, reach_of
from cms.plugin.contributions import BodyBlock, SiteViews
from cms.plugin.registry import registry
from cms.plugin.state import active_labels, is_active


def is_model_active(model: type[Model]) -> bool:
    """False for the models of a plugin that is inactive or has failed."""
    owner = registry().owner_of(model)
    return owner is None or is_active(owner)


def is_block_active(name: str) -> bool:
    """True when an active plugin contributes the body block `name`."""
    return any(
        block.name == name for _l, block in registry().contributed(BodyBlock, active_labels())
    )


class PluginLock(BaseLock):
    """The lock on the pages of an inactive plugin: nobody holds a key but the add-ons panel."""

    def __init__(self, object: Page) -> None:
        super().__init__(object)
        owner = registry().owner_of(type(object))
        self.plugin = registry().plugins[owner] if owner else None

    @property
    def title(self) -> str:
        """The plugin's title."""
        return str(self.plugin.title) if self.plugin else ""

    def for_user(self, user: AbstractBaseUser) -> bool:
        """True for everybody, superusers too."""
        return True

    def get_message(self, user: AbstractBaseUser) -> SafeString:
        """Why the page is locked and that nothing is lost."""
        return format_html(
            # Translators: shown above the form of a page that cannot be edited.
            _(
                "<b>This page belongs to the add-on “{plugin}”, which is switched off.</b> "
                "It is kept as it is, is not public, and can be edited again when the add-on "
                "is switched on."
            ),
            plugin=self.title,
        )

    def get_locked_by(self, user: AbstractBaseUser) -> str:
        """Who holds the lock, in the status panel."""
        return _("Locked by an add-on that is switched off")

    def get_description(self, user: AbstractBaseUser) -> str:
        """What the lock means, in the status panel."""
        return _("Nobody can change the page while the add-on “%(plugin)s” is switched off") % {
            "plugin": self.title
        }


class PluginPagePermissions(PagePermissionTester):
    """What anybody may do with a page of an inactive plugin: look at it in the editor."""

    def _no(self, *args: object, **kwargs: object) -> bool:
        return False

    can_add_subpage = _no
    can_copy = _no
    can_copy_to = _no
    can_delete = _no
    can_lock = _no
    can_move = _no
    can_move_to = _no
    can_publish = _no
    can_publish_subpage = _no
    can_reorder_children = _no
    can_submit_for_moderation = _no
    can_unlock = _no
    can_unpublish = _no


class GatedPage(Page):
    """A page that obeys the state of the plugin that contributes its type. Abstract."""

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """False while the plugin is inactive, whatever the tree allows."""
        return is_model_active(cls) and super().can_create_at(parent)

    def can_move_to(self, parent: Page) -> bool:
        """False while the plugin is inactive."""
        return is_model_active(type(self)) and super().can_move_to(parent)

    def get_lock(self) -> BaseLock | None:
        """The plugin's lock before all others."""
        return super().get_lock() if is_model_active(type(self)) else PluginLock(self)

    def permissions_for_user(self, user: AbstractBaseUser) -> PagePermissionTester:
        """Wagtail's tester, or a stricter one: for an inactive plugin, for a confined user."""
        if not is_model_active(type(self)):
            return PluginPagePermissions(user, self)
        reach = reach_of(user)
        if reach is not None:
            return ConfinedPagePermissions(user, self, reach)
        return super().permissions_for_user(user)


class GatedRoute(RoutePattern):
    """A prefix that matches only while the plugin `label` is active; ``reverse()`` never asks."""

    def __init__(self, route: str, label: str) -> None:
        super().__init__(route, is_endpoint=False)
        self.label = label

    def match(self, path: str) -> Any:
        """Django's match, None while inactive: the address is then not found."""
        return super().match(path) if is_active(self.label) else None


def gated_urls(
    label: str, prefix: str, urls: Iterable[URLPattern | URLResolver], *, namespace: str
) -> URLResolver:
    """`urls` below `prefix`, in `namespace`, not found while the plugin `label` is inactive."""
    return URLResolver(
        GatedRoute(f"{prefix}/", label), list(urls), app_name=namespace, namespace=namespace
    )


def gated_patterns(label: str, urls: Iterable[URLPattern | URLResolver]) -> URLResolver:
    """`urls` where they stand, not found while the plugin `label` is inactive."""
    return URLResolver(GatedRoute("", label), list(urls))


def site_urlpatterns() -> list[URLResolver]:
    """The public addresses of all plugins, each in the URL namespace of its label.

    They are mounted whether active or not, so that ``reverse()`` never changes.
    """
    return [
        gated_urls(label, views.prefix, views.urls, namespace=label)
        for label, views in registry().contributed(SiteViews)
    ]
