"""One page of a list, fetched piece by piece as the client asked for the pieces."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import Any

from django.db.models import Count, F, Field, Model, QuerySet, Window
from django.db.models.functions import RowNumber
from graphene.utils.str_converters import to_snake_case
from graphql import GraphQLResolveInfo
from wagtail.fields import RichTextField, StreamField

from cms.graphql.context import AskedLocale
from cms.graphql.errors import CursorError
from cms.graphql.keyset import Keyset
from cms.graphql.pages import as_shown, with_locale
from cms.graphql.selection import selected_below

PARTITION = "_partition"
ROW_NUMBER = "_row_number"
MAX_POSITION_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Edge:
    """A node and the way to its cursor."""

    node: Any
    make_cursor: Callable[[Any], str]

    @property
    def cursor(self) -> str:
        """The cursor, made when asked for."""
        return self.make_cursor(self.node)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What ``pageInfo`` says."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


class Slice:
    """A page of at most `size` rows after a cursor; its methods may return awaitables."""

    def edges(self) -> Any:
        """The rows with their cursors."""
        raise NotImplementedError

    def nodes(self) -> Any:
        """The rows."""
        raise NotImplementedError

    def page_info(self) -> Any:
        """How to go on."""
        raise NotImplementedError

    def total_count(self) -> Any:
        """How many rows the whole list has."""
        raise NotImplementedError


def _facts(
    rows: Sequence[Any], size: int, after: str | None, cursor: Callable[[Any], str]
) -> PageFacts:
    shown = rows[:size]
    return PageFacts(
        has_next_page=len(rows) > size,
        has_previous_page=after is not None,
        start_cursor=cursor(shown[0]) if shown else None,
        end_cursor=cursor(shown[-1]) if shown else None,
    )


class QuerySlice(Slice):
    """A page of an ordered queryset: one SELECT for the rows, one COUNT for the total."""

    def __init__(
        self,
        queryset: QuerySet[Any],
        node_type: type,
        info: GraphQLResolveInfo,
        size: int,
        after: str | None,
        asked: AskedLocale | None,
    ) -> None:
        self._queryset = queryset
        self._size = size
        self._after = after
        self._asked = asked
        self._prepare = partial(without_unselected, node_type=node_type, info=info)
        self._keyset = Keyset(self._prepare(queryset))
        self._condition = None if after is None else self._keyset.after(after)

    @cached_property
    def _rows(self) -> list[Any]:
        rows = self._keyset.ordered()
        if self._condition is not None:
            rows = rows.filter(self._condition)
        found = with_locale(rows)[: self._size + 1]
        return as_shown(found, self._asked, self._prepare)

    def edges(self) -> list[Edge]:
        """The rows with their cursors."""
        return [Edge(row, self._keyset.cursor) for row in self._rows[: self._size]]

    def nodes(self) -> list[Any]:
        """The rows."""
        return self._rows[: self._size]

    def page_info(self) -> PageFacts:
        """How to go on."""
        return _facts(self._rows, self._size, self._after, self._keyset.cursor)

    def total_count(self) -> int:
        """How many rows the whole list has."""
        return self._queryset.count()


class SequenceSlice(Slice):
    """A page of a list that is in memory anyway; its cursors are positions."""

    def __init__(self, rows: list[Any], size: int, after: str | None) -> None:
        self._all = rows
        self._size = size
        self._start = 0 if after is None else _position(after) + 1
        self._after = after

    def edges(self) -> list[Edge]:
        """The rows with their cursors."""
        return [Edge(row, _at(self._start + place)) for place, row in enumerate(self.nodes())]

    def nodes(self) -> list[Any]:
        """The rows."""
        return self._all[self._start : self._start + self._size]

    def page_info(self) -> PageFacts:
        """How to go on."""
        shown = self.nodes()
        return PageFacts(
            has_next_page=self._start + self._size < len(self._all),
            has_previous_page=self._after is not None,
            start_cursor=_at(self._start)(None) if shown else None,
            end_cursor=_at(self._start + len(shown) - 1)(None) if shown else None,
        )

    def total_count(self) -> int:
        """How many rows the whole list has."""
        return len(self._all)


def _at(position: int) -> Callable[[Any], str]:
    return lambda _node: urlsafe_b64encode(f'["#",{position}]'.encode()).rstrip(b"=").decode()


def _position(cursor: str) -> int:
    if len(cursor) > MAX_POSITION_LENGTH:
        raise CursorError
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        mark_, position = json.loads(urlsafe_b64decode(padded).decode())
    except (ValueError, TypeError, RecursionError) as error:
        raise CursorError from error
    if mark_ != "#" or type(position) is not int or not 0 <= position < 10**9:
        raise CursorError
    return position


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
        return type(other) is type(self) and other.key == self.key  # type: ignore[attr-defined]

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
        key = (id(info.field_nodes[0]), info.parent_type.name, within.by, within.queryset.model)
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
        return _facts(await self._rows(), self._size, self._after, self._cursor)

    async def total_count(self) -> int:
        """How many rows the partition has."""
        count: int = await self._loaders.get(_CountByValue(*self._shared)).load(self._value)
        return count


@cache
def _large_fields(model: type[Model]) -> tuple[str, ...]:
    """Names of the columns that hold whole texts."""
    return tuple(
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, Field) and isinstance(field, StreamField | RichTextField)
    )


def without_unselected(
    queryset: QuerySet[Any], node_type: type, info: GraphQLResolveInfo
) -> QuerySet[Any]:
    """`queryset` without the large columns that the client did not select.

    A type whose field is made from another column says so in its attribute `needs`:
    ``needs = {"excerpt": ("body",)}``.
    """
    large = _large_fields(queryset.model)
    if not large or not queryset.query.deferred_loading[1] or queryset.query.deferred_loading[0]:
        return queryset
    selected = {to_snake_case(name) for name in selected_below(info, "nodes", "edges.node")}
    needs: dict[str, tuple[str, ...]] = getattr(node_type, "needs", {})
    for name in tuple(selected):
        selected.update(needs.get(name, ()))
    unselected = [name for name in large if name not in selected]
    return queryset.defer(*unselected) if unselected else queryset
