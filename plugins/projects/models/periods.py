"""Periods whose ends are known to the day, to the month or only to the year.

A date that is not known to the day stands for the whole month or year: a beginning is stored as
its first day, an end as its last, so that databases compare them like any others.
"""

from __future__ import annotations

import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import models

from plugins.projects.models.choices import Precision

DAY = datetime.timedelta(days=1)


def first_day(date: datetime.date, precision: str) -> datetime.date:
    """The first day of the day, month or year that `date` is in."""
    if precision == Precision.YEAR:
        return date.replace(month=1, day=1)
    return date.replace(day=1) if precision == Precision.MONTH else date


def last_day(date: datetime.date, precision: str) -> datetime.date:
    """The last day of the day, month or year that `date` is in."""
    first = first_day(date, precision)
    if precision == Precision.YEAR:
        return first + relativedelta(years=1) - DAY
    return first + relativedelta(months=1) - DAY if precision == Precision.MONTH else date


def written(date: datetime.date | None, precision: str) -> str | None:
    """The date as far as it is known: ``2018``, ``2025-03`` or ``2021-01-01``. Source: ISO 8601."""
    if date is None:
        return None
    return {Precision.YEAR: f"{date:%Y}", Precision.MONTH: f"{date:%Y-%m}"}.get(
        Precision(precision), date.isoformat()
    )


class LastDayField(models.DateField):
    """The last day of a project: its end, or its start and duration. Kept by the database layer.

    None while neither is known.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(null=True, blank=True, editable=False, db_index=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """A plain date, so that migrations do not import the plugin."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, {**kwargs, "editable": False}

    def pre_save(self, model_instance: models.Model, add: bool) -> datetime.date | None:
        """Compute the day anew whenever the row is written."""
        project: Any = model_instance
        day = project.end_on
        if day is None and project.start_on and project.duration_months:
            after = project.start_on + relativedelta(months=project.duration_months)
            day = last_day(after - DAY, project.start_precision)
        setattr(model_instance, self.attname, day)
        return day
