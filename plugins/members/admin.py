"""Members in the admin: a listing of their own, their markets, and what needs care."""

from __future__ import annotations

from django.urls import URLPattern, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from plugins.members.models import Market, MemberPage
from plugins.members.self_service import office


class MarketViewSet(SnippetViewSet):
    """Application markets in alphabetical order."""

    model = Market
    icon = "globe"
    menu_label = _("Application markets")
    menu_order = 225
    add_to_admin_menu = True
    list_display = ["name", "code"]
    search_fields = ["name", "code"]
    ordering = ["name_key"]


class MemberListing(PageListingViewSet):
    """All members, with what an office looks for."""

    model = MemberPage
    icon = "group"
    url_namespace = "members_admin"
    columns = [
        *PageListingViewSet.columns,
        Column("city", label=_("Town"), sort_key="city"),
        Column("member_since", label=_("Member since"), sort_key="member_since"),
    ]
    list_filter = ["member_type", "region", "locale"]


listing = MemberListing("members")


def urls() -> list[URLPattern]:
    """The listing, and the office's pages of self-service."""
    return [*office.urls, *listing.get_urlpatterns()]


menu_item = MenuItem(
    _("Members"), reverse_lazy("members_admin:index"), icon_name="group", order=205
)
