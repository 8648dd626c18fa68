"""Rows found by lists of keys, by statements that are put together once for each public state.

What loaders fetch differs from one answer to the next by the keys alone. A statement is composed
with marks in their places, for 1, 2, 4, 8, … keys of each list; the last key is repeated where a
list is shorter. Composing it anew would take Django longer than all the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators

from cms.publishing.composed import composed

MOST_KEYS = 256  # of a list; for more it is composed each time
FIRST_MARK = 0x7A1E_0000_0000_0000  # no id is as large

Keys = Sequence[Any]


def rows_by(place: Hashable, compose: Callable[..., QuerySet[Any]], **lists: Keys) -> list[Any]:
    """The rows of the queryset that `compose` makes of `lists`; one statement, or none for no rows.

    Keys are numbers, texts or UUIDs, all of a list of one kind, and only found with ``__in``. The
    queryset is of models or of tuples, and follows from the keys, `place` and the public state.
    """
    if any(len(keys) > MOST_KEYS for keys in lists.values()):
        return list(compose(**lists))
    padded = {name: _padded(keys) for name, keys in lists.items()}
    shape = tuple((name, len(keys)) for name, keys in padded.items())
    statement = composed(("rows_by", place, shape), lambda: _Statement(compose, padded))
    return statement.rows(padded)


def _padded(keys: Keys) -> list[Any]:
    if not keys:
        return []
    return [*keys, *([keys[-1]] * ((1 << (len(keys) - 1).bit_length()) - len(keys)))]


class _Statement:
    """SQL with the places of its keys, and what is made of its rows."""

    def __init__(self, compose: Callable[..., QuerySet[Any]], lists: dict[str, list[Any]]) -> None:
        marked: dict[str, list[Any]] = {}
        places: dict[Any, tuple[str, int]] = {}
        for name, keys in lists.items():
            marks = [_mark(keys[0], FIRST_MARK + len(places) + n) for n in range(len(keys))]
            marked[name] = marks
            places |= {_stored(mark): (name, n) for n, mark in enumerate(marks)}
        queryset: Any = compose(**marked)
        compiler: Any = queryset.query.get_compiler(connection=connection)
        self._sql: str | None = None
        try:
            self._sql, params = compiler.as_sql()
        except EmptyResultSet:  # a condition that nothing can meet
            return
        self._params = list(params)
        self._places = [
            (position, *places[value])
            for position, value in enumerate(params)
            if isinstance(value, int | str | UUID) and value in places
        ]
        self._converters = compiler.get_converters([column[0] for column in compiler.select])
        self._make = _maker(queryset, compiler)

    def rows(self, lists: dict[str, list[Any]]) -> list[Any]:
        """What is found by the keys of `lists`."""
        if self._sql is None:
            return []
        params = self._params.copy()
        for position, name, number in self._places:
            params[position] = _stored(lists[name][number])
        with connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            rows = cursor.fetchall()
        if self._converters:
            rows = self._converted(rows)
        return self._make(rows)

    def _converted(self, rows: list[Any]) -> list[Any]:
        found = [list(row) for row in rows]
        for position, (converters, expression) in self._converters.items():
            for row in found:
                for convert in converters:
                    row[position] = convert(row[position], expression, connection)
        return found


def _mark(key: object, number: int) -> Any:
    """What stands for a key of the kind of `key`."""
    if isinstance(key, UUID):
        return UUID(int=number)
    return f"\0{number}" if isinstance(key, str) else number


def _stored(key: Any) -> Any:
    """A key as the database's driver takes it."""
    if isinstance(key, UUID) and not connection.features.has_native_uuid_field:
        return key.hex
    return key


def _maker(queryset: Any, compiler: Any) -> Callable[[list[Any]], list[Any]]:
    """What makes the objects of a queryset of rows, as Django does."""
    if queryset._iterable_class is ValuesListIterable:
        count = compiler.col_count
        return lambda rows: [tuple(row[:count]) for row in rows]
    if queryset._iterable_class is not ModelIterable or queryset._prefetch_related_lookups:
        raise TypeError("Only models and tuples can be found by keys.")
    klass_info, alias = compiler.klass_info, connection.alias
    columns = klass_info["select_fields"]
    start, end = columns[0], columns[-1] + 1
    names = [column[0].target.attname for column in compiler.select[start:end]]
    populators: Any = get_related_populators  # the stubs are those of a later Django
    related = populators(klass_info, compiler.select, alias)
    annotations = list((compiler.annotation_col_map or {}).items())
    from_db = klass_info["model"].from_db

    def made(row: Any) -> Any:
        instance = from_db(alias, names, row[start:end])
        for each in related:
            each.populate(row, instance)
        for name, position in annotations:
            setattr(instance, name, row[position])
        return instance

    return lambda rows: [made(row) for row in rows]
