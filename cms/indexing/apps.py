"""The room as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class IndexingConfig(AppConfig):
    """Where the search index is kept up to date."""

    name = "cms.indexing"
    label = "cms_indexing"
    default_auto_field = "django.db.models.BigAutoField"
