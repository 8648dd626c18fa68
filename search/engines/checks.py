"""What is asked of an engine is checked here before it is asked, the same way for every engine."""

from __future__ import annotations

from collections.abc import Container, Iterator

from search.document import Schema
from search.engine import WrongQuestion
from search.query import (
    EXTRA,
    MAX_FIRST,
    MAX_SCORE,
    PRIMARY,
    SURFACE,
    AllOf,
    AnyOf,
    Best,
    Bonus,
    Except,
    Facet,
    Filter,
    Find,
    Is,
    Match,
    Not,
    Phrase,
    Prefix,
    Sum,
    Term,
    Within,
)


def check(question: Find, schema: Schema) -> None:
    """Nothing, when the question can be asked of an index with this schema.

    Raises:
        WrongQuestion: When a field is not there, too many hits are asked for, or scores could
            grow beyond what all engines count exactly.
    """
    if not 0 <= question.first <= MAX_FIRST:
        raise WrongQuestion(f"From 0 to {MAX_FIRST} hits can be asked for, not {question.first}.")
    if question.match is not None:
        _check_match(question.match, schema)
        if highest(question.match) > MAX_SCORE:
            raise WrongQuestion(f"Scores could pass {MAX_SCORE}: {highest(question.match)}.")
    for filter in question.where.values():
        _check_filter(filter, schema)
    for facet in question.facets:
        if isinstance(facet, Facet):
            _check_field(facet.field, schema.keywords())
        else:
            for _, filter in facet.buckets:
                _check_filter(filter, schema)
    if question.order:
        _check_field(question.order.removeprefix("-"), schema.numbers())


def highest(match: Match) -> int:
    """No document's score by `match` is higher than this."""
    if isinstance(match, Term | Prefix | Phrase):
        return match.weight
    if isinstance(match, Best):
        return max(map(highest, match.parts), default=0)
    if isinstance(match, Sum):
        return sum(map(highest, match.parts))
    if isinstance(match, Bonus):
        return highest(match.match) + sum(weight for _, weight in match.bonuses)
    return highest(match.match)


def _check_match(match: Match, schema: Schema) -> None:
    if isinstance(match, Term | Prefix | Phrase):
        _check_field(match.field, schema.texts())
        part = PRIMARY if isinstance(match, Phrase) else match.part
        if part not in {PRIMARY, EXTRA, SURFACE}:
            raise WrongQuestion(f"A text field has no part “{part}”.")
        if part == SURFACE and not schema.texts()[match.field].completes:
            raise WrongQuestion(f"“{match.field}” keeps no words as they are written.")
        if match.weight < 1:
            raise WrongQuestion(f"A weight is 1 or more, not {match.weight}.")
        return
    for inner in _parts(match):
        if isinstance(inner, Match):
            _check_match(inner, schema)
        else:
            _check_filter(inner, schema)


def _parts(match: Best | Sum | Bonus | Except) -> Iterator[Match | Filter]:
    if isinstance(match, Best | Sum):
        yield from match.parts
    elif isinstance(match, Bonus):
        yield match.match
        for bonus, weight in match.bonuses:
            if weight < 1:
                raise WrongQuestion(f"A weight is 1 or more, not {weight}.")
            yield bonus
    else:
        yield match.match
        yield from match.unwanted


def _check_filter(filter: Filter, schema: Schema) -> None:
    if isinstance(filter, Is):
        _check_field(filter.field, schema.keywords())
    elif isinstance(filter, Within):
        _check_field(filter.field, schema.numbers())
    elif isinstance(filter, Not):
        _check_filter(filter.filter, schema)
    elif isinstance(filter, AnyOf | AllOf):
        for part in filter.filters:
            _check_filter(part, schema)


def _check_field(name: str, known: Container[str]) -> None:
    if name not in known:
        raise WrongQuestion(f"There is no such field: “{name}”.")
