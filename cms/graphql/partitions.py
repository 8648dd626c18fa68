"""Lists below every row of another list, all of them fetched together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from graphql import GraphQLResolveInfo

from cms.graphql.columns import without_unselected
from cms.graphql.context import AskedLocale
from cms.graphql.filters.facets import Facet, LabelsOf, TalliesWithin, facet_of
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
    annotation.
    """

    queryset: QuerySet[Any]
    by: str
    value: Any
    asked_locale: AskedLocale | None = None


@dataclass(frozen=True)
class _Partitions:
    """What the slices of one field below many rows share."""

    key: tuple[Any, ...]
    within: Within
    keyset: Keyset
    size: int
    after: str | None
    prepare: Callable[[QuerySet[Any]], QuerySet[Any]]

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.key == self.key

    def __hash__(self) -> int:
        return hash((type(self), self.key))


class _RowsByValue(_Partitions):
    """Fetches the first rows of every partition in one SELECT."""

    def __call__(self, values: list[Any]) -> list[list[Any]]:
        """Lists of at most size + 1 rows, aligned with `values`."""
        by = F(self.within.by)
        rows = self.keyset.queryset.filter(**{f"{self.within.by}__in": values})
        if self.after is not None:
            rows = rows.filter(self.keyset.after(self.after))
        order = self.keyset.order
        window = Window(RowNumber(), partition_by=[by], order_by=order)
        rows = rows.annotate(**{PARTITION: by, ROW_NUMBER: window})
        rows = rows.filter(**{f"{ROW_NUMBER}__lte": self.size + 1}).order_by(*order)
        found: dict[Any, list[Any]] = {value: [] for value in values}
        for row in as_shown(with_locale(rows), self.within.asked_locale, self.prepare):
            found[getattr(row, PARTITION)].append(row)
        return list(found.values())


class _CountByValue(_Partitions):
    """Counts the rows of every partition in one SELECT."""

    def __call__(self, values: list[Any]) -> list[int]:
        """Numbers aligned with `values`."""
        by = self.within.by
        rows = self.within.queryset.order_by().filter(**{f"{by}__in": values})
        counts = dict(rows.values_list(by).annotate(_count=Count("pk")))
        return [counts.get(value, 0) for value in values]


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
            prepare = partial(without_unselected, node_type=node_type, info=info)
            keyset = Keyset(prepare(within.queryset))
            if after is not None:
                keyset.after(after)
            shared = facts[("partition", key)] = (key, within, keyset, size, after, prepare)
        self._loaders = info.context.loaders
        self._shared = shared
        self._cursor = shared[2].cursor
        self._value = within.value
        self._size = size
        self._after = after

    async def _rows(self) -> list[Any]:
        rows: list[Any] = await self._loaders.get(_RowsByValue(*self._shared)).load(self._value)
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
        """The facets called `names` of the partition; one query each for all partitions."""
        key, within = self._shared[0], self._shared[1]
        asked = within.asked_locale or own_language()
        return [
            await facet_of(
                LabelsOf(filter_type, name, asked),
                await self._loaders.get(
                    TalliesWithin(key, filter_type, name, within.queryset, within.by, asked)
                ).load(self._value),
                frozenset(),
                self._loaders,
            )
            for name in names
        ]
