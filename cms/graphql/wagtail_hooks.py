"""Where Wagtail looks for hooks: the report on who uses the API."""

from wagtail import hooks

from cms.graphql.usage import admin

hooks.register("register_reports_menu_item", admin.menu_item)
hooks.register("register_admin_urls", admin.register_urls)
hooks.register("register_permissions", admin.permissions)
