"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class IndexingConfig(AppConfig):
    """Where the search index is kept up to date."""

    name = "cms.indexing"
    label = "cms_indexing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the index catch up when its engine answers again."""
        from cms.indexing import connection, handler  # noqa: PLC0415 -- models are loaded now

        connection.recovered.connect(handler.catch_up)
