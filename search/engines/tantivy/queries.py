"""Questions in tantivy's query objects: visitors' text is only ever a value, never a language.

Every leaf scores its weight and nothing else, and whole numbers below 2²⁴ add up exactly in
32-bit floats, so that scores come out as `search.query` says.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

import tantivy
from tantivy import Occur, Query

from search.engines.checks import FILTERS
from search.engines.tantivy.documents import (
    GONE,
    LEAST,
    MOST,
    keyword_field,
    number_field,
    text_field,
)
from search.query import (
    PRIMARY,
    AllOf,
    AnyOf,
    Best,
    Bonus,
    Except,
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

MAX_KEY = 255  # characters; what is longer is in no index
MAX_TERMS = 50  # looked up one by one, which is faster than as a set while they are few
MAX_PHRASES = 16  # phrases written out for one with several keys in a slot
_special = re.compile(r"[^a-zA-Z0-9]")


class Limits(NamedTuple):
    """Documents that all of `wanted` find, and none of `unwanted` does."""

    wanted: tuple[Query, ...] = ()
    unwanted: tuple[Query, ...] = ()


ALL = Limits()


class Questions:
    """Makes queries over one index."""

    def __init__(self, schema: tantivy.Schema) -> None:
        """Take the schema of the index."""
        self._schema = schema

    def gone(self) -> Query:
        """What was removed."""
        return Query.term_query(self._schema, GONE, True)

    def match(self, match: Match) -> Query:
        """The documents that match, with their scores."""
        if isinstance(match, Term):
            field = text_field(match.field, match.part)
            return _scored(self._term(field, match.key), match.weight)
        if isinstance(match, Best):
            return self._best(match)
        if isinstance(match, Sum):
            return self._at_least(match, [self.match(part) for part in match.parts])
        if isinstance(match, Phrase):
            return _scored(self._phrase(match), match.weight)
        if isinstance(match, Prefix):
            field = text_field(match.field, match.part)
            return _scored(self._prefix(field, match.prefix), match.weight)
        own = self.match(match.match)
        if isinstance(match, Bonus):
            bonuses = [_scored(self._either(part), weight) for part, weight in match.bonuses]
            return Query.boolean_query(
                [(Occur.Must, own), *((Occur.Should, bonus) for bonus in bonuses)]
            )
        return all_of([own], unwanted=[self.found(part) for part in match.unwanted])

    def found(self, match: Match) -> Query:
        """The documents that match, whatever their scores: half the work of `match`."""
        return _any(self._ways(match))

    def _ways(self, match: Match) -> list[Query]:
        """Queries of which any will do: ways of ways are made into one list."""
        if isinstance(match, Term):
            return [self._term(text_field(match.field, match.part), match.key)]
        if isinstance(match, Best):
            return [way for part in match.parts for way in self._ways(part)]
        if isinstance(match, Sum):
            return [self._at_least(match, [self.found(part) for part in match.parts])]
        if isinstance(match, Bonus):
            return self._ways(match.match)
        if isinstance(match, Except):
            unwanted = [self.found(part) for part in match.unwanted]
            return [all_of([self.found(match.match)], unwanted)]
        if isinstance(match, Phrase):
            return [self._phrase(match)]
        return [self._prefix(text_field(match.field, match.part), match.prefix)]

    def filter(self, filter: Filter) -> Query:
        """The documents to which the filter applies; the scores mean nothing."""
        if isinstance(filter, Is):
            return self._is(keyword_field(filter.field), filter.values)
        if isinstance(filter, Within):
            return self.within(number_field(filter.field), filter.since, filter.until)
        if isinstance(filter, Not):
            return all_of([], unwanted=[self.filter(filter.filter)])
        if isinstance(filter, AnyOf):
            return _any([self.filter(part) for part in filter.filters])
        return all_of([unscored(self.filter(part)) for part in filter.filters])

    def limits(self, filter: Filter) -> Limits:
        """The same beside other conditions: what must not be is taken from what they leave."""
        if isinstance(filter, Not):
            return Limits(unwanted=(self.filter(filter.filter),))
        if isinstance(filter, AllOf):
            parts = [self.limits(part) for part in filter.filters]
            return Limits(
                tuple(query for part in parts for query in part.wanted),
                tuple(query for part in parts for query in part.unwanted),
            )
        return only(self.filter(filter))

    def within(self, field: str, since: int | None, until: int | None) -> Query:
        """The documents with a number from `since` to before `until` in a column."""
        first = LEAST if since is None else max(since, LEAST)
        last = MOST if until is None else min(until - 1, MOST)
        if first > last:
            return Query.empty_query()
        return Query.range_query(self._schema, field, tantivy.FieldType.Integer, first, last)

    def without(self, field: str) -> Query:
        """The documents with no number in a column."""
        return all_of([], unwanted=[Query.exists_query(field)])

    def _is(self, field: str, values: Sequence[str]) -> Query:
        if len(values) > MAX_TERMS:
            return Query.term_set_query(self._schema, field, values)
        return _any([self._term(field, value) for value in values])

    def _either(self, part: Match | Filter) -> Query:
        return self.filter(part) if isinstance(part, FILTERS) else self.found(part)

    def _term(self, field: str, key: str) -> Query:
        return Query.term_query(self._schema, field, key, index_option="basic")

    def _prefix(self, field: str, prefix: str) -> Query:
        if len(prefix) > MAX_KEY:
            return Query.empty_query()
        # Without any edit: it finds the same as a regular expression, and is made sooner.
        return Query.fuzzy_term_query(self._schema, field, prefix, distance=0, prefix=True)

    def _best(self, match: Best) -> Query:
        """The best of several; terms of one weight are looked for together."""
        alike: dict[int, list[Query]] = {}
        others: list[Query] = []
        for part in match.parts:
            if isinstance(part, Term):
                alike.setdefault(part.weight, []).extend(self._ways(part))
            else:
                others.append(self.match(part))
        queries = [_scored(_any(terms), weight) for weight, terms in alike.items()] + others
        if len(queries) < 2:
            return queries[0] if queries else Query.empty_query()
        return Query.disjunction_max_query(queries)

    def _at_least(self, match: Sum, parts: Sequence[Query]) -> Query:
        needed = max(1, len(parts) if match.at_least is None else match.at_least)
        if needed > len(parts):
            return Query.empty_query()
        if needed == len(parts):
            return all_of(parts)
        return Query.boolean_query(
            [(Occur.Should, part) for part in parts], minimum_number_should_match=needed
        )

    def _phrase(self, phrase: Phrase) -> Query:
        field = text_field(phrase.field, PRIMARY)
        slots = [[k for k in dict.fromkeys(s) if len(k) <= MAX_KEY] for s in phrase.slots]
        if not all(slots) or not slots:
            return Query.empty_query()
        if len(slots) == 1:
            return _any([self._term(field, key) for key in slots[0]])
        if math.prod(map(len, slots)) > MAX_PHRASES:
            patterns = ["|".join(f"(?:{_literal(key)})" for key in slot) for slot in slots]
            return Query.regex_phrase_query(self._schema, field, list(patterns))
        return _any(
            [Query.phrase_query(self._schema, field, list(words)) for words in product(*slots)]
        )


def counted(answer: tantivy.SearchResult) -> int:
    """How many documents were found."""
    return answer.count  # type: ignore[attr-defined]  # the stubs leave it out


def _literal(text: str) -> str:
    """The regular expression that only this text fits."""
    return _special.sub(lambda found: f"\\x{{{ord(found[0]):x}}}", text)


def _scored(query: Query, weight: int) -> Query:
    return Query.const_score_query(query, float(weight))


def unscored(query: Query) -> Query:
    """What the query finds, with the score 0."""
    return Query.const_score_query(query, 0.0)


def only(query: Query) -> Limits:
    """What the query finds and nothing else."""
    return Limits((unscored(query),))


def _any(queries: Sequence[Query]) -> Query:
    if len(queries) < 2:
        return queries[0] if queries else Query.empty_query()
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def all_of(queries: Sequence[Query], unwanted: Iterable[Query] = ()) -> Query:
    """What all of these find, scores added; everything, when there are none of them."""
    musts = queries or [unscored(Query.all_query())]
    unwanted = list(unwanted)
    if len(musts) == 1 and not unwanted:
        return musts[0]
    return Query.boolean_query(
        [*((Occur.Must, q) for q in musts), *((Occur.MustNot, q) for q in unwanted)]
    )
