"""Where Wagtail looks for hooks: our own, and those of plugins by way of the bridge."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from cms.admin import bridge, locked, translation_health, views

bridge.register_hooks()
hooks.register("construct_main_menu", bridge.hide_inactive_items)
hooks.register("construct_homepage_panels", bridge.add_home_panels)
hooks.register("before_edit_page", locked.show_lock_instead_of_translating, order=-1)
hooks.register("register_settings_menu_item", views.menu_item)
hooks.register("register_permissions", views.permissions)
hooks.register("register_reports_menu_item", translation_health.menu_item)
hooks.register("register_admin_urls", translation_health.register_urls)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    """The add-ons panel, and the addresses that plugins contribute."""
    return [path("", include((views.urlpatterns, "cms_admin"))), *bridge.admin_urls()]
