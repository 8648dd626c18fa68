"""The conditions of a search: what clients give, as engines are asked for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils import timezone

from cms.graphql.errors import ApiError
from cms.graphql.filters import Choices, Pages
from cms.graphql.filters.pagefilter import check_length
from cms.graphql.filters.ranges import ends_of
from cms.graphql.search.facts import FLAG, RANGE, Fact, Source
from cms.publishing.clock import current_stamp
from search.query import AllOf, AnyOf, Buckets, Facet, Filter, Is, Not, Within

TYPE, LOCALE, ID = "type", "locale", "id"
HUNDREDTHS = 100
MAX_FACET_VALUES = 100
KEPT = 64  # facts at a moment: what is made of them is used until a state becomes another one
# Documents have whole seconds: what becomes another one at a moment has done so in them by then.
SETTLED = timedelta(seconds=2)


def conditions(
    given: Mapping[str, Any] | None, facts: Mapping[str, Fact], now: datetime
) -> dict[str, Filter]:
    """The filters of `given` by name; null and what is absent narrow by their defaults, if any.

    Raises:
        ApiError: A range ends before it begins, or a number is too large.
        LimitError: A list is too long.
    """
    found: dict[str, Filter] = {}
    for name, value in (given or {}).items():
        if value is None:
            continue
        if name == TYPE:
            found[name] = Is(TYPE, tuple(_checked(value, name)))
        elif name == LOCALE:
            found[name] = Is(LOCALE, tuple(str(code.value) for code in _checked(value, name)))
        else:
            found[name] = _condition(facts[name], value, now)
    for name, fact in facts.items():
        if fact.limited and name not in found:
            found[name] = _default(fact, now)
    return found


def moment() -> datetime:
    """The moment for which states are asked: now, or one since which none has become another.

    What is asked for is the same then from one question to the next, and so is what is made of it.
    """
    now, known = timezone.now(), current_stamp()
    return now if known is None else min(now, known.since + SETTLED)


@lru_cache(KEPT)
def _default(fact: Fact, now: datetime) -> Filter:
    """What lists leave out unless it is asked for, such as what is closed; of their types only."""
    parts: list[Filter] = []
    for source in fact.limited:
        listed = {str(getattr(code, "value", code)) for code in source.field.default or ()}
        parts += [
            Not(filter) for code, filter in _computed(source, now).items() if code not in listed
        ]
    return AllOf(tuple(parts))


def _condition(fact: Fact, value: Any, now: datetime) -> Filter:
    if fact.shape == RANGE:
        return _between(fact, *ends_of(value, fact.shown_name))
    if fact.shape == FLAG:
        value = ["true" if value else "false"]
    wanted = _checked(value, fact.shown_name)
    parts = [
        filter
        for source in fact.sources
        if source.computed is not None
        for code, filter in _computed(source, now).items()
        if code in codes_of([source], wanted)
    ]
    stored = [source for source in fact.sources if source.computed is None]
    if stored:
        parts.append(Is(fact.name, codes_of(stored, wanted)))
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


def _checked(values: Sequence[Any], name: str) -> Sequence[Any]:
    check_length(values, name)
    return values


def codes_of(sources: Iterable[Source], given: Sequence[str]) -> tuple[str, ...]:
    """The codes, as documents have them, of values that clients give; unknown ones have none."""
    codes: dict[str, None] = {}
    fields = {type(source.field): source.field for source in sources}
    for source in sources:
        if isinstance(source.field, Choices):
            members = source.field.values.__members__
            codes |= {str(members[name].value): None for name in given if name in members}
    for kind, field in fields.items():
        if issubclass(kind, Pages):
            codes |= {str(key): None for key in sorted(map(str, field.chosen(given)))}
        elif not issubclass(kind, Choices):
            codes |= dict.fromkeys(map(str, given))
    return tuple(codes)


@lru_cache(KEPT)
def _computed(source: Source, now: datetime) -> Mapping[str, Filter]:
    """Which documents of the type have which code at a moment."""
    if source.computed is None:
        return {}
    only = Is(TYPE, (source.type_name,))
    return {code: AllOf((only, filter)) for code, filter in source.computed(now).items()}


def _between(fact: Fact, since: Any, until: Any) -> Filter:
    """Both ends count; a range of documents overlaps the asked one."""
    lower, upper = _number(since), _number(until)
    beyond = None if upper is None else upper + 1
    if not fact.has_end:
        return Within(fact.name, lower, beyond)
    return AllOf((Within(fact.name, None, beyond), Within(f"{fact.name}_end", lower, None)))


def _number(end: Any) -> int | None:
    """The end of a range as documents hold it: days as ordinals, amounts in hundredths."""
    if end is None:
        return None
    if isinstance(end, date):
        return end.toordinal()
    return round(end * HUNDREDTHS) if isinstance(end, Decimal) else int(end)


def facet_questions(
    names: Collection[str], facts: Mapping[str, Fact], now: datetime
) -> tuple[Facet | Buckets, ...]:
    """What an engine is asked for each facet.

    Raises:
        ApiError: There is no facet of that name.
    """
    if not names:
        return ()
    by_shown_name = {fact.shown_name: fact for fact in facts.values() if fact.is_facet}
    asked: dict[str, Facet | Buckets] = {}
    for name in names:
        if name in {TYPE, LOCALE}:
            asked[name] = Facet(name, name)
        elif name in by_shown_name:
            fact = by_shown_name[name]
            asked[fact.name] = _facet(fact, now)
        else:
            known = ", ".join([LOCALE, TYPE, *sorted(by_shown_name)])
            raise ApiError(
                f"There is no facet “{name[:50]}”; there are {known}.", argument="facets"
            )
    return tuple(asked.values())


@lru_cache(KEPT)
def _facet(fact: Fact, now: datetime) -> Facet | Buckets:
    computed: dict[str, list[Filter]] = {}
    for source in fact.sources:
        for code, filter in _computed(source, now).items():
            computed.setdefault(code, []).append(filter)
    if not computed:
        return Facet(fact.name, fact.name, limit=MAX_FACET_VALUES)
    return Buckets(fact.name, tuple((code, AnyOf(tuple(f))) for code, f in computed.items()))


def languages() -> tuple[str, ...]:
    """The codes of the languages of the content."""
    return tuple(code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES)
