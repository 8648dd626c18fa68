"""Statements that are put together once and read again and again, and what is made of their rows.

Answers read many objects and save none of them, so these get the values of a row without being
constructed: no constructor is called and no signal sent, which would take ten times as long.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from inspect import getattr_static
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.fields.files import FileDescriptor
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators
from wagtail.images.models import AbstractImage
from wagtail.models import Page

# Constructors that only take values, and what else they set. Others are called for each row.
PLAIN: dict[Any, dict[str, Any]] = {
    Model.__init__: {},
    Page.__init__: {},
    AbstractImage.__init__: {"decorative": False, "contextual_alt_text": None},
}

KEPT: set[Any] = {ModelIterable, ValuesListIterable}
_from_db: Any = Model.from_db
DJANGO_WAY = _from_db.__func__


class Statement:
    """The SQL of a queryset and its parameters, and how objects or tuples are made of its rows.

    Of a queryset that does more with its rows than that, nothing is kept but itself.
    """

    def __init__(self, queryset: QuerySet[Any]) -> None:
        """Put it together; nothing is read yet."""
        asked: Any = queryset
        has_more = asked._prefetch_related_lookups or asked._known_related_objects
        is_plain = asked._iterable_class in KEPT
        self._queryset = None if is_plain and not has_more else queryset
        self._sql: str | None = None
        self.params: list[Any] = []
        compiler: Any = queryset.query.get_compiler(connection=connection)
        try:
            self._sql, params = compiler.as_sql()
        except EmptyResultSet:  # a condition that nothing can meet
            return
        self.params = list(params)
        self._converters = _converters(compiler)
        is_tuples = asked._iterable_class is ValuesListIterable
        self._make = _tuples(compiler) if is_tuples else _objects(compiler)

    @property
    def is_kept(self) -> bool:
        """True when it may be read with other parameters."""
        return self._queryset is None

    def rows(self, params: Sequence[Any] | None = None) -> list[Any]:
        """The rows as they are now, new objects each time; one query, or none for no rows.

        `params` stand in for the statement's own.
        """
        if self._sql is None:
            return []
        if self._queryset is not None:
            return list(self._queryset.all())
        own = connections[DEFAULT_DB_ALIAS]  # once: finding the thread's takes time
        with own.cursor() as cursor:
            cursor.execute(self._sql, self.params if params is None else params)
            rows = cursor.fetchall()
        return self._make(self._converted(rows, own) if self._converters and rows else rows)

    def _converted(self, rows: list[Any], own: Any) -> list[Any]:
        found = [list(row) for row in rows]
        for position, (converters, expression) in self._converters.items():
            for row in found:
                for convert in converters:
                    row[position] = convert(row[position], expression, own)
        return found


def _converters(compiler: Any) -> dict[int, tuple[list[Any], Any]]:
    """What makes values of those that the driver brings, by position, and for which expression."""
    found = compiler.get_converters([column[0] for column in compiler.select])
    by_django = getattr(connection.ops, "convert_uuidfield_value", None)  # where they are texts
    return {
        position: ([_uuid if convert == by_django else convert for convert in converters], of)
        for position, (converters, of) in found.items()
    }


def _uuid(text: str | None, _expression: Any, _connection: Any) -> UUID | None:
    return None if text is None else _known_uuid(text)


_known_uuid = lru_cache(maxsize=5_000)(UUID)  # the same pages are read again and again


Make = Callable[[list[Any]], list[Any]]


def _tuples(compiler: Any) -> Make:
    count = compiler.col_count
    return lambda rows: [tuple(row[:count]) for row in rows]


def _objects(compiler: Any) -> Make:
    """What makes the objects of a queryset of rows; those that they lead to are shared."""
    klass_info = compiler.klass_info
    columns = klass_info["select_fields"]
    start, end = columns[0], columns[-1] + 1
    names = tuple(column[0].target.attname for column in compiler.select[start:end])
    make = made_of(klass_info["model"], names)
    infos = klass_info.get("related_klass_infos", ())
    populators: Any = get_related_populators  # the stubs are those of a later Django
    made_with = populators(klass_info, compiler.select, connection.alias)
    related = [_Related(*each) for each in zip(infos, made_with, strict=True)]
    annotations = list((compiler.annotation_col_map or {}).items())

    def made(rows: list[Any]) -> list[Any]:
        found = []
        known: list[dict[Any, Any]] = [{} for _ in related]
        for row in rows:
            instance = make(row[start:end])
            for each, shared in zip(related, known, strict=True):
                each.populate(row, instance, shared)
            for name, position in annotations:
                setattr(instance, name, row[position])
            found.append(instance)
        return found

    return made


class _Related:
    """What rows lead to. An object that several of them lead to is made once."""

    def __init__(self, info: dict[str, Any], populator: Any) -> None:
        self._populator = populator
        self._field = info["field"]
        self._set = info["local_setter"]
        is_shared = not info["reverse"] and not self._field.unique
        self._key = info["select_fields"][populator.pk_idx] if is_shared else None

    def populate(self, row: Any, instance: Model, known: dict[Any, Any]) -> None:
        """Give `instance` what its row leads to; `known` is what others of its kind lead to."""
        if self._key is None:
            self._populator.populate(row, instance)
        elif row[self._key] in known:
            self._set(instance, known[row[self._key]])
        else:
            self._populator.populate(row, instance)
            known[row[self._key]] = self._field.get_cached_value(instance)


@lru_cache(maxsize=1_000)
def made_of(model: type[Model], names: tuple[str, ...]) -> Callable[[Sequence[Any]], Any]:
    """What makes an object of `model` of the values of these columns; the others are read late."""
    constants = PLAIN.get(model.__init__)
    alias = connection.alias
    own_way: Any = model.from_db
    if constants is None or own_way.__func__ is not DJANGO_WAY:
        return lambda values: model.from_db(alias, names, values)
    prepared = [name for name in names if _is_prepared(model, name)]

    def make(values: Sequence[Any]) -> Any:
        made = model.__new__(model)
        made._state = state = ModelState()
        state.adding, state.db = False, alias
        own = made.__dict__
        own.update(zip(names, values, strict=True))
        own.update(constants)
        for name in prepared:
            setattr(made, name, own[name])
        return made

    return make


def _is_prepared(model: type[Model], name: str) -> bool:
    """True for a field that makes something of a value when it is set, such as a body of blocks."""
    descriptor = getattr_static(model, name)
    is_plain = isinstance(descriptor, ForeignKeyDeferredAttribute | FileDescriptor)
    return hasattr(descriptor, "__set__") and not is_plain


def copied(instance: Any) -> Any:
    """Another object with the same values, of a row that several share: what is noted on it stays
    with it.
    """
    made = object.__new__(type(instance))
    made.__dict__.update(instance.__dict__)
    made._state = state = ModelState()
    state.adding, state.db = instance._state.adding, instance._state.db
    state.fields_cache = dict(instance._state.fields_cache)
    return made


def columns_of(instance: Model) -> tuple[object, ...]:
    """The values of all columns that were read, to be compared with those of the same row later."""
    own = instance.__dict__
    values = (own.get(field.attname) for field in instance._meta.concrete_fields)
    return tuple(getattr(value, "name", value) for value in values)  # a file is its name
