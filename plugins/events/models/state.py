"""Where events stand in time, as SQL expressions: nothing is stored, so nothing goes stale."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Expression,
    IntegerField,
    Q,
    Value,
    When,
)
from django.utils import timezone

from plugins.events.models.choices import Precision, State, Status

# The moments at which a state becomes another one.
CHANGES = tuple((name, timedelta()) for name in ("begins_at", "ends_at", "registration_closes_at"))


class Present(Expression):
    """The moment when the query runs, by the clock of this process.

    Unlike a value it reads the same in every query, so cursors of a list that is ordered by it
    stay good.
    """

    def __init__(self) -> None:
        super().__init__(output_field=DateTimeField())

    def __repr__(self) -> str:
        return "Present()"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """The moment as a parameter."""
        return compiler.compile(Value(timezone.now(), output_field=self.output_field))


def is_past() -> Q:
    """The condition to be over. What was postponed without a date is still to come."""
    return Q(ends_at__lte=Present()) & ~Q(status=Status.POSTPONED)


def state() -> Case:
    """The :class:`State` of an event.

    Known to the month only, it is to come until the month is over: it may not have begun.
    """
    return Case(
        When(is_past(), then=Value(State.PAST.value)),
        When(
            Q(begins_at__gt=Present()) | Q(precision=Precision.MONTH) | Q(status=Status.POSTPONED),
            then=Value(State.UPCOMING.value),
        ),
        default=Value(State.RUNNING.value),
        output_field=CharField(),
    )


def can_register() -> Q:
    """The condition that one can register now: there is where to, and it is not too late."""
    return (
        Q(registration_closes_at__gt=Present())
        & ~Q(registration_url="")
        & Q(status=Status.SCHEDULED)
    )


def upcoming_first() -> tuple[Any, ...]:
    """The order in which people read a calendar: what is to come by date, then what is over, the
    latest first.
    """
    over = Case(When(is_past(), then=Value(1)), default=Value(0), output_field=IntegerField())
    coming = Case(
        When(is_past(), then=Value(None)), default="begins_at", output_field=DateTimeField()
    )
    return over, coming, "-begins_at", "title_key"
