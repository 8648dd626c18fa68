"""The core's snippets in the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.content.models import Menu, Pillar, SiteSettings, Topic


class PillarViewSet(SnippetViewSet):
    """Pillars in the order of the site."""

    model = Pillar
    icon = "list-ol"
    menu_label = _("Pillars")
    menu_order = 210
    add_to_admin_menu = True
    list_display = ["name", "code", "status", "order"]
    list_filter = ["status"]
    search_fields = ["name", "code"]
    ordering = ["order"]


class TopicViewSet(SnippetViewSet):
    """Topics in alphabetical order."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_order = 220
    add_to_admin_menu = True
    list_display = ["name", "code"]
    search_fields = ["name", "code"]
    ordering = ["name_key"]


class MenuViewSet(SnippetViewSet):
    """Menus of the site."""

    model = Menu
    icon = "list-ul"
    menu_label = _("Menus")
    menu_order = 230
    add_to_settings_menu = True
    list_display = ["title", "code"]


class SiteSettingsViewSet(SnippetViewSet):
    """What the site says about the cluster."""

    model = SiteSettings
    icon = "site"
    menu_label = _("Site settings")
    menu_order = 10
    add_to_settings_menu = True
    list_display = ["name", "site", "email"]
