"""Where Wagtail looks for hooks: the page “Caches”."""

from wagtail import hooks

from cms.purging import admin

hooks.register("register_settings_menu_item", admin.menu_item)
hooks.register("register_admin_urls", admin.register_urls)
