"""The report on what is translated, what is out of date and what is missing."""

from cms.admin.translation_health.hooks import menu_item, register_urls

__all__ = ["menu_item", "register_urls"]
