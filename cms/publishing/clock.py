"""When public state changes by the clock alone: a deadline passes, an article's day comes.

Between two such moments everything public follows from the number of the last change, so that what
is derived from it can be kept. Moments are: midnight, when a page expires, and what
page types say of theirs: ``changes_around``, a class method that gets a moment and returns the last
one up to it and the first one after it at which a state, or what the type hides, changes (each None
for none; :func:`around` finds them).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Max, Min, Q, Value
from django.utils import timezone
from wagtail.models import Page

from cms.plugin import scope
from cms.plugin.registry import registry
from cms.publishing import epoch
from cms.publishing.rows import Statement

Around = tuple[datetime | None, datetime | None]


class Stamp(NamedTuple):
    """A state of everything public: the number of the last change, and between which moments.

    What was derived before `since` may be another now; from `until` on it may be once more.
    """

    number: int
    since: datetime
    until: datetime


_last: Stamp | None = None
_of_types: dict[str, tuple[int, Around]] = {}  # by tag: the number of its last change, its moments


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
        known = _last = Stamp(number, *_outermost(now, _known_moments(now)))
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
    _of_types.clear()


def moments_around(now: datetime) -> tuple[datetime, datetime]:
    """The last moment up to `now`, and the first after it, at which public state changes itself.

    One statement for each type of pages that has such moments.
    """
    return _outermost(now, [rule(now) for _tag, rule in _rules()])


def _outermost(now: datetime, moments: Iterable[Around]) -> tuple[datetime, datetime]:
    """The last of all that are over, and the first of all that come; midnight is one of them."""
    today = timezone.localdate(now)
    passed, coming = [_midnight(today)], [_midnight(today + timedelta(days=1))]
    for before, after in moments:
        if before is not None:
            passed.append(before)
        if after is not None:
            coming.append(after)
    return max(passed), min(coming)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _known_moments(now: datetime) -> Iterator[Around]:
    """The moments of all types; read again only for those of which a page has changed since.

    One statement and one for each of these: of many pages it takes longer than anything else.
    """
    rules = _rules()
    numbers = epoch.numbers([tag for tag, _rule in rules])
    for tag, rule in rules:
        number, (before, after) = _of_types.get(tag, (-1, (None, None)))
        is_over = (before and now < before) or (after and after <= now)
        if number != numbers.get(tag, 0) or is_over:
            before, after = rule(now)
            _of_types[tag] = numbers.get(tag, 0), (before, after)
        yield before, after


def _rules() -> list[tuple[str, Callable[[datetime], Around]]]:
    """What tells moments, by the tag that grows when they may be others."""
    rules: list[tuple[str, Callable[[datetime], Around]]] = [(epoch.PAGES, _expiry)]
    for model in registry().page_models(frozenset(registry().plugins)):
        rule = getattr(model, "changes_around", None)
        if rule:
            rules.append((epoch.type_tag(model), rule))
    return rules


def _expiry(now: datetime) -> Around:
    return around(Page, now, [("expire_at", timedelta())])


def around(model: type[Page], now: datetime, moments: Iterable[tuple[str, timedelta]]) -> Around:
    """The last moment up to `now` and the first after it, of live pages; None where is none.

    Each moment is a column, shifted by so much. One statement.
    """
    key = model, tuple(moments)
    found = _extremes.get(key) or _extremes.setdefault(key, _Extremes(*key))
    shifts = found.shifts
    over, to_come = found.at(now)
    passed = [moment + shift for moment, shift in zip(over, shifts, strict=True) if moment]
    coming = [moment + shift for moment, shift in zip(to_come, shifts, strict=True) if moment]
    return max(passed, default=None), min(coming, default=None)


class _Extremes:
    """The statement that finds moments of a type, put together once: each change asks it anew."""

    def __init__(self, model: type[Page], moments: Iterable[tuple[str, timedelta]]) -> None:
        self.model = model
        names, self.shifts = zip(*moments, strict=True)
        wanted: dict[str, Any] = {}
        marks = {}
        for number, (name, shift) in enumerate(zip(names, self.shifts, strict=True)):
            mark = datetime(1900, 1, 1, tzinfo=UTC) + timedelta(days=number)
            wanted[f"before_{number}"] = Max(name, filter=Q(**{f"{name}__lte": mark}))
            wanted[f"after_{number}"] = Min(name, filter=Q(**{f"{name}__gt": mark}))
            marks[_stored(mark)] = shift
        live = model._default_manager.filter(live=True).order_by()
        rows = live.annotate(_all=Value(1)).values("_all").annotate(**wanted).values_list(*wanted)
        self._statement = Statement(rows)
        self._shifts = [marks.get(each) for each in self._statement.params]

    def at(self, now: datetime) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        """Of each moment the last up to `now`, and of each the first after it; one statement."""
        params = [
            own if shift is None else _stored(now - shift)
            for own, shift in zip(self._statement.params, self._shifts, strict=True)
        ]
        (row,) = self._statement.rows(params) or [(None,) * (2 * len(self.shifts))]
        return row[::2], row[1::2]


_extremes: dict[tuple[type[Page], tuple[tuple[str, timedelta], ...]], _Extremes] = {}


def _stored(moment: datetime) -> Any:
    """A moment as the database's driver takes it."""
    return connection.ops.adapt_datetimefield_value(moment)
