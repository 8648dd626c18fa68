"""Where Wagtail looks for hooks."""

from wagtail import hooks

from cms.webhooks.admin import viewset

hooks.register("register_admin_viewset", viewset)
