"""What a worker prepares before its first request."""

from __future__ import annotations

from django.db import connections
from django.urls import get_resolver

from cms.graphql.schema import schema_for
from cms.plugin.state import active_labels


def warm_up() -> None:
    """Import every view and build the schema of the active plugins."""
    _ = get_resolver().url_patterns
    schema_for(active_labels())
    connections.close_all()  # the threads that serve have their own
