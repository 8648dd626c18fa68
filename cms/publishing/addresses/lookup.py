"""The public page at an address, by a statement that is put together once for each public state.

Every request begins with it. What is public is said by a long condition, and composing that takes
fifty times as long as the database takes to answer it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import QuerySet

from cms.publishing.batches import rows_by
from cms.publishing.paths import Location, lower
from cms.publishing.visibility import live_pages


class Found(NamedTuple):
    """A public page: its id, that of its content type, and its place."""

    page_id: int
    content_type_id: int
    url_path: str


def public_page_at(location: Location) -> Found | None:
    """The public page at `location`, or else at the same place in small letters; one query."""
    paths = [location.url_path, lower(location).url_path]
    # url_path has no index, slug has one
    slugs = [path.rstrip("/").rpartition("/")[2] for path in paths]
    rows = rows_by("page at an address", _at, slugs=slugs, url_paths=paths)
    found = [Found(*row) for row in rows]
    return max(found, key=lambda page: page.url_path == paths[0], default=None)


def _at(slugs: list[str], url_paths: list[str]) -> QuerySet[Any, Any]:
    pages = live_pages().filter(slug__in=slugs, url_path__in=url_paths)
    return pages.order_by().values_list("pk", "content_type_id", "url_path")
