"""Fields of a filter for ranges of dates and numbers; both ends count, an open end is left out."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import graphene
from django.db.models import DateTimeField, Model, Q
from django.utils.timezone import get_current_timezone

from cms.graphql.errors import ApiError
from cms.graphql.filters.fields import FilterField, column_of, having

FIRST_DAY = date(1, 1, 2)  # the day before has no midnight in UTC
LARGEST = Decimal(10) ** 15


class DateRange(graphene.InputObjectType):
    """Days, both ends included; an end that is left out is open."""

    since = graphene.Date(description="The first day.")
    until = graphene.Date(description="The last day.")


class IntRange(graphene.InputObjectType):
    """Whole numbers, both ends included; an end that is left out is open."""

    since = graphene.Int(description="The smallest.")
    until = graphene.Int(description="The largest.")


class DecimalRange(graphene.InputObjectType):
    """Decimal numbers, both ends included; an end that is left out is open."""

    since = graphene.Decimal(description="The smallest.")
    until = graphene.Decimal(description="The largest.")


class Dates(FilterField):
    """``DateRange``: rows whose day, by the calendar of the site, is in the range.

    With `end`, the path of a last day, rows whose days overlap the range; a row without a last day
    lasts one day.
    """

    def __init__(self, path: str, *, description: str, end: str = "") -> None:
        reads = [name.split("__")[0] for name in (path, end) if name]
        super().__init__(DateRange, path, description=description, reads=reads)
        self.end = end

    def condition(self, model: type[Model], wanted: Any, name: str) -> Q:
        """The condition to be in the range or to overlap it."""
        since, until = ends_of(wanted, name)
        condition = Q()
        if until is not None:
            condition &= Q(**{f"{self.path}__lte": _last(model, self.path, until)})
        if since is not None:
            later = Q(**{f"{self.path}__gte": _first(model, self.path, since)})
            if self.end:
                later = Q(**{f"{self.end}__gte": _first(model, self.end, since)}) | (
                    Q(**{f"{self.end}__isnull": True}) & later
                )
            condition &= later
        return having(model, self.path, condition)


class Numbers(FilterField):
    """``IntRange``, or another type with ``since`` and ``until``: rows whose number is between."""

    def __init__(self, path: str, *, description: str, range: type = IntRange) -> None:
        super().__init__(range, path, description=description)

    def condition(self, model: type[Model], wanted: Any, name: str) -> Q:
        """The condition to be in the range."""
        since, until = ends_of(wanted, name)
        condition = Q()
        if since is not None:
            condition &= Q(**{f"{self.path}__gte": since})
        if until is not None:
            condition &= Q(**{f"{self.path}__lte": until})
        return having(model, self.path, condition)


def ends_of(wanted: Any, name: str) -> tuple[Any, Any]:
    """The two ends of a range; None for an open one.

    Raises:
        ApiError: It ends before it begins, or an end is no number of this world.
    """
    since, until = wanted.get("since"), wanted.get("until")
    for end in (since, until):
        if isinstance(end, Decimal) and not (end.is_finite() and end.copy_abs() < LARGEST):
            raise ApiError(f"A number in “{name}” is too large.", argument=name)
    if since is not None and until is not None and since > until:
        raise ApiError(
            f"“since” must not be after “until” in “{name}”: {since}, {until}.", argument=name
        )
    return since, until


def _first(model: type[Model], path: str, day: date) -> date | datetime:
    """The first moment of `day` as the column holds it."""
    if not isinstance(column_of(model, path)[0], DateTimeField):
        return day
    return datetime.combine(max(day, FIRST_DAY), time.min, get_current_timezone())


def _last(model: type[Model], path: str, day: date) -> date | datetime:
    """The last moment of `day` as the column holds it."""
    if not isinstance(column_of(model, path)[0], DateTimeField):
        return day
    return datetime.combine(max(day, FIRST_DAY), time.max, get_current_timezone())
