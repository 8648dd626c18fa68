"""When public state changes by the clock alone: a deadline passes, an article's day comes.

Between two such moments everything public follows from the number of the last change, so that what
is derived from it can be kept. Moments are: midnight, when a page expires, and what
page types say of theirs: ``changes_around``, a class method that gets a moment and returns the last
one up to it and the first one after it at which a state, or what the type hides, changes (each None
for none; :func:`around` finds them).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import Max, Min, Q
from django.utils import timezone
from wagtail.models import Page

from cms.plugin import scope
from cms.plugin.registry import registry
from cms.publishing import epoch

Around = tuple[datetime | None, datetime | None]


class Stamp(NamedTuple):
    """A state of everything public: the number of the last change, and between which moments.

    What was derived before `since` may be another now; from `until` on it may be once more.
    """

    number: int
    since: datetime
    until: datetime


_last: Stamp | None = None


def current_stamp() -> Stamp | None:
    """The state when the request began to read; None where nothing may be kept, see `scope`."""
    found = scope.stamp()
    return found if isinstance(found, Stamp) else None


def stamp() -> Stamp:
    """The state now; one statement unless something has changed."""
    global _last
    number, now = epoch.number(), timezone.now()
    known = _last
    if known is None or known.number != number or not known.since <= now < known.until:
        known = _last = Stamp(number, *moments_around(now))
    return known


def unchanged_stamp() -> Stamp | None:
    """The state now, by the least possible effort; None when it may be another than the last one.

    One statement, by the driver of this thread's open connection.
    """
    known, now = _last, timezone.now()
    if known is None or not known.since <= now < known.until:
        return None
    return known if epoch.number_by_open_connection() == known.number else None


def forget() -> None:
    """Drop what is known: this process has another database now."""
    global _last
    _last = None


def moments_around(now: datetime) -> tuple[datetime, datetime]:
    """The last moment up to `now`, and the first after it, at which public state changes itself.

    One statement for each type of pages that has such moments.
    """
    today = timezone.localdate(now)
    passed, coming = [_midnight(today)], [_midnight(today + timedelta(days=1))]
    for before, after in _moments(now):
        if before is not None:
            passed.append(before)
        if after is not None:
            coming.append(after)
    return max(passed), min(coming)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _moments(now: datetime) -> Iterator[Around]:
    yield around(Page, now, [("expire_at", timedelta())])
    for model in registry().page_models(frozenset(registry().plugins)):
        rule = getattr(model, "changes_around", None)
        if rule:
            yield rule(now)


def around(model: type[Page], now: datetime, moments: Iterable[tuple[str, timedelta]]) -> Around:
    """The last moment up to `now` and the first after it, of live pages; None where is none.

    Each moment is a column, shifted by so much. One statement.
    """
    shifts = list(moments)
    wanted: dict[str, Any] = {}
    for number, (name, shift) in enumerate(shifts):
        wanted[f"before_{number}"] = Max(name, filter=Q(**{f"{name}__lte": now - shift}))
        wanted[f"after_{number}"] = Min(name, filter=Q(**{f"{name}__gt": now - shift}))
    found = model._default_manager.filter(live=True).aggregate(**wanted)

    def shifted(side: str) -> Iterator[datetime]:
        for number, (_name, shift) in enumerate(shifts):
            moment = found[f"{side}_{number}"]
            if moment is not None:
                yield moment + shift

    return max(shifted("before"), default=None), min(shifted("after"), default=None)
