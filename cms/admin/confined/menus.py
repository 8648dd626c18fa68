"""What is taken out of menus, panels and choosers for confined users."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from cms.plugin.confinement import reach_of
from cms.publishing.visibility import live_pages

# Copying, moving, translating and locking are none of these users' actions.
OWN_ACTIONS = frozenset(
    {
        "action-publish",
        "action-submit",
        "action-restart-workflow",
        "action-cancel-workflow",
        "action-save-draft",
        "action-unpublish",
        "action-page-locked",
    }
)


def clear(request: HttpRequest, items: list[Any]) -> None:
    """Leave a confined user the menu items and panels that say ``for_confined = True``."""
    if reach_of(request.user) is not None:
        items[:] = [item for item in items if getattr(item, "for_confined", False)]


def choosable_pages(pages: Any, request: HttpRequest) -> Any:
    """The pages a chooser offers: for a confined user those that are public."""
    if reach_of(request.user) is None:
        return pages
    return pages.filter(pk__in=live_pages().order_by().values("pk"))


def keep_own_actions(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Leave a confined user the actions that would not be refused."""
    page: Page | None = context.get("page")
    if reach_of(request.user) is not None and page is not None:
        items[:] = [item for item in items if item.name in OWN_ACTIONS]
