"""The room as a Django app: its checks."""

from __future__ import annotations

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Where everything is put together."""

    name = "cms.project"
    label = "cms_project"

    def ready(self) -> None:
        """Register the checks."""
        from cms.project import checks  # noqa: F401, PLC0415 -- registers itself; apps are ready
