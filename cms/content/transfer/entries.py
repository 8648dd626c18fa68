"""Pages with their language versions, read for many rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from wagtail.models import Page

from cms.content.transfer.columns import Column
from cms.content.transfer.related import PageLink, Terms
from cms.content.transfer.sheet import Cell
from cms.plugin import Table
from cms.translation.provenance import Provenance, provenance_of
from cms.translation.versions import links_of, sources_of, versions_of

KEY, STATUS = "key", "page_status"
LIVE, DRAFT = "live", "draft"


@dataclass
class Entry:
    """One page in its languages. A draft is as its editor left it."""

    key: UUID
    source_locale: str
    versions: dict[str, Any] = field(default_factory=dict)
    provenance: dict[int, Provenance] = field(default_factory=dict)

    @property
    def source(self) -> Any:
        """The version that the others are translated from."""
        return self.versions[self.source_locale]

    def value(self, column: Column, locale: str | None) -> Any:
        """What the page says in a column; the empty value where a text is not translated."""
        if locale is None:
            return stored(self.source, column)
        page = self.versions.get(locale)
        if page is None:
            return column.empty
        value = stored(page, column)
        if locale != self.source_locale and value == stored(self.source, column):
            found = self.provenance.get(page.pk)
            if not page.live or (found is not None and found.is_fallback(column.name)):
                return column.empty
        return value

    @property
    def status(self) -> str:
        """Whether it is public."""
        return LIVE if self.source.live else DRAFT

    def cells(self, columns: Sequence[Column]) -> list[Cell]:
        """Its row: key, status, and what its columns say."""
        return [
            str(self.key),
            self.status,
            *(
                _cell(column.value.write(self.value(column, locale)))
                for column in columns
                for _header, locale in column.headers
            ),
        ]


def _cell(cell: Cell) -> Cell:
    return None if cell == "" else cell


def stored(page: Any, column: Column) -> Any:
    """The value of a field as columns know it: terms as objects, links as ids."""
    if isinstance(column.value, Terms):
        return list(getattr(page, column.name).all())
    if isinstance(column.value, PageLink):
        return getattr(page, f"{column.name}_id")
    return getattr(page, column.name)


def header(columns: Sequence[Column]) -> list[str]:
    """The names of all columns of a table."""
    return [KEY, STATUS, *(name for column in columns for name, _locale in column.headers)]


def load_values(columns: Iterable[Column]) -> None:
    """Have columns read what may be named in them."""
    for column in columns:
        if isinstance(column.value, Terms | PageLink):
            column.value.load()


def entries(table: Table, keys: Iterable[UUID] | None = None) -> list[Entry]:
    """The entries of a table in the order of the tree; only those of `keys`, if given."""
    pages = table.model._default_manager.filter(alias_of=None).order_by("path")
    if keys is not None:
        pages = pages.filter(translation_key__in=list(keys))
    relations = [column.name for column in table.columns if isinstance(column.value, Terms)]
    found: dict[UUID, dict[str, Any]] = {}
    for page in pages.select_related("locale").prefetch_related(*relations):
        by_locale = found.setdefault(page.translation_key, {})
        by_locale[page.locale.language_code] = page if page.live else latest(page)
    live = [page for versions in found.values() for page in versions.values() if page.live]
    provenance = provenance_of(live)
    sources = _sources(list(found))
    return [
        Entry(key, sources.get(key) or next(iter(versions)), versions, provenance)
        for key, versions in found.items()
    ]


def latest(page: Page) -> Page:
    """A draft as its editor left it."""
    draft: Page = page.get_latest_revision_as_object()
    return draft


def _sources(keys: Sequence[UUID]) -> dict[UUID, str]:
    """The language in which each page was written first."""
    versions = versions_of(Page, keys)
    links = links_of(keys)
    found: dict[UUID, str] = {}
    for key, known in versions.items():
        sources = sources_of(known, links[key])
        for version in known:
            if sources[version.pk] is None:
                found.setdefault(key, version.locale)
    return found
