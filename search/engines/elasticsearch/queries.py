"""Questions in Elasticsearch's query objects: visitors' text is only ever a value.

Every leaf scores its weight and nothing else, and whole numbers below 2²⁴ add up exactly in
32-bit floats, so that scores come out as `search.query` says.
"""

from __future__ import annotations

from collections.abc import Iterable

from elasticsearch.dsl import query as dsl

from search.engines.checks import FILTERS
from search.engines.elasticsearch.documents import (
    GONE,
    LEAST,
    MAX_KEY,
    MAX_VALUE,
    MOST,
    keyword_field,
    number_field,
    text_field,
)
from search.query import (
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

NOTHING = dsl.MatchNone()
REMOVED = dsl.Term(GONE, {"value": True})


def not_removed(match: Match | None = None, filters: Iterable[dsl.Query] = ()) -> dsl.Query:
    """What was not removed, matches, and is let through by all filters."""
    must = [] if match is None else [matched(match)]
    return dsl.Bool(must=must, filter=list(filters), must_not=[REMOVED])


def matched(match: Match) -> dsl.Query:
    """The documents that match, with their scores."""
    if isinstance(match, Term):
        return _scored(_term(text_field(match.field, match.part), match.key), match.weight)
    if isinstance(match, Best):
        return dsl.DisMax(queries=[matched(part) for part in match.parts] or [NOTHING])
    if isinstance(match, Sum):
        return _sum(match)
    if isinstance(match, Phrase):
        return _scored(_phrase(match), match.weight)
    if isinstance(match, Prefix):
        return _scored(_prefix(text_field(match.field, match.part), match.prefix), match.weight)
    own = matched(match.match)
    if isinstance(match, Bonus):
        bonuses = [_scored(_either(part), weight) for part, weight in match.bonuses]
        return dsl.Bool(must=[own], should=bonuses)
    return dsl.Bool(must=[own], must_not=[matched(part) for part in match.unwanted])


def filtered(filter: Filter) -> dsl.Query:
    """The documents to which the filter applies."""
    if isinstance(filter, Is):
        values = [value for value in filter.values if len(value) <= MAX_VALUE]
        return dsl.Terms(keyword_field(filter.field), values)
    if isinstance(filter, Within):
        return _within(filter)
    if isinstance(filter, Not):
        return dsl.Bool(must_not=[filtered(filter.filter)])
    if isinstance(filter, AnyOf):
        return _any([filtered(part) for part in filter.filters])
    return every(filtered(part) for part in filter.filters)


def every(filters: Iterable[dsl.Query]) -> dsl.Query:
    """The documents to which all of these apply; all documents, when there are none of them."""
    return dsl.Bool(filter=list(filters) or [dsl.MatchAll()])


def _term(field: str, key: str) -> dsl.Query:
    if len(key) > MAX_KEY:  # in no index, and the cluster would refuse to look for it
        return NOTHING
    return dsl.Term(field, {"value": key})


def _prefix(field: str, prefix: str) -> dsl.Query:
    if len(prefix) > MAX_KEY:
        return NOTHING
    return dsl.Prefix(field, {"value": prefix})


def _either(part: Match | Filter) -> dsl.Query:
    return filtered(part) if isinstance(part, FILTERS) else matched(part)


def _scored(query: dsl.Query, weight: int) -> dsl.Query:
    return dsl.ConstantScore(filter=query, boost=weight)


def _any(queries: list[dsl.Query]) -> dsl.Query:
    return dsl.Bool(should=queries, minimum_should_match=1) if queries else NOTHING


def _sum(match: Sum) -> dsl.Query:
    parts = [matched(part) for part in match.parts]
    needed = max(1, len(parts) if match.at_least is None else match.at_least)
    if needed > len(parts):
        return NOTHING
    if needed == len(parts):
        return dsl.Bool(must=parts)
    return dsl.Bool(should=parts, minimum_should_match=needed)


def _phrase(phrase: Phrase) -> dsl.Query:
    field = text_field(phrase.field, PRIMARY)
    slots = [[k for k in dict.fromkeys(slot) if len(k) <= MAX_KEY] for slot in phrase.slots]
    if not all(slots) or not slots:
        return NOTHING
    if len(slots) == 1:
        return _any([_term(field, key) for key in slots[0]])
    spans = [_slot(field, keys).to_dict() for keys in slots]
    return dsl.SpanNear(clauses=spans, slop=0, in_order=True)


def _slot(field: str, keys: list[str]) -> dsl.Query:
    terms = [dsl.SpanTerm(field, {"value": key}).to_dict() for key in keys]
    return dsl.SpanOr(clauses=terms)


def _within(filter: Within) -> dsl.Query:
    first = LEAST if filter.since is None else max(filter.since, LEAST)
    last = MOST if filter.until is None else min(filter.until - 1, MOST)
    if first > last:
        return NOTHING
    return dsl.Range(number_field(filter.field), {"gte": first, "lte": last})
