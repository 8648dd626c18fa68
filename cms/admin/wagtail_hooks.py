"""Where Wagtail looks for hooks: our own, and those of plugins by way of the bridge."""

from __future__ import annotations

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from cms.admin import (
    bridge,
    locked,
    previews,
    search_report,
    tokens,
    translation_health,
    undelivered,
    views,
)
from cms.admin.confined import menus

bridge.register_hooks()
hooks.register("construct_main_menu", bridge.hide_inactive_items)
hooks.register("construct_homepage_panels", bridge.add_home_panels)
hooks.register("construct_main_menu", menus.clear, order=1000)  # after all that adds
hooks.register("construct_search", menus.clear, order=1000)
hooks.register("construct_homepage_summary_items", menus.clear, order=1000)
hooks.register("construct_homepage_panels", menus.clear, order=1000)
hooks.register("construct_page_chooser_queryset", menus.choosable_pages)
hooks.register("construct_page_action_menu", menus.keep_own_actions, order=1000)
hooks.register("before_edit_page", locked.show_lock_instead_of_translating, order=-1)
hooks.register("register_settings_menu_item", views.menu_item)
hooks.register("register_permissions", views.permissions)
hooks.register("register_reports_menu_item", translation_health.menu_item)
hooks.register("register_admin_urls", translation_health.register_urls)
hooks.register("register_reports_menu_item", search_report.menu_item)
hooks.register("register_admin_urls", search_report.register_urls)
hooks.register("register_reports_menu_item", undelivered.menu_item)
hooks.register("register_admin_urls", undelivered.register_urls)
hooks.register("register_permissions", undelivered.permissions)
hooks.register("register_admin_viewset", tokens.viewset)
hooks.register("register_permissions", tokens.permissions)
hooks.register("register_admin_urls", previews.register_urls)
hooks.register("register_page_header_buttons", previews.header_buttons)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    """The add-ons panel, and the addresses that plugins contribute."""
    return [path("", include((views.urlpatterns, "cms_admin"))), *bridge.admin_urls()]


@hooks.register("insert_editor_js")
def rows_script() -> SafeString:
    """The script that folds long lists of rows in forms."""
    return format_html('<script src="{}"></script>', static("cms_admin/rows.js"))
