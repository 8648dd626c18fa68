"""Feeds as calendars. Source: RFC 5545, and RFC 7986 for what it says of calendars as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from cms.publishing.audience import Audience, audience
from cms.website.feeds.entries import CalendarEntry, FeedEntry
from cms.website.feeds.head import Head, entry_id
from cms.website.feeds.text import address, one_line, printable

MAX_ENTRIES = 1000
REFRESH = timedelta(hours=1)
ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(weeks=1)
ONE_SECOND = timedelta(seconds=1)
YEARS = range(2, 9999)  # beyond them days have no neighbours, and no zone can be reckoned
ZONE = ZoneInfo("Europe/Prague")


def rendered(head: Head, entries: Iterable[FeedEntry]) -> bytes:
    """The entries as a calendar, in which all time zones that it names are described.

    An entry of a year that cannot be reckoned with is left out, for the sake of the others.
    """
    known = ((entry, entry.calendar or undated(entry)) for entry in entries)
    dated = [(entry, when) for entry, when in known if _is_possible(when)]
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
    events = [_event(entry, when, head.locale) for entry, when in dated]
    for component in (_time_zone(), *_foreign_zones(when for _entry, when in dated), *events):
        calendar.add_component(component)
    return bytes(calendar.to_ical())


def undated(entry: FeedEntry) -> CalendarEntry:
    """An entry that has no date of its own, on the day when it was published.

    Most programs show nothing of a VTODO, so it is a day like others, which says what it is.
    """
    day = (entry.published or entry.updated).astimezone(ZONE).date()
    return CalendarEntry(start=day, is_undated=True)


def _is_possible(when: CalendarEntry) -> bool:
    return all(moment is None or moment.year in YEARS for moment in (when.start, when.end))


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


def _foreign_zones(times: Iterable[CalendarEntry]) -> list[Timezone]:
    """The clocks of the other zones that moments name, in the years that they name."""
    years: dict[str, set[int]] = {}
    for when in times:
        for moment in (when.start, when.end):
            if isinstance(moment, datetime):
                local = _moment(moment)
                year = min(max(local.year, YEARS.start + 1), YEARS.stop - 2)
                years.setdefault(str(local.tzinfo), set()).update((year - 1, year, year + 1))
    return [
        _described(ZoneInfo(key), found)
        for key, found in sorted(years.items())
        if key not in {ZONE.key, "UTC"}  # UTC needs no description
    ]


def _described(zone: ZoneInfo, years: set[int]) -> Timezone:
    """The clock of `zone` with each of its changes in some years.

    Each is a part of its own: of the lists of dates that the library would make of them some
    programs read only the beginning.
    """
    described = Timezone()
    described.add("tzid", zone.key)
    for year in sorted(years):
        if year - 1 not in years:
            begin = datetime(year, 1, 1, tzinfo=UTC)
            described.add_component(_change(zone, begin, begin))
        for moment in _changes(zone.key, year):
            described.add_component(_change(zone, moment - ONE_SECOND, moment))
    return described


@lru_cache(maxsize=1000)
def _changes(key: str, year: int) -> tuple[datetime, ...]:
    """The moments of `year` from which the clocks of a zone are put otherwise."""
    zone = ZoneInfo(key)
    begin, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    found = []
    while begin < end:
        following = min(begin + ONE_WEEK, end)  # no zone changes twice within a week
        if _offset(zone, begin) != _offset(zone, following):
            found.append(_first_change(zone, begin, following))
        begin = following
    return tuple(found)


def _first_change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The second between the two from which the clocks are as they are at `after`."""
    offset = _offset(zone, before)
    while after - before > ONE_SECOND:
        middle = before + timedelta(seconds=(after - before) // ONE_SECOND // 2)
        if _offset(zone, middle) == offset:
            before = middle
        else:
            after = middle
    return after


def _change(
    zone: ZoneInfo, before: datetime, moment: datetime
) -> TimezoneDaylight | TimezoneStandard:
    """The part of a description that begins at `moment`, the clock being as it was at `before`."""
    local = moment.astimezone(zone)
    part = TimezoneDaylight() if local.dst() else TimezoneStandard()
    part.add("tzname", local.tzname() or zone.key)
    part.add("dtstart", (moment + _offset(zone, before)).replace(tzinfo=None))
    part.add("tzoffsetfrom", _offset(zone, before))
    part.add("tzoffsetto", _offset(zone, moment))
    return part


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


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
    for file in entry.attachments:
        event.add("attach", address(file.url), parameters={"FMTTYPE": one_line(file.media_type)})
    if when.is_month or when.is_deadline or when.is_undated:
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
    parts = [printable(when.note)] if when.note else []
    if when.is_month:
        parts.append(_("The day is not known yet, only the month."))
    if when.is_undated:
        parts.append(_("It has no date: it stands on the day when it was published."))
    if entry.summary:
        parts.append(printable(entry.summary))
    return "\n\n".join(parts)


def _day(moment: date | datetime) -> date:
    return _moment(moment).date() if isinstance(moment, datetime) else moment


def _moment(moment: date | datetime) -> datetime:
    """`moment` by the clocks of its zone; of Prague, when it tells no more than an offset.

    Raises:
        ValueError: It is a day, or does not say its time zone.
    """
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise ValueError(f"An entry of a calendar mixes days and moments: {moment!r}.")
    is_named = isinstance(moment.tzinfo, ZoneInfo) and moment.tzinfo.key
    return moment if is_named else moment.astimezone(ZONE)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
