"""Lists below every row of another list, all of them fetched together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from graphql import GraphQLResolveInfo

from cms.graphql.columns import Columns, selected_columns
from cms.graphql.context import AskedLocale
from cms.graphql.filters.facets import Facet, LabelsOf, TalliesWithin, facet_of
from cms.graphql.filters.fields import Tally
from cms.graphql.filters.pagefilter import PageFilter
from cms.graphql.keyset import Keyset
from cms.graphql.pages import as_shown, with_locale
from cms.graphql.slices import Edge, PageFacts, Slice, own_language, page_facts

PARTITION = "_partition"
ROW_NUMBER = "_row_number"


@dataclass(frozen=True)
class Within:
    """The rows of `queryset` whose `by` equals `value`: a list below every row of another list.

    All such lists of one level are fetched together, whatever their number: `queryset` must
    differ between them by nothing but this condition. `by` is the name of a column or of an
    annotation. `also` holds further rows of the same model, no row of a list being in two of them;
    the list is then ordered by columns of the model, and takes a query for each of them.
    """

    queryset: QuerySet[Any]
    by: str
    value: Any
    asked_locale: AskedLocale | None = None
    also: tuple[QuerySet[Any], ...] = ()

    @property
    def all(self) -> tuple[QuerySet[Any], ...]:
        """All querysets that the rows come from."""
        return (self.queryset, *self.also)


@dataclass(frozen=True)
class _Partitions:
    """What the slices of one field below many rows share."""

    key: tuple[Any, ...]
    within: Within
    keyset: Keyset
    size: int
    after: str | None
    columns: Columns

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.key == self.key

    def __hash__(self) -> int:
        return hash((type(self), self.key))


class _RowsByValue(_Partitions):
    """Fetches the first rows of every partition in one SELECT."""

    def __call__(self, values: list[Any]) -> list[list[Any]]:
        """Lists of at most size + 1 rows, aligned with `values`."""
        rows = self._first(self.keyset, values).order_by(*self.keyset.order)
        found: dict[Any, list[Any]] = {value: [] for value in values}
        for row in as_shown(with_locale(rows), self.within.asked_locale, self.columns):
            found[getattr(row, PARTITION)].append(row)
        return list(found.values())

    def _first(self, keyset: Keyset, values: list[Any]) -> QuerySet[Any]:
        """The first size + 1 rows of every partition out of one queryset."""
        by = F(self.within.by)
        rows = keyset.queryset.filter(**{f"{self.within.by}__in": values})
        if self.after is not None:
            rows = rows.filter(keyset.after(self.after))
        window = Window(RowNumber(), partition_by=[by], order_by=keyset.order)
        rows = rows.annotate(**{PARTITION: by, ROW_NUMBER: window})
        return rows.filter(**{f"{ROW_NUMBER}__lte": self.size + 1})


class _MergedRowsByValue(_RowsByValue):
    """Fetches the first rows of every partition out of several querysets.

    Each is asked for the ids of its first rows; the rows themselves come in one order at last.
    """

    def __call__(self, values: list[Any]) -> list[list[Any]]:
        """Lists of at most size + 1 rows, aligned with `values`."""
        partitions: dict[int, list[Any]] = {}
        for queryset in self.within.all:
            first = self._first(Keyset(queryset), values).order_by()
            for pk, value in first.values_list("pk", PARTITION):
                partitions.setdefault(pk, []).append(value)
        listed = self.within.queryset
        rows = listed.model._default_manager.filter(pk__in=partitions)
        rows = Keyset(self.columns(rows.order_by(*listed.query.order_by))).ordered()
        found: dict[Any, list[Any]] = {value: [] for value in values}
        for row in as_shown(with_locale(rows), self.within.asked_locale, self.columns):
            for value in partitions[row.pk]:
                found[value].append(row)
        return [rows[: self.size + 1] for rows in found.values()]


class _CountByValue(_Partitions):
    """Counts the rows of every partition, in one SELECT for each queryset."""

    def __call__(self, values: list[Any]) -> list[int]:
        """Numbers aligned with `values`."""
        by = self.within.by
        counts = Counter[Any]()
        for queryset in self.within.all:
            rows = queryset.order_by().filter(**{f"{by}__in": values})
            counts.update(dict(rows.values_list(by).annotate(_count=Count("pk"))))
        return [counts[value] for value in values]


class PartitionSlice(Slice):
    """A page of one partition, fetched together with those of its siblings."""

    def __init__(
        self,
        within: Within,
        node_type: type,
        info: GraphQLResolveInfo,
        size: int,
        after: str | None,
    ) -> None:
        key = (
            id(info.field_nodes[0]),
            info.parent_type.name,
            within.by,
            within.queryset.model,
            within.asked_locale,  # one fragment may stand below pages asked in two languages
        )
        facts = info.context.facts
        shared = facts.get(("partition", key))
        if shared is None:
            columns = selected_columns(info, "nodes", "edges.node")
            keyset = Keyset(columns(within.queryset))
            if after is not None:
                keyset.after(after)
            shared = facts[("partition", key)] = (key, within, keyset, size, after, columns)
        self._loaders = info.context.loaders
        self._shared = shared
        self._cursor = shared[2].cursor
        self._value = within.value
        self._size = size
        self._after = after

    async def _rows(self) -> list[Any]:
        fetch = _MergedRowsByValue if self._shared[1].also else _RowsByValue
        rows: list[Any] = await self._loaders.get(fetch(*self._shared)).load(self._value)
        return rows

    async def edges(self) -> list[Edge]:
        """The rows with their cursors."""
        return [Edge(row, self._cursor) for row in (await self._rows())[: self._size]]

    async def nodes(self) -> list[Any]:
        """The rows."""
        return (await self._rows())[: self._size]

    async def page_info(self) -> PageFacts:
        """How to go on."""
        return page_facts(await self._rows(), self._size, self._after, self._cursor)

    async def total_count(self) -> int:
        """How many rows the partition has."""
        count: int = await self._loaders.get(_CountByValue(*self._shared)).load(self._value)
        return count

    async def facet_counts(self, filter_type: type[PageFilter], names: list[str]) -> list[Facet]:
        """The facets called `names` of the partition; one query each for all partitions.

        Out of several querysets a value counts what it counts in all of them.
        """
        key, within = self._shared[0], self._shared[1]
        asked = within.asked_locale or own_language()
        facets = []
        for name in names:
            counts = Counter[Any]()
            for number, rows in enumerate(within.all):
                of_rows = TalliesWithin((*key, number), filter_type, name, rows, within.by, asked)
                for tally in await self._loaders.get(of_rows).load(self._value):
                    counts[tally.value] += tally.count
            tallies = [Tally(self._value, value, count) for value, count in counts.items()]
            labels = LabelsOf(filter_type, name, asked)
            facets.append(await facet_of(labels, tallies, frozenset(), self._loaders))
        return facets
