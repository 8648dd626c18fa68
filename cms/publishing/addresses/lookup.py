"""The public page at an address: every request of a frontend begins with it."""

from __future__ import annotations

from itertools import starmap
from typing import Any, NamedTuple

from django.db.models import QuerySet

from cms.publishing.batches import rows_by
from cms.publishing.paths import Location, lower
from cms.publishing.shared import Shared
from cms.publishing.visibility import live_pages


class Found(NamedTuple):
    """A public page: its id, that of its content type, and its place."""

    page_id: int
    content_type_id: int
    url_path: str


def public_page_at(location: Location) -> Found | None:
    """The public page at `location`, or else at the same place in small letters.

    One query, or none when it was found since something public changed.
    """
    return _at_addresses([(location.url_path, lower(location).url_path)])[0]


def _read(keys: list[tuple[str, str]]) -> list[Found | None]:
    paths = list(dict.fromkeys(path for key in keys for path in key))
    # url_path has no index, slug has one
    slugs = list(dict.fromkeys(path.rstrip("/").rpartition("/")[2] for path in paths))
    rows = rows_by("page at an address", _at, slugs=slugs, url_paths=paths)
    found = {page.url_path: page for page in starmap(Found, rows)}
    return [found.get(written) or found.get(small) for written, small in keys]


_at_addresses: Shared[tuple[str, str], Found] = Shared("addresses", _read)


def _at(slugs: list[str], url_paths: list[str]) -> QuerySet[Any, Any]:
    pages = live_pages().filter(slug__in=slugs, url_path__in=url_paths)
    return pages.order_by().values_list("pk", "content_type_id", "url_path")
