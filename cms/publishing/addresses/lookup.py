"""The public page at an address, by a statement that is put together once for each public state.

Every request begins with it. What is public is said by a long condition, and composing that takes
fifty times as long as the database takes to answer it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from cms.publishing.composed import composed
from cms.publishing.paths import Location, lower
from cms.publishing.visibility import live_pages

SLUGS = ("\0slug", "\0small slug")  # no text that a database holds
URL_PATHS = ("\0path", "\0small path")


class Found(NamedTuple):
    """A public page: its id, that of its content type, and its place."""

    page_id: int
    content_type_id: int
    url_path: str


@dataclass(frozen=True, slots=True)
class _Statement:
    """SQL, its parameters, and at which of them stands what is looked for."""

    sql: str
    params: tuple[Any, ...]
    places: dict[str, int]

    def rows(self, values: dict[str, str]) -> list[tuple[int, int, str]]:
        params = list(self.params)
        for name, place in self.places.items():
            params[place] = values[name]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            return list(cursor.fetchall())


def public_page_at(location: Location) -> Found | None:
    """The public page at `location`, or else at the same place in small letters; one query."""
    paths = location.url_path, lower(location).url_path
    # url_path has no index, slug has one
    slugs = (path.rstrip("/").rpartition("/")[2] for path in paths)
    values = dict(zip(SLUGS + URL_PATHS, (*slugs, *paths), strict=True))
    statement = composed("public page at an address", _composed)
    found = [Found(*row) for row in statement.rows(values)]
    return max(found, key=lambda page: page.url_path == paths[0], default=None)


def _composed() -> _Statement:
    pages = live_pages().filter(slug__in=SLUGS, url_path__in=URL_PATHS)
    rows = pages.order_by().values_list("pk", "content_type_id", "url_path")
    sql, params = rows.query.sql_with_params()
    return _Statement(sql, params, {name: params.index(name) for name in SLUGS + URL_PATHS})
