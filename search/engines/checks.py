"""What is asked of an engine is checked here before it is asked, the same way for every engine."""

from __future__ import annotations

from collections.abc import Container

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
    Buckets,
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

PARTS = {PRIMARY, EXTRA, SURFACE}
FILTERS = (Is, Within, Not, AnyOf, AllOf)  # a tuple is faster to look in than the union


def check(question: Find, schema: Schema) -> None:
    """Nothing, when the question can be asked of an index with this schema.

    Raises:
        WrongQuestion: When a field is not there, too many hits are asked for, or scores could
            grow beyond what all engines count exactly.
    """
    check_places(question, schema)
    for filter in question.where.values():
        check_filter(filter, schema)
    for facet in question.facets:
        for _, filter in facet.buckets if isinstance(facet, Buckets) else ():
            check_filter(filter, schema)
    if question.match is not None:
        check_match(question.match, schema)


def check_match(match: Match, schema: Schema) -> None:
    """Nothing, when documents with this schema can be matched so; else as :func:`check`."""
    highest = _Checks(schema).match(match)
    if highest > MAX_SCORE:
        raise WrongQuestion(f"Scores could pass {MAX_SCORE}: {highest}.")


def check_filter(filter: Filter, schema: Schema) -> None:
    """Nothing, when documents with this schema can be filtered so; else as :func:`check`."""
    _Checks(schema).filter(filter)


def check_places(question: Find, schema: Schema) -> None:
    """Nothing, when all but matches and filters can be asked so; else as :func:`check`."""
    if not 0 <= question.first <= MAX_FIRST:
        raise WrongQuestion(f"From 0 to {MAX_FIRST} hits can be asked for, not {question.first}.")
    for facet in question.facets:
        if isinstance(facet, Facet):
            check_field(facet.field, schema.keywords())
    if question.order:
        check_field(question.order.removeprefix("-"), schema.numbers())


def check_field(name: str, known: Container[str]) -> None:
    """Nothing, when the field is among those that are known; else as :func:`check`."""
    if name not in known:
        raise WrongQuestion(f"There is no such field: “{name}”.")


class _Checks:
    """Checks against one schema."""

    def __init__(self, schema: Schema) -> None:
        self.keywords, self.numbers = schema.keywords(), schema.numbers()
        self.texts = {name: text.completes for name, text in schema.texts().items()}
        self._right: set[tuple[str, str]] = set()  # fields and parts; most leaves share a few

    def match(self, match: Match) -> int:
        """The highest score that a document can have by the match."""
        if isinstance(match, Term):
            if match.weight > 0 and (match.field, match.part) in self._right:
                return match.weight
            return self._leaf(match, match.part)
        if isinstance(match, Best):
            return max(map(self.match, match.parts), default=0)
        if isinstance(match, Sum):
            return sum(map(self.match, match.parts))
        if isinstance(match, Phrase):
            return self._leaf(match, PRIMARY)
        if isinstance(match, Prefix):
            return self._leaf(match, match.part)
        highest = self.match(match.match)
        if isinstance(match, Bonus):
            return highest + sum(self._bonus(part, weight) for part, weight in match.bonuses)
        for part in match.unwanted:
            self.match(part)
        return highest

    def filter(self, filter: Filter) -> None:
        """Nothing, when the filter can be applied."""
        if isinstance(filter, Is):
            check_field(filter.field, self.keywords)
        elif isinstance(filter, Within):
            check_field(filter.field, self.numbers)
        elif isinstance(filter, Not):
            self.filter(filter.filter)
        else:
            for part in filter.filters:
                self.filter(part)

    def _leaf(self, leaf: Term | Prefix | Phrase, part: str) -> int:
        if (leaf.field, part) not in self._right:
            self._place(leaf, part)
        return self._weight(leaf.weight)

    def _place(self, leaf: Term | Prefix | Phrase, part: str) -> None:
        check_field(leaf.field, self.texts)
        if part not in PARTS:
            raise WrongQuestion(f"A text field has no part “{part}”.")
        if part == SURFACE and not self.texts[leaf.field]:
            raise WrongQuestion(f"“{leaf.field}” keeps no words as they are written.")
        self._right.add((leaf.field, part))

    def _bonus(self, part: Match | Filter, weight: int) -> int:
        if isinstance(part, FILTERS):
            self.filter(part)
        else:
            self.match(part)
        return self._weight(weight)

    def _weight(self, weight: int) -> int:
        if weight < 1:
            raise WrongQuestion(f"A weight is 1 or more, not {weight}.")
        return weight
