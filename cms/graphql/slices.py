"""One page of a list, fetched piece by piece as the client asked for the pieces."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from graphql import GraphQLResolveInfo
from wagtail.models import Locale, TranslatableMixin

from cms.graphql.columns import Columns, selected_columns
from cms.graphql.context import AskedLocale
from cms.graphql.errors import ApiError, CursorError
from cms.graphql.filters.facets import Facet, LabelsOf, facet_of
from cms.graphql.filters.narrowed import Narrowed
from cms.graphql.filters.pagefilter import PageFilter
from cms.graphql.keyset import Keyset
from cms.graphql.pages import as_shown
from cms.graphql.selection import selected_below
from cms.plugin.scope import stamp
from cms.publishing.composed import composed, count_statement
from cms.publishing.rows import Statement

MAX_POSITION_LENGTH = 64
LANGUAGE, TOTAL = "_language_code", "_total"  # annotations
ROWS = {"edges", "nodes", "pageInfo"}  # fields that need rows


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

    def facet_counts(self, filter_type: type[PageFilter], names: list[str]) -> Any:
        """The facets called `names` of the whole list.

        Raises:
            ApiError: The list is none that a filter could narrow.
        """
        raise ApiError("This list has no facets.")


def page_facts(
    rows: Sequence[Any], size: int, after: str | None, cursor: Callable[[Any], str]
) -> PageFacts:
    """The facts of a page cut from `rows`, which hold one row more when there is a next page."""
    shown = rows[:size]
    return PageFacts(
        has_next_page=len(rows) > size,
        has_previous_page=after is not None,
        start_cursor=cursor(shown[0]) if shown else None,
        end_cursor=cursor(shown[-1]) if shown else None,
    )


class _Page:
    """The statement of one page of a list, and the cursors of its rows.

    With `counts`, each row brings the number of all rows of the list along.
    """

    def __init__(
        self,
        queryset: QuerySet[Any],
        columns: Columns,
        size: int,
        after: str | None,
        *,
        counts: bool = False,
    ) -> None:
        keyset = Keyset(columns(queryset))
        rows = keyset.ordered()
        if after is not None:
            rows = rows.filter(keyset.after(after))
        self.is_translatable = issubclass(rows.model, TranslatableMixin)
        if self.is_translatable:
            self.locale_field: Any = rows.model._meta.get_field("locale")
            # Not joined: SQLite would begin with languages, and read the whole list before it
            # puts it in order, whatever index there is.
            code = Locale.objects.filter(pk=OuterRef("locale")).order_by().values("language_code")
            rows = rows.annotate(**{LANGUAGE: Subquery(code)})
        statement = count_statement(queryset) if counts else None
        self.is_counted = statement is not None
        if statement is not None:
            sql, params = statement
            rows = rows.annotate(**{TOTAL: RawSQL(f"({sql})", params, IntegerField())})  # noqa: S611 -- Django's own statement
        self._statement = Statement(rows[: size + 1])
        self.cursor = keyset.cursor

    def rows(self) -> list[Any]:
        """At most one row more than fits on the page, told their languages."""
        found, languages = self._statement.rows(), dict[int, Locale]()
        for row in found if self.is_translatable else ():
            code = row.__dict__.pop(LANGUAGE)
            if row.locale_id not in languages:
                languages[row.locale_id] = Locale(pk=row.locale_id, language_code=code)
            self.locale_field.set_cached_value(row, languages[row.locale_id])
        return found


class QuerySlice(Slice):
    """A page of an ordered queryset: one SELECT for the rows, one COUNT for the total.

    Of the first page of a list that is kept, both come in one.
    """

    def __init__(
        self,
        listed: QuerySet[Any] | Narrowed,
        node_type: type,
        info: GraphQLResolveInfo,
        size: int,
        after: str | None,
    ) -> None:
        asked: AskedLocale | None = (
            listed.asked if isinstance(listed, Narrowed) else getattr(listed, "asked_locale", None)
        )
        if isinstance(listed, QuerySet):
            asked_or_own = asked or own_language()
            listed = Narrowed(listed, None, {}, asked_or_own, info.context.facts)
        self._narrowed = listed
        self._loaders = info.context.loaders
        self._size = size
        self._after = after
        self._asked = asked
        self._columns = selected_columns(info, "nodes", "edges.node")
        selected = selected_below(info)
        self._counts_facets = "facetCounts" in selected
        self._counts = {"totalCount"} <= selected and not self._counts_facets
        self._has_rows = not selected.isdisjoint(ROWS)
        if after is not None:
            _ = self._page  # a wrong cursor is an error of the list

    @cached_property
    def _page(self) -> _Page:
        listed, columns, size, after = self._narrowed, self._columns, self._size, self._after
        if listed.key is None or after is not None:
            return _Page(listed.found, columns, size, after)
        learned = len(columns.learned(listed.rows.model))
        counts = self._counts and self._has_rows and stamp() is not None
        return composed(
            ("page", listed.key, columns, learned, size, counts),
            lambda: _Page(listed.found, columns, size, after, counts=counts),
        )

    @cached_property
    def _read(self) -> list[Any]:
        return self._page.rows()

    @cached_property
    def _rows(self) -> list[Any]:
        return as_shown(self._read, self._asked, self._columns)

    def edges(self) -> list[Edge]:
        """The rows with their cursors."""
        return [Edge(row, self._page.cursor) for row in self._rows[: self._size]]

    def nodes(self) -> list[Any]:
        """The rows."""
        return self._rows[: self._size]

    def page_info(self) -> PageFacts:
        """How to go on."""
        return page_facts(self._rows, self._size, self._after, self._page.cursor)

    def total_count(self) -> int:
        """How many rows the whole list has."""
        if self._counts_facets:  # they need the ids anyway, and these are worked out once
            return len(self._narrowed.ids)
        if not (self._counts and self._has_rows and self._page.is_counted):
            return self._narrowed.total
        return self._read[0].__dict__[TOTAL] if self._read else 0

    async def facet_counts(self, filter_type: type[PageFilter], names: list[str]) -> list[Facet]:
        """The facets called `names`: one query each, and one for the labels of some."""
        narrowed = self._narrowed
        return [
            await facet_of(
                LabelsOf(filter_type, name, narrowed.asked),
                narrowed.tallies(filter_type, name),
                narrowed.chosen(filter_type, name),
                self._loaders,
            )
            for name in names
        ]


def own_language() -> AskedLocale:
    """The language of labels in a list that nobody asked for in a language: the site's own."""
    return AskedLocale(settings.LANGUAGE_CODE)


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
