"""Cursors that name a place in an ordered queryset by the values it is ordered by.

A page of rows is found by a condition on these values, not by counting rows, so it costs the same
at the end of a list as at its beginning, and rows that come or go do not shift it.
"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import connection
from django.db.models import Case, F, Field, IntegerField, Model, Q, QuerySet, When
from django.db.models.expressions import Expression, OrderBy
from django.utils.timezone import is_naive

from cms.graphql.errors import CursorError
from cms.publishing.visibility import hides_q

PREFIX = "_keyset_"
MAX_CURSOR_LENGTH = 4096


@dataclass(frozen=True, slots=True)
class _Key:
    """One expression of the order: its annotation, direction, and where its nulls stand."""

    alias: str
    descending: bool
    nullable: bool
    nulls_first: bool
    field: Field[Any, Any]

    @property
    def order(self) -> OrderBy:
        """The key as ``order_by`` takes it; nulls stand alike on every database."""
        if not self.nullable:
            return OrderBy(F(self.alias), descending=self.descending)
        if self.nulls_first:
            return OrderBy(F(self.alias), descending=self.descending, nulls_first=True)
        return OrderBy(F(self.alias), descending=self.descending, nulls_last=True)

    def beyond(self, value: Any) -> Q:
        """The condition to stand after `value` by this key alone."""
        if value is None:
            return Q(**{f"{self.alias}__isnull": False}) if self.nulls_first else Q(pk__in=[])
        beyond = Q(**{f"{self.alias}__{'lt' if self.descending else 'gt'}": value})
        if self.nullable and not self.nulls_first:
            beyond |= Q(**{f"{self.alias}__isnull": True})
        return beyond

    def same(self, value: Any) -> Q:
        """The condition to be equal to `value` by this key."""
        return Q(**{f"{self.alias}__isnull": True}) if value is None else Q(**{self.alias: value})


class Keyset:
    """The order of `queryset`, made total by the primary key, with cursors for its rows."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        self.queryset, self._keys = _annotated(queryset)
        facts = [queryset.model._meta.label, *map(repr, _entries(queryset))]
        self._fingerprint = hashlib.sha256("|".join(facts).encode()).hexdigest()[:8]

    @property
    def order(self) -> list[OrderBy]:
        """The whole order as expressions over the annotated queryset."""
        return [key.order for key in self._keys]

    def ordered(self) -> QuerySet[Any]:
        """The rows in order, each with the values of its cursor."""
        return self.queryset.order_by(*self.order)

    def after(self, cursor: str) -> Q:
        """The condition to stand after `cursor`.

        Raises:
            CursorError: The text is no cursor, or one of another list or order.
        """
        values = self._decode(cursor)
        condition = Q(pk__in=[])
        for position in range(len(self._keys) - 1, -1, -1):
            key, value = self._keys[position], values[position]
            condition = key.beyond(value) | (key.same(value) & condition)
        return condition

    def cursor(self, row: Model) -> str:
        """The opaque text that names the place of `row`."""
        values = [_to_json(getattr(row, key.alias)) for key in self._keys]
        return to_cursor(self._fingerprint, values)

    def _decode(self, cursor: str) -> list[Any]:
        values = from_cursor(self._fingerprint, cursor)
        if len(values) != len(self._keys):
            raise CursorError
        return [_from_json(key, value) for key, value in zip(self._keys, values, strict=True)]


def to_cursor(fingerprint: str, values: list[Any]) -> str:
    """The opaque text that holds `values`, the place of a row in the list with `fingerprint`."""
    text = json.dumps([fingerprint, *values], separators=(",", ":"), ensure_ascii=False)
    return urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def from_cursor(fingerprint: str, cursor: str) -> list[Any]:
    """The values in a cursor of the list with `fingerprint`; whether they fit is not looked at.

    Raises:
        CursorError: The text is no cursor, or one of another list.
    """
    if len(cursor) > MAX_CURSOR_LENGTH:
        raise CursorError
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        parts = json.loads(urlsafe_b64decode(padded).decode())
    except (ValueError, RecursionError) as error:
        raise CursorError from error
    if not isinstance(parts, list) or not parts or parts[0] != fingerprint:
        raise CursorError
    return parts[1:]


