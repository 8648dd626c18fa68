"""When an event begins and ends: from what an editor knows to instants that SQL can compare.

An editor knows a month, days, or days and times in some time zone. Lists, orders and states need
two instants, the end not included. They are columns, worked out anew whenever a row is written.
"""

from __future__ import annotations

import datetime
from calendar import monthrange
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models

from plugins.events.models.choices import Precision

ONE_DAY = datetime.timedelta(days=1)
MIDNIGHT = datetime.time()
FIRST_INSTANT = datetime.datetime.min.replace(tzinfo=datetime.UTC)
LAST_INSTANT = datetime.datetime.max.replace(tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class When:
    """What is known of an event's time; what is not known is None.

    With :attr:`Precision.MONTH` the days stand for their months.
    """

    precision: str
    time_zone: str
    start_date: datetime.date
    end_date: datetime.date | None = None
    start_time: datetime.time | None = None
    end_time: datetime.time | None = None

    @property
    def is_timed(self) -> bool:
        """True when the hour of the beginning is known."""
        return self.precision == Precision.TIME and self.start_time is not None

    @property
    def first_date(self) -> datetime.date:
        """The first day by the clocks of the place."""
        return self.start_date.replace(day=1) if self._is_month else self.start_date

    @property
    def last_date(self) -> datetime.date:
        """The last day by the clocks of the place; an end at midnight belongs to the day before."""
        last = self.end_date or self.start_date
        if self._is_month:
            return last.replace(day=monthrange(last.year, last.month)[1])
        ends_at_midnight = self.is_timed and self.end_time == MIDNIGHT
        return last - ONE_DAY if ends_at_midnight and last > self.start_date else last

    @property
    def begins_at(self) -> datetime.datetime:
        """The instant of the beginning, in UTC."""
        time = self.start_time if self.is_timed and self.start_time else MIDNIGHT
        return instant(self.first_date, time, self.time_zone)

    @property
    def ends_at(self) -> datetime.datetime:
        """The first instant when it is over, in UTC: after its last day when no hour is known."""
        if self.is_timed and self.end_time is not None:
            return instant(self.end_date or self.start_date, self.end_time, self.time_zone)
        if self.last_date == datetime.date.max:
            return LAST_INSTANT
        return instant(self.last_date + ONE_DAY, MIDNIGHT, self.time_zone)

    @property
    def _is_month(self) -> bool:
        return self.precision == Precision.MONTH


def instant(day: datetime.date, time: datetime.time, time_zone: str) -> datetime.datetime:
    """The instant in UTC when clocks in `time_zone` show `day` and `time`.

    Of an hour that comes twice the first one; in an hour that is left out, as before it.
    """
    local = datetime.datetime.combine(day, time, tzinfo=ZoneInfo(time_zone))
    try:
        return local.astimezone(datetime.UTC)
    except OverflowError:  # in UTC it is not within the years that there are
        return LAST_INSTANT if day.year == datetime.MAXYEAR else FIRST_INSTANT


def is_left_out(day: datetime.date, time: datetime.time, time_zone: str) -> bool:
    """True when clocks in `time_zone` never show `time` on `day`, because they go forward."""
    back = instant(day, time, time_zone).astimezone(ZoneInfo(time_zone))
    return back.replace(tzinfo=None) != datetime.datetime.combine(day, time)


class WorkedOut(models.Field):  # type: ignore[type-arg]  # mixed into Django's own fields
    """A column that holds what the attribute `source` of its object says. To be mixed in."""

    def __init__(self, *args: Any, source: str = "", **kwargs: Any) -> None:
        self.source = source
        super().__init__(*args, **{"editable": False, "db_index": True, **kwargs})

    def deconstruct(self) -> Any:
        """A plain field of Django's, so that migrations need nothing of this plugin."""
        name, _path, args, kwargs = super().deconstruct()
        django_field = type(self).__mro__[2]
        return name, f"django.db.models.{django_field.__name__}", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Work it out anew whenever the row is written."""
        value = getattr(model_instance, self.source)
        setattr(model_instance, self.attname, value)
        return value


class WorkedOutMoment(WorkedOut, models.DateTimeField):
    """An instant that follows from other columns."""


class WorkedOutDate(WorkedOut, models.DateField):
    """A day that follows from other columns."""
