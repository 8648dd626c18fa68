"""What ``cms/admin/wagtail_hooks.py`` registers for the report."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from cms.admin.search_report.views import SearchReportView


def register_urls() -> list[URLPattern]:
    """For the hook ``register_admin_urls``."""
    return [
        path("reports/searches/", SearchReportView.as_view(), name="search_report"),
        path(
            "reports/searches/results/",
            SearchReportView.as_view(results_only=True),
            name="search_report_results",
        ),
    ]


class SearchReportMenuItem(MenuItem):
    """Shown to those who may see what visitors search for."""

    def is_shown(self, request: HttpRequest) -> bool:
        """True for the cluster's office."""
        return request.user.has_perm("cms_discovery.view_askedquery")


def menu_item() -> MenuItem:
    """For the hook ``register_reports_menu_item``."""
    return SearchReportMenuItem(
        _("What visitors search for"),
        reverse("search_report"),
        name="search-report",
        icon_name="search",
        order=310,
    )
