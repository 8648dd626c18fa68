"""When an opportunity opens and closes, as moments that every database compares alike.

People write days and hours of Prague; the columns here hold the moments that follow from them, in
UTC. They are kept by the database layer itself whenever the row is written, so that the state can
be asked for in SQL. The state is stored nowhere.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models

ZONE = ZoneInfo("Europe/Prague")
LAST_DAY = date(2199, 12, 31)


def moment_of(day: date, at: time) -> datetime:
    """The moment when clocks in Prague show `at` on `day`, in UTC.

    On the night when clocks go back an hour comes twice: the later one counts. On the night when
    they go forward an hour is missing: what lies in it counts from the hour before.
    """
    shown = datetime.combine(day, at, ZONE)
    return max(shown.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def end_of(day: date, at: time | None = None) -> datetime:
    """The first moment that is too late: `at`, or else the beginning of the next day."""
    return moment_of(day + timedelta(days=1), time.min) if at is None else moment_of(day, at)


def last_deadline(page: Any) -> tuple[date | None, time | None]:
    """The deadline that counts: of the last extension, or else the first one."""
    day, at = page.deadline_on, page.deadline_time
    for extension in page.extensions.all():
        if extension.deadline_on is not None:
            day, at = extension.deadline_on, extension.deadline_time or at
    return day, at


def closing_moment(page: Any) -> datetime | None:
    """The first moment when it is too late to apply; None when there is no such moment."""
    day, at = last_deadline(page)
    ends = [] if day is None else [end_of(day, at)]
    if page.filled_on is not None:
        ends.append(moment_of(page.filled_on, time.min))
    return min(ends, default=None)


class _Kept:
    """A column that is computed whenever its row is written."""

    PLAIN = ""  # the column's class as migrations know it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(null=True, editable=False, db_index=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """A plain column: migrations need not know how it is computed."""
        name, _path, args, kwargs = super().deconstruct()  # type: ignore[misc]  # of the field
        return name, f"django.db.models.{self.PLAIN}", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Compute the value anew."""
        value = self.computed(model_instance)
        setattr(model_instance, self.attname, value)  # type: ignore[attr-defined]  # of the field
        return value

    def computed(self, page: Any) -> Any:
        """The value for `page`."""
        raise NotImplementedError


class ClosesAtField(_Kept, models.DateTimeField):
    """The first moment when it is too late; null when nothing says when."""

    PLAIN = "DateTimeField"

    def computed(self, page: Any) -> datetime | None:
        """From the deadline, its extensions, and the day when the place was filled."""
        return closing_moment(page)


class ClosesOnField(_Kept, models.DateField):
    """The day of the deadline that counts."""

    PLAIN = "DateField"

    def computed(self, page: Any) -> date | None:
        """Of the last extension, or else the first deadline."""
        return last_deadline(page)[0]


class OpensAtField(_Kept, models.DateTimeField):
    """The moment from which one may apply; null when that was always so."""

    PLAIN = "DateTimeField"

    def computed(self, page: Any) -> datetime | None:
        """The beginning of the opening day."""
        return None if page.opening_on is None else moment_of(page.opening_on, time.min)


DAYS = {"hours": 0, "days": 1, "weeks": 7, "months": 30, "years": 365}


class DaysField(_Kept, models.PositiveIntegerField):
    """A duration in days, so that durations in different units can be compared."""

    PLAIN = "PositiveIntegerField"

    def computed(self, page: Any) -> int | None:
        """A month counts 30 days, a year 365, hours are one day."""
        return None if page.duration is None else max(1, page.duration * DAYS[page.duration_unit])
