"""News in the admin: a listing of their own, and its entry in the menu."""

from __future__ import annotations

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from plugins.news.models import ArticlePage


class LatestFirst(IndexView):
    """Wagtail's listing in another order."""

    default_ordering = "-published_on"


class ArticleListing(PageListingViewSet):
    """All articles, the latest first."""

    model = ArticlePage
    icon = "doc-full"
    url_namespace = "news_admin"
    columns = [
        *PageListingViewSet.columns,
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
        DateColumn("published_on", label=_("Published on"), sort_key="published_on"),
    ]
    index_view_class = LatestFirst
    list_filter = ["kind", "published_on", "locale"]


listing = ArticleListing("news")
menu_item = MenuItem(_("News"), reverse_lazy("news_admin:index"), icon_name="doc-full", order=206)
