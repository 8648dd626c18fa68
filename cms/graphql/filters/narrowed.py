"""A list beside its filter, and what the filter finds in it.

The rows of a page come by one condition in SQL. Counts need many sets of rows that differ by a
condition each, and clients ask for several lists at once: for counts, each condition is put to the
database once in a request, whatever its places, and the sets of ids are combined here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, partial
from typing import Any, TypeVar

from django.db.models import Func, Model, Q, QuerySet, TextField, Value

from cms.graphql.context import AskedLocale
from cms.graphql.filters.fields import (
    FilterField,
    Tally,
    is_translated_text,
    untranslated,
    within,
)
from cms.graphql.filters.pagefilter import (
    PageFilter,
    condition_of,
    facets_of,
    field_condition,
    fields_of,
)
from cms.publishing.visibility import hides_q
from cms.translation.state import State

T = TypeVar("T")
Ids = frozenset[int]


@dataclass(frozen=True)
class Narrowed:
    """A list before its filter: the rows, the filter, what it asks for, and in which language.

    `facts` are those of the request: what was found for one list serves the others. Lists with the
    same `key` are the same until something public changes.
    """

    rows: QuerySet[Any]
    filter_type: type[PageFilter] | None
    wanted: Mapping[str, Any]
    asked: AskedLocale
    facts: dict[Hashable, Any] = field(default_factory=dict)
    key: Hashable = None

    def again(self, facts: dict[Hashable, Any], key: Hashable) -> Narrowed:
        """The same list for another request, its conditions put together already."""
        narrowed = replace(self, facts=facts, key=key)
        vars(narrowed)["found"] = self.found
        return narrowed

    @cached_property
    def found(self) -> QuerySet[Any]:
        """The rows that the filter finds."""
        if self.filter_type is None:
            return self.rows
        condition = condition_of(self.filter_type, self.wanted)
        return self.rows.filter(condition) if condition else self.rows

    @cached_property
    def total(self) -> int:
        """How many rows the filter finds."""
        return self.found.count()

    @cached_property
    def ids(self) -> Ids:
        """Ids of the rows that the filter finds."""
        return self._finds(self.wanted, self._all)

    @cached_property
    def _all(self) -> Ids:
        return ids_of(self.rows)

    def tallies(self, filter_type: type[PageFilter], name: str) -> list[Tally]:
        """The counts of a facet: its own condition is lifted."""
        facet, ids = facets_of(filter_type)[name], self.ids
        if name in self.wanted:
            others = {other: value for other, value in self.wanted.items() if other != name}
            ids = self._finds(others, self._all)
        ids -= self._withheld(facet)
        model = self.rows.model
        return self._once(
            ("tally", filter_type, name, ids), lambda: list(facet.tally(among(model, ids)))
        )

    def chosen(self, filter_type: type[PageFilter], name: str) -> frozenset[Any]:
        """The values of a facet that the filter asks for."""
        wanted = self.wanted.get(name)
        return frozenset() if wanted is None else facets_of(filter_type)[name].chosen(wanted)

    def _finds(self, wanted: Mapping[str, Any], ids: Ids) -> Ids:
        """Those of `ids` that a filter finds which asks for `wanted`."""
        if self.filter_type is None:
            return ids
        for name in fields_of(self.filter_type):
            if wanted.get(name) is not None:
                key = ("having", self.filter_type, name, frozen(wanted[name]))
                ids &= self._once(key, partial(_having, self.filter_type, name, wanted[name]))
        excluded = wanted.get("exclude")
        return ids - self._finds(excluded, ids) if excluded else ids

    def _withheld(self, facet: FilterField) -> Ids:
        """Ids of rows whose value of a facet may not be told in the asked language."""
        model = self.rows.model
        ids: Ids = frozenset()
        hidden = hides_q(model, facet.reads)
        if hidden:
            hiding = model._default_manager.filter(hidden)
            ids |= self._once(("hidden", model, facet.reads), lambda: ids_of(hiding))
        if is_translated_text(model, facet.path):
            by_field = self._once(
                ("untranslated", model, self.asked), lambda: fallbacks_of(model, self.asked)
            )
            ids |= by_field.get(facet.path, frozenset())
        return ids

    def _once(self, key: Hashable, find: Callable[[], T]) -> T:
        """What `find` returns, asked once in the request."""
        if key not in self.facts:
            self.facts[key] = find()
        found: T = self.facts[key]
        return found


def fallbacks_of(model: type[Model], asked: AskedLocale) -> dict[str, Ids]:
    """By field, ids of the rows whose text may not be shown in the asked language; one query."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for pk, fields in untranslated(model, asked).values_list("object_id", "fields"):
        for name, state in fields.items():
            if state == State.FALLBACK:
                found[name].add(pk)
    return {name: frozenset(ids) for name, ids in found.items()}


def shown_rows(rows: QuerySet[Any], facet: FilterField, asked: AskedLocale) -> QuerySet[Any]:
    """`rows` whose value of `facet` may be told in the asked language."""
    hidden = hides_q(rows.model, facet.reads)
    if hidden:
        rows = rows.exclude(within(rows.model, hidden))
    if is_translated_text(rows.model, facet.path):
        fallbacks = untranslated(rows.model, asked).filter(
            **{f"fields__{facet.path}": State.FALLBACK.value}
        )
        rows = rows.exclude(pk__in=fallbacks.values("object_id"))
    return rows


def _having(filter_type: type[PageFilter], name: str, value: Any) -> Ids:
    """Ids of all rows, whatever their list, that have `value` in one field of a filter."""
    rows = filter_type._meta.model._default_manager
    return ids_of(rows.filter(field_condition(filter_type, name, value)))


def ids_of(rows: QuerySet[Any]) -> Ids:
    """The ids of `rows`; one query."""
    return frozenset(rows.order_by().values_list("pk", flat=True))


def among(model: type[Model], ids: Ids) -> QuerySet[Any]:
    """The rows of `model` with one of `ids`: they are one parameter, however many they are."""
    listed = Value(f"[{','.join(map(str, ids))}]", output_field=TextField())
    return model._default_manager.filter(Q(pk__in=NumbersIn(listed))).order_by()


class NumbersIn(Func):
    """The numbers of a list in JSON as rows of one value."""

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The rows in SQLite."""
        template = "(SELECT value FROM JSON_EACH(%(expressions)s))"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The rows in PostgreSQL."""
        template = "(SELECT value::bigint FROM JSONB_ARRAY_ELEMENTS_TEXT((%(expressions)s)::jsonb))"
        return self.as_sql(compiler, connection, template=template, **context)


def frozen(value: Any) -> Hashable:
    """`value` of an argument as a key: equal for values that mean the same."""
    if isinstance(value, Mapping):
        return frozenset((name, frozen(inner)) for name, inner in value.items())
    if isinstance(value, list | tuple):
        return ("list", frozenset(map(frozen, value)))
    if isinstance(value, Decimal):
        return str(value)  # a signalling NaN has no hash
    found: Hashable = value
    return found
