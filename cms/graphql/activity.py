"""What happened around a page: the dated pages of all plugins that name it, the latest first.

It tells what happened, so it also has what lists leave out because it is over. A page that names
another one in several ways comes once, on the day of the first way that has one.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import graphene
from django.db.models import Count, DateTimeField, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber, TruncDate
from graphql import GraphQLResolveInfo
from wagtail.models import Page

from cms.graphql.context import AskedLocale
from cms.graphql.errors import CursorError
from cms.graphql.keyset import from_cursor, to_cursor
from cms.graphql.pages import of_own_type
from cms.graphql.pagination import ConnectionField
from cms.graphql.related import TARGET, SourceCondition, naming_querysets, page_model
from cms.graphql.shown import asked_of
from cms.graphql.slices import Edge, PageFacts, Slice, page_facts
from cms.graphql.types.page import Info, PageInterface
from cms.plugin.contributions import Relation

DAY = "_day"
PLACE = "_place"
MAX_ID = 2**63 - 1


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A page in the activity of another one. Entries are ordered by day, then by page."""

    day: datetime.date
    page_id: int
    content_type_id: int


class Activity(graphene.ObjectType):
    """Something that happened, or will, on a day."""

    date = graphene.Date(required=True, description="The day.")
    page = graphene.Field(PageInterface, required=True, description="What it is.")

    @staticmethod
    def resolve_date(entry: tuple[Entry, AskedLocale], info: Info) -> datetime.date:
        return entry[0].day

    @staticmethod
    async def resolve_page(entry: tuple[Entry, AskedLocale], info: Info) -> Page | None:
        found, asked = entry
        key = (found.page_id, found.content_type_id)
        return await info.context.loaders.get(PagesOfTypes(asked)).load(key)


@dataclass(frozen=True)
class PagesOfTypes:
    """Fetches pages known to be public by id and content type; one query for each type."""

    asked: AskedLocale

    def __call__(self, rows: list[tuple[int, int]]) -> list[Page | None]:
        return of_own_type(rows, [page_id for page_id, _type in rows], self.asked)


class ActivityField(ConnectionField):
    """The connection of all dated pages that name the page it stands below."""

    def __init__(self, *, description: str) -> None:
        super().__init__(Activity, cost=5, description=description)  # a query for each source

    def _listed(self, resolver: Any, root: Any, info: Any, arguments: Any) -> Any:
        return root

    def _slice(
        self, listed: Any, info: GraphQLResolveInfo, size: int, after: str | None
    ) -> ActivitySlice:
        return ActivitySlice(listed, info, size, after)


class ActivitySlice(Slice):
    """A page of the activity of one page, fetched together with that of its siblings."""

    def __init__(self, page: Page, info: GraphQLResolveInfo, size: int, after: str | None) -> None:
        model = type(page)
        self._asked = asked_of(page)
        self._fingerprint = f"activity:{model._meta.label}"
        self._key = page.translation_key
        self._size, self._after = size, after
        start = None if after is None else self._place(after)
        sources = sources_of(model, (info.schema.extensions or {}).get("relations", ()))
        self._entries = info.context.loaders.get(EntriesOf(sources, self._asked, size, start))
        self._counts = info.context.loaders.get(CountsOf(sources, self._asked))

    async def _rows(self) -> list[tuple[Entry, AskedLocale]]:
        entries: list[Entry] = await self._entries.load(self._key)
        return [(entry, self._asked) for entry in entries]

    async def edges(self) -> list[Edge]:
        """The entries with their cursors."""
        return [Edge(row, self._cursor) for row in (await self._rows())[: self._size]]

    async def nodes(self) -> list[tuple[Entry, AskedLocale]]:
        """The entries, each with the language that is asked for."""
        return (await self._rows())[: self._size]

    async def page_info(self) -> PageFacts:
        """How to go on."""
        return page_facts(await self._rows(), self._size, self._after, self._cursor)

    async def total_count(self) -> int:
        """How many entries there are."""
        count: int = await self._counts.load(self._key)
        return count

    def _cursor(self, row: tuple[Entry, AskedLocale]) -> str:
        entry, _asked = row
        return to_cursor(self._fingerprint, [entry.day.isoformat(), entry.page_id])

    def _place(self, cursor: str) -> tuple[datetime.date, int]:
        """The day and the page that the cursor names.

        Raises:
            CursorError: The text is no cursor of this list.
        """
        match from_cursor(self._fingerprint, cursor):
            case [str(text), int(page_id)] if type(page_id) is int and 0 < page_id <= MAX_ID:
                try:
                    day = datetime.date.fromisoformat(text)
                except ValueError as error:
                    raise CursorError from error
                if day.isoformat() == text:
                    return day, page_id
        raise CursorError