def _entries(queryset: QuerySet[Any]) -> list[Any]:
    """What the queryset is ordered by: its own order, or that of its model."""
    query = queryset.query
    if query.order_by:
        return list(query.order_by)
    return list(queryset.model._meta.ordering) if query.default_ordering else []


def _annotated(queryset: QuerySet[Any]) -> tuple[QuerySet[Any], list[_Key]]:
    """The queryset with one annotation for each key, and the keys."""
    entries = _entries(queryset)
    if "?" in entries:
        raise ValueError("A random order has no cursors.")
    orders = [_order_by(entry) for entry in entries]
    if not any(_is_primary_key(order, queryset.model) for order in orders):
        orders.append(OrderBy(F("pk")))
    names = [f"{PREFIX}{position}" for position in range(len(orders))]
    model = queryset.model
    annotated = queryset.order_by().annotate(
        **{
            name: _as_shown(model, order.expression)
            for name, order in zip(names, orders, strict=True)
        }
    )
    keys = [
        _Key(
            alias=name,
            descending=order.descending,
            nullable=_is_nullable(_as_shown(model, order.expression), queryset),
            nulls_first=bool(order.nulls_first),
            field=annotated.query.annotations[name].output_field,
        )
        for name, order in zip(names, orders, strict=True)
    ]
    return annotated, keys


def _as_shown(model: type[Model], expression: Any) -> Any:
    """`expression`, null for rows that hide a field it reads: their place must not tell it."""
    hidden = hides_q(model, sorted({_first_step(part) for part in _parts(expression)} - {""}))
    return Case(When(hidden, then=None), default=expression) if hidden else expression


def _parts(expression: Any) -> list[Any]:
    return list(expression.flatten()) if isinstance(expression, Expression) else [expression]


def _first_step(part: Any) -> str:
    return _path(part).split("__")[0]


def _order_by(entry: Any) -> OrderBy:
    if isinstance(entry, OrderBy):
        return entry
    if isinstance(entry, str):
        return OrderBy(F(entry.lstrip("-+")), descending=entry.startswith("-"))
    if isinstance(entry, F | Expression):
        return OrderBy(entry)
    raise TypeError(f"Cannot make cursors for an order by {entry!r}.")


def _path(expression: Any) -> str:
    """The path of fields that the expression is; empty when it is anything else."""
    return str(getattr(expression, "name", "")) if type(expression) is F else ""


def _is_primary_key(order: OrderBy, model: type[Model]) -> bool:
    return _path(order.expression) in {
        "pk",
        model._meta.pk.name,
        model._meta.pk.attname,
    }


def _is_nullable(expression: Any, queryset: QuerySet[Any]) -> bool:
    """True unless every field on the way of a plain path forbids null."""
    path = _path(expression)
    if not path or path in queryset.query.annotations:
        return True
    model: Any = queryset.model
    for step in path.split("__"):
        try:
            field = model._meta.pk if step == "pk" else model._meta.get_field(step)
        except FieldDoesNotExist:
            return True
        if field.null:
            return True
        model = field.related_model if field.is_relation else None
    return False


def _to_json(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _from_json(key: _Key, value: Any) -> Any:
    """The value as the database compares it, exactly the one that was written.

    Raises:
        CursorError: Somebody changed it.
    """
    if value is None:
        if not key.nullable:
            raise CursorError
        return None
    try:
        if key.field.get_internal_type() == "BinaryField":
            return bytes.fromhex(value)
        parsed = key.field.to_python(value)
        is_same = _to_json(parsed) == value and type(_to_json(parsed)) is type(value)
        if not is_same or (isinstance(value, str) and "\0" in value.encode().decode()):
            raise CursorError
        if isinstance(parsed, datetime) and settings.USE_TZ:
            if is_naive(parsed):
                raise CursorError
            parsed.astimezone(UTC)  # as databases do; impossible at the ends of the calendar
    except (ValueError, TypeError, ArithmeticError, ValidationError) as error:
        raise CursorError from error
    if isinstance(key.field, IntegerField):
        low, high = connection.ops.integer_field_range(key.field.get_internal_type())
        if (low is not None and parsed < low) or (high is not None and parsed > high):
            raise CursorError
    return parsed
