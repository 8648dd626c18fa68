"""What ``cms/admin/wagtail_hooks.py`` registers for the report."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from cms.admin.undelivered.views import UndeliveredView, try_again


def register_urls() -> list[URLPattern]:
    """For the hook ``register_admin_urls``."""
    return [
        path("reports/undelivered/", UndeliveredView.as_view(), name="undelivered"),
        path(
            "reports/undelivered/results/",
            UndeliveredView.as_view(results_only=True),
            name="undelivered_results",
        ),
        path("reports/undelivered/again/", try_again, name="undelivered_again"),
    ]


def permissions() -> QuerySet[Permission]:
    """For the hook ``register_permissions``: who may see the report, and who may try again."""
    return Permission.objects.filter(
        content_type__app_label="cms_publishing", codename__in=["view_delivery", "change_delivery"]
    )


class UndeliveredMenuItem(MenuItem):
    """Shown to those who look after the site."""

    def is_shown(self, request: HttpRequest) -> bool:
        """True for administrators, and for those to whom they gave the permission."""
        return request.user.has_perm("cms_publishing.view_delivery")


def menu_item() -> MenuItem:
    """For the hook ``register_reports_menu_item``."""
    return UndeliveredMenuItem(
        _("Undelivered changes"),
        reverse("undelivered"),
        name="undelivered",
        icon_name="warning",
        order=1200,
    )
