"""The report on changes that somebody could not be told of, and the button that tries again."""

from cms.admin.undelivered.hooks import menu_item, permissions, register_urls

__all__ = ["menu_item", "permissions", "register_urls"]
