"""Feeds as calendars. Source: RFC 5545, and RFC 7986 for what it says of calendars as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from cms.publishing.audience import Audience, audience
from cms.website.feeds.entries import CalendarEntry, FeedEntry
from cms.website.feeds.head import Head, entry_id
from cms.website.feeds.text import address, one_line, printable

MEDIA_TYPE = "text/calendar"
MAX_ENTRIES = 1000
REFRESH = timedelta(hours=1)
ONE_DAY = timedelta(days=1)
ZONE = ZoneInfo("Europe/Prague")


def rendered(head: Head, entries: Iterable[FeedEntry]) -> bytes:
    """The entries that have a time as a calendar; the time zone of Prague is described in it."""
    calendar = Calendar()
    title = one_line(f"{head.title} – {head.site_name}")
    calendar.add("prodid", f"-//Klastr//{one_line(head.site_name)}//{head.locale.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", ZONE.key)
    calendar.add("url", head.home_url)
    if audience() is Audience.PUBLIC:  # else it has a key, which is nobody's but the user's
        calendar.add("source", head.url, parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_time_zone())
    for entry in entries:
        if entry.calendar is not None:
            calendar.add_component(_event(entry, entry.calendar, head.locale))
    return bytes(calendar.to_ical())


def _time_zone() -> Timezone:
    """The clock of Prague as rules, which hold since 1996 and have no end.

    The library would list every change of the clock up to some year; some programs read only
    rules, and others keep the first description that they meet.
    """
    zone = Timezone()
    zone.add("tzid", ZONE.key)
    summer, winter = timedelta(hours=2), timedelta(hours=1)
    for part, name, begin, month, before, after in (
        (TimezoneDaylight(), "CEST", datetime(1996, 3, 31, 2), 3, winter, summer),
        (TimezoneStandard(), "CET", datetime(1996, 10, 27, 3), 10, summer, winter),
    ):
        part.add("tzname", name)
        part.add("dtstart", begin)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        zone.add_component(part)
    return zone


def _event(entry: FeedEntry, when: CalendarEntry, locale: str) -> Event:
    event = Event()
    title = one_line(entry.title)
    event.add("uid", str(entry_id(entry, locale)))
    event.add("summary", _("Deadline: %(title)s") % {"title": title} if when.is_deadline else title)
    for name, value in _times(when).items():
        event.add(name, value)
    event.add("dtstamp", entry.updated.astimezone(UTC))
    event.add("last-modified", entry.updated.astimezone(UTC))
    if entry.published is not None:
        event.add("created", entry.published.astimezone(UTC))
    event.add("sequence", when.sequence)
    event.add("status", when.status.value)
    event.add("url", address(entry.url))
    description = _description(entry, when)
    if description:
        event.add("description", description)
    if when.location:
        event.add("location", one_line(when.location))
    if when.latitude is not None and when.longitude is not None:
        event.add("geo", (when.latitude, when.longitude))
    if entry.categories:
        event.add("categories", [one_line(category) for category in entry.categories])
    if when.is_month or when.is_deadline:
        event.add("transp", "TRANSPARENT")  # nobody is busy because of it
    return event


def _times(when: CalendarEntry) -> dict[str, Any]:
    """Start and end; the end of days is the day after the last one."""
    if when.is_month:
        last = _day(when.end or when.start)
        return {"dtstart": _day(when.start).replace(day=1), "dtend": _next_month(last)}
    if isinstance(when.start, datetime):
        start = _moment(when.start)
        if when.is_deadline or when.end is None:
            return {"dtstart": start}
        return {"dtstart": start, "dtend": max(_moment(when.end), start)}
    last = when.start if when.is_deadline else max(_day(when.end or when.start), when.start)
    return {"dtstart": when.start, "dtend": last + ONE_DAY}


def _description(entry: FeedEntry, when: CalendarEntry) -> str:
    parts = [_("The day is not known yet, only the month.")] if when.is_month else []
    if entry.summary:
        parts.append(printable(entry.summary))
    return "\n\n".join(parts)


def _day(moment: date | datetime) -> date:
    return _moment(moment).date() if isinstance(moment, datetime) else moment


def _moment(moment: date | datetime) -> datetime:
    """`moment` in the time zone of Prague.

    Raises:
        ValueError: It is a day, or does not say its time zone.
    """
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise ValueError(f"An entry of a calendar mixes days and moments: {moment!r}.")
    return moment.astimezone(ZONE)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
