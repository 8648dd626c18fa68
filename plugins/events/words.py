"""The time of an event in words, no more exact than it is known: “červen 2026”."""

from __future__ import annotations

import datetime

from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_ALT

from plugins.events.models.choices import Precision
from plugins.events.models.moments import When

NBSP = "\N{NO-BREAK SPACE}"
DASH = "\N{EN DASH}"


def in_words(when: When, locale: str) -> str:
    """When it is, in Czech ("cs") or English ("en")."""
    if when.precision == Precision.MONTH:
        return _months(when.first_date, when.last_date, locale)
    if when.is_timed:
        return _times(when, locale)
    return _days(when.first_date, when.last_date, locale)


def _months(first: datetime.date, last: datetime.date, locale: str) -> str:
    begins, ends = (f"{_name(day, locale)}{NBSP}{day.year}" for day in (first, last))
    if begins == ends:
        return begins
    if first.year == last.year:
        return f"{_name(first, locale)}{DASH}{ends}"
    return f"{begins} {DASH} {ends}"


def _days(first: datetime.date, last: datetime.date, locale: str) -> str:
    dot = "." if locale == "cs" else ""
    ends = _day(last, locale)
    if first == last:
        return ends
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{dot}{DASH}{ends}"
    if first.year == last.year:
        return f"{first.day}{dot}{NBSP}{_name(first, locale, of=True)} {DASH} {ends}"
    return f"{_day(first, locale)} {DASH} {ends}"


def _times(when: When, locale: str) -> str:
    begins = f"{_day(when.start_date, locale)} {_hour(when.start_time, locale)}"
    last = when.end_date or when.start_date
    if when.end_time is None:
        if last != when.start_date:
            return f"{begins} {DASH} {_day(last, locale)}"
        since = "od" if locale == "cs" else "from"
        return f"{_day(last, locale)} {since}{NBSP}{_hour(when.start_time, locale)}"
    until = _hour(when.end_time, locale)
    if last == when.start_date:
        return f"{begins}{DASH}{until}"
    return f"{begins} {DASH} {_day(last, locale)} {until}"


def _day(day: datetime.date, locale: str) -> str:
    dot = "." if locale == "cs" else ""
    return f"{day.day}{dot}{NBSP}{_name(day, locale, of=True)}{NBSP}{day.year}"


def _name(day: datetime.date, locale: str, *, of: bool = False) -> str:
    """The name of the month; `of` it when a day comes before it, which Czech inflects."""
    with translation.override(locale):
        name = str((MONTHS_ALT if of else MONTHS)[day.month])
    return name.lower() if locale == "cs" else name


def _hour(time: datetime.time | None, locale: str) -> str:
    if time is None:
        return ""
    return f"{time.hour}:{time.minute:02}" if locale == "cs" else f"{time:%H:%M}"
