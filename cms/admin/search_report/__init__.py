"""The report on what visitors search for, and what they do not find."""

from cms.admin.search_report.hooks import menu_item, register_urls

__all__ = ["menu_item", "register_urls"]
