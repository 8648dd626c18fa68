"""What ``cms/admin/wagtail_hooks.py`` registers for previews in a frontend."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.accounts.models import User
from cms.admin.previews.views import frontend_of, preview_in_frontend


def register_urls() -> list[URLPattern]:
    """For the hook ``register_admin_urls``."""
    return [
        path("pages/<int:page_id>/frontend/", preview_in_frontend, name="preview_in_frontend"),
        path(
            "pages/<int:page_id>/frontend/<int:revision_id>/",
            preview_in_frontend,
            name="preview_in_frontend_revision",
        ),
    ]


def header_buttons(
    page: Page, user: User, view_name: str, next_url: str | None = None, **kwargs: Any
) -> Iterator[Button]:
    """For the hook ``register_page_header_buttons``: shown where a frontend is known."""
    if frontend_of(page) and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Preview in the frontend"),
            reverse("preview_in_frontend", args=[page.pk]),
            icon_name="view",
            attrs={"target": "_blank", "rel": "noreferrer"},
            priority=12,
        )