Sources = tuple[tuple[Relation, ...], ...]


def sources_of(target: type[Page], relations: tuple[Relation, ...]) -> Sources:
    """The dated relations that lead to `target`, those of one page type together."""
    by_source: dict[str, list[Relation]] = {}
    for relation in relations:
        if relation.dated and relation.target == target._meta.label:
            by_source.setdefault(relation.source, []).append(relation)
    return tuple(map(tuple, by_source.values()))


@dataclass(frozen=True)
class _Gathered:
    """What is asked of all sources: by translation key, one query for each relation."""

    sources: Sources
    asked: AskedLocale

    def _querysets(self, keys: list[Any]) -> Iterator[QuerySet[Any]]:
        """For each relation its pages with ``TARGET`` and ``DAY``, none that an earlier one has."""
        for relations in self.sources:
            several = [
                SourceCondition(relation, include_unlisted=True, is_dated=True)
                for relation in relations
            ]
            found = naming_querysets(several, self.asked)
            for relation, pages in zip(relations, found, strict=True):
                yield pages.annotate(**{DAY: _day(relation)}).filter(**{f"{TARGET}__in": keys})


@dataclass(frozen=True)
class EntriesOf(_Gathered):
    """Fetches the first `size` entries by translation key, and one more when there is one."""

    size: int
    after: tuple[datetime.date, int] | None

    def __call__(self, keys: list[Any]) -> list[list[Entry]]:
        found: dict[Any, list[Entry]] = {key: [] for key in keys}
        for pages in self._querysets(keys):
            for key, *values in self._first_of(pages):
                found[key].append(Entry(*values))
        latest = (sorted(entries, reverse=True) for entries in found.values())
        return [entries[: self.size + 1] for entries in latest]

    def _first_of(self, pages: QuerySet[Any]) -> QuerySet[Any, tuple[Any, ...]]:
        order = [F(DAY).desc(), F("pk").desc()]
        if self.after is not None:
            day, page_id = self.after
            pages = pages.filter(Q(**{f"{DAY}__lt": day}) | Q(**{DAY: day, "pk__lt": page_id}))
        window = Window(RowNumber(), partition_by=[F(TARGET)], order_by=order)
        pages = pages.annotate(**{PLACE: window}).filter(**{f"{PLACE}__lte": self.size + 1})
        return pages.order_by().values_list(TARGET, DAY, "pk", "content_type_id")


@dataclass(frozen=True)
class CountsOf(_Gathered):
    """Counts all entries by translation key."""

    def __call__(self, keys: list[Any]) -> list[int]:
        counts = dict.fromkeys(keys, 0)
        for pages in self._querysets(keys):
            rows = pages.order_by().values_list(TARGET).annotate(_count=Count("pk"))
            for key, count in cast("QuerySet[Any, tuple[Any, int]]", rows):
                counts[key] += count
        return list(counts.values())


def _day(relation: Relation) -> F | TruncDate:
    """The day in the source's dated column; of a moment, the day by the site's clock."""
    column = relation.dated
    field = page_model(relation.source)._meta.get_field(column)
    return TruncDate(column) if isinstance(field, DateTimeField) else F(column)
