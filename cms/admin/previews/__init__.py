"""The way from an editor's draft to the frontend that shows it."""

from cms.admin.previews.hooks import header_buttons, register_urls

__all__ = ["header_buttons", "register_urls"]
