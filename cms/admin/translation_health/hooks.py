"""What ``cms/admin/wagtail_hooks.py`` registers for the report."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from cms.admin.translation_health.views import TranslationHealthView


def register_urls() -> list[URLPattern]:
    """For the hook ``register_admin_urls``."""
    return [
        path(
            "reports/translation-health/",
            TranslationHealthView.as_view(),
            name="translation_health",
        ),
        path(
            "reports/translation-health/results/",
            TranslationHealthView.as_view(results_only=True),
            name="translation_health_results",
        ),
    ]


class TranslationHealthMenuItem(MenuItem):
    """Shown to those who edit pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        """True for editors."""
        allowed: bool = page_permission_policy.user_has_any_permission(
            request.user, ["add", "change", "publish"]
        )
        return allowed


def menu_item() -> MenuItem:
    """For the hook ``register_reports_menu_item``."""
    return TranslationHealthMenuItem(
        _("Translation health"),
        reverse("translation_health"),
        name="translation-health",
        icon_name="globe",
        order=300,
    )
