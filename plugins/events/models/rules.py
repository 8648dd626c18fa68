"""What an event may not say of itself, and at which field of the form that stands."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plugins.events.models.choices import Precision
from plugins.events.models.moments import is_left_out

if TYPE_CHECKING:
    from plugins.events.models.event import EventPage

Wrong = dict[str, Promise]
YEARS = range(1990, 2101)


def check_event(event: EventPage) -> None:
    """Refuse an event whose facts contradict one another.

    Raises:
        ValidationError: With a message for each field.
    """
    wrong: Wrong = _wrong_years(event)
    if wrong:
        raise ValidationError(dict(wrong))
    if event.time_zone not in available_timezones():
        wrong["time_zone"] = _("There is no such time zone; use a name such as Europe/Prague.")
    elif event.start_date and event.precision:  # what is missing has been refused by its field
        wrong = _wrong_times(event) or _wrong_order(event)
    if (event.latitude is None) != (event.longitude is None):
        wrong["longitude"] = _("Enter both latitude and longitude, or neither of them.")
    if event.online_url and not event.is_online:
        wrong["is_online"] = _("Tick this, or leave out the address of the online meeting.")
    if wrong:
        raise ValidationError(dict(wrong))
    if any(related.page_id == event.pk for related in event.related_events.all() if event.pk):
        raise ValidationError(_("An event is not related to itself."))


def _wrong_years(event: EventPage) -> Wrong:
    """Dates with a mistyped year."""
    days = {
        name: getattr(event, name) for name in ("start_date", "end_date", "registration_deadline")
    }
    return {
        name: _("Enter a year from 1990 to 2100.")
        for name, day in days.items()
        if day and day.year not in YEARS
    }


def _wrong_times(event: EventPage) -> Wrong:
    """Times that the precision forbids or needs, and times that clocks never show."""
    wrong: Wrong = {}
    if event.precision != Precision.TIME:
        for name in ("start_time", "end_time"):
            if getattr(event, name) is not None:
                wrong[name] = _("Choose “day and time” above, or leave the time out.")
        return wrong
    if event.start_time is None:
        wrong["start_time"] = _("Enter when it begins, or choose that only the day is known.")
    for day, name in ((event.start_date, "start_time"), (event.end_date, "end_time")):
        time = getattr(event, name)
        if time and is_left_out(day or event.start_date, time, event.time_zone):
            wrong[name] = _("Clocks go forward on this day and leave this time out.")
    return wrong


def _wrong_order(event: EventPage) -> Wrong:
    if event.end_date and event.end_date < event.start_date:
        return {"end_date": _("The event ends before it starts.")}
    if event.when.ends_at <= event.when.begins_at:
        return {
            "end_time": _(
                "The event ends before it starts. When it ends after midnight, enter the day of "
                "its end as well."
            )
        }
    deadline = event.registration_deadline
    if deadline and deadline > event.when.last_date:
        return {"registration_deadline": _("One cannot register after the event is over.")}
    return {}
