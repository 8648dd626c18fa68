"""Rows found by lists of keys, by statements that are put together once for each public state.

What loaders fetch differs from one answer to the next by the keys alone. A statement is composed
with marks in their places, for 1, 2, 4, 8, … keys of each list; the last key is repeated where a
list is shorter. Composing it anew would take Django longer than all the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from cms.publishing.composed import composed
from cms.publishing.rows import Statement

MOST_KEYS = 256  # of a list; for more it is composed each time
FIRST_MARK = 0x7A1E_0000_0000_0000  # no id is as large

Keys = Sequence[Any]


_standing: dict[Hashable, _Marked] = {}


def rows_by(place: Hashable, compose: Callable[..., QuerySet[Any]], **lists: Keys) -> list[Any]:
    """The rows of the queryset that `compose` makes of `lists`; one statement, or none for no rows.

    Keys are numbers, texts or UUIDs, all of a list of one kind, and only found with ``__in``. The
    queryset is of models or of tuples, and follows from the keys, `place` and the public state.
    """
    if any(len(keys) > MOST_KEYS for keys in lists.values()):
        return list(compose(**lists))
    padded = {name: _padded(keys) for name, keys in lists.items()}
    shape = tuple((name, len(keys)) for name, keys in padded.items())
    statement = composed(("rows_by", place, shape), lambda: _Marked(compose, padded))
    return statement.rows(padded)


def standing_rows_by(
    place: Hashable, compose: Callable[..., QuerySet[Any]], **lists: Keys
) -> list[Any]:
    """The same where the queryset follows from the keys and `place` alone, not from public state.

    Its statements are put together once in a process, which serves who makes changes.
    """
    if any(len(keys) > MOST_KEYS for keys in lists.values()):
        return list(compose(**lists))
    padded = {name: _padded(keys) for name, keys in lists.items()}
    shape = (place, *((name, len(keys)) for name, keys in padded.items()))
    if shape not in _standing:
        _standing[shape] = _Marked(compose, padded)
    return _standing[shape].rows(padded)


def _padded(keys: Keys) -> list[Any]:
    if not keys:
        return []
    return [*keys, *([keys[-1]] * ((1 << (len(keys) - 1).bit_length()) - len(keys)))]


class _Marked:
    """A statement with the places of its keys."""

    def __init__(self, compose: Callable[..., QuerySet[Any]], lists: dict[str, list[Any]]) -> None:
        marked: dict[str, list[Any]] = {}
        places: dict[Any, tuple[str, int]] = {}
        for name, keys in lists.items():
            marks = [_mark(keys[0], FIRST_MARK + len(places) + n) for n in range(len(keys))]
            marked[name] = marks
            places |= {_stored(mark): (name, n) for n, mark in enumerate(marks)}
        self._statement = Statement(compose(**marked))
        if not self._statement.is_kept:
            raise TypeError("Only models and tuples can be found by keys.")
        self._places = [
            (position, *places[value])
            for position, value in enumerate(self._statement.params)
            if isinstance(value, int | str | UUID) and value in places
        ]

    def rows(self, lists: dict[str, list[Any]]) -> list[Any]:
        """What is found by the keys of `lists`."""
        params = self._statement.params.copy()
        for position, name, number in self._places:
            params[position] = _stored(lists[name][number])
        return self._statement.rows(params)


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
