"""The room as a Django app: its checks."""

from __future__ import annotations

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    """What visitors see."""

    name = "cms.website"
    label = "cms_website"

    def ready(self) -> None:
        """Register the checks."""
        from cms.website import checks  # noqa: F401, PLC0415 -- registers itself; apps are ready
