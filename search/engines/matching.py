"""What queries mean, written to be read: a record at a time, for the engine in memory."""

from __future__ import annotations

from search.document import Keys, Record
from search.query import (
    EXTRA,
    PRIMARY,
    AnyOf,
    Best,
    Bonus,
    Filter,
    Is,
    Match,
    Not,
    Phrase,
    Prefix,
    Sum,
    Term,
    Within,
)


def score(match: Match, record: Record) -> int | None:
    """The record's score by `match`; None when it does not match."""
    if isinstance(match, Term):
        return match.weight if match.key in _keys(record, match.field, match.part) else None
    if isinstance(match, Prefix):
        keys = _keys(record, match.field, match.part)
        return match.weight if any(key.startswith(match.prefix) for key in keys) else None
    if isinstance(match, Phrase):
        row = _keys(record, match.field, PRIMARY)
        return match.weight if _holds_phrase(row, match.slots) else None
    if isinstance(match, Best):
        return max(_scores(match.parts, record), default=None)
    if isinstance(match, Sum):
        scores = _scores(match.parts, record)
        needed = len(match.parts) if match.at_least is None else match.at_least
        return sum(scores) if len(scores) >= max(needed, 1) else None
    own = score(match.match, record)
    if own is None:
        return None
    if isinstance(match, Bonus):
        return own + sum(weight for bonus, weight in match.bonuses if _holds(bonus, record))
    return own if not _scores(match.unwanted, record) else None


def applies(filter: Filter, record: Record) -> bool:
    """Whether the filter applies to the record."""
    if isinstance(filter, Is):
        return not set(filter.values).isdisjoint(keywords(record, filter.field))
    if isinstance(filter, Within):
        number = numbers(record, filter.field)
        return (
            number is not None
            and (filter.since is None or number >= filter.since)
            and (filter.until is None or number < filter.until)
        )
    if isinstance(filter, Not):
        return not applies(filter.filter, record)
    if isinstance(filter, AnyOf):
        return any(applies(part, record) for part in filter.filters)
    return all(applies(part, record) for part in filter.filters)


def keywords(record: Record, field: str) -> tuple[str, ...]:
    """The record's values of a keyword field."""
    return (record.id,) if field == "id" else tuple(record.keywords.get(field, ()))


def numbers(record: Record, field: str) -> int | None:
    """The record's value of a number field, if it has one."""
    return record.spread if field == "spread" else record.numbers.get(field)


def _scores(parts: tuple[Match, ...], record: Record) -> list[int]:
    return [found for part in parts if (found := score(part, record)) is not None]


def _holds(part: Match | Filter, record: Record) -> bool:
    if isinstance(part, Match):
        return score(part, record) is not None
    return applies(part, record)


def _keys(record: Record, field: str, part: str) -> tuple[str, ...]:
    keys = record.texts.get(field, Keys())
    if part == PRIMARY:
        return keys.primary
    return keys.extra if part == EXTRA else record.surfaces.get(field, ())


def _holds_phrase(row: tuple[str, ...], slots: tuple[tuple[str, ...], ...]) -> bool:
    return bool(slots) and any(
        all(row[start + place] in slot for place, slot in enumerate(slots))
        for start in range(len(row) - len(slots) + 1)
    )
