"""Projects in the admin: a listing of their own, and its entry in the menu."""

from __future__ import annotations

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from plugins.projects.models import ProjectPage


class LatestFirst(IndexView):
    """Wagtail's listing in another order."""

    default_ordering = "-start_on"


class ProjectListing(PageListingViewSet):
    """All projects, those that began last first."""

    model = ProjectPage
    icon = "folder-open-inverse"
    url_namespace = "projects_admin"
    columns = [
        *PageListingViewSet.columns,
        Column("programme", label=_("Programme"), sort_key="programme"),
        Column("get_cluster_role_display", label=_("Role of the cluster"), sort_key="cluster_role"),
        Column("written_start", label=pgettext_lazy("of a project", "Start"), sort_key="start_on"),
        Column("written_end", label=pgettext_lazy("of a project", "End"), sort_key="end_on"),
    ]
    index_view_class = LatestFirst
    list_filter = ["cluster_role", "is_eu_funded", "locale"]


listing = ProjectListing("projects")
menu_item = MenuItem(
    _("Projects"), reverse_lazy("projects_admin:index"), icon_name="folder-open-inverse", order=207
)
