"""One state of an index, and what questions are made into for it: once, while it lasts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

import tantivy
from tantivy import Query

from search.document import Schema
from search.engines.checks import check_filter, check_match, check_places
from search.engines.tantivy.documents import GONE
from search.engines.tantivy.narrowing import Narrowing
from search.engines.tantivy.queries import ALL, Limits, Questions, all_of, counted, unscored
from search.query import Filter, Find, Match

KEPT_MATCHES = 64  # that are kept ready for one state, some 50 KB each
KEPT_FILTERS = 256  # likewise, 1 KB each unless they have many values


class Prepared:
    """A match in one state of an index: without what is nowhere there, and as queries made once."""

    def __init__(self, searcher: tantivy.Searcher, questions: Questions, match: Match) -> None:
        """Narrow the match; queries are made as they are needed."""
        self.match, self._questions = match, questions
        self._narrowed = Narrowing(searcher, questions).match(match)

    @cached_property
    def scored(self) -> Query:
        """The documents that match, with their scores."""
        narrowed = self._narrowed
        return Query.empty_query() if narrowed is None else self._questions.match(narrowed)

    @cached_property
    def found(self) -> Query:
        """The same without scores."""
        narrowed = self._narrowed
        return (
            Query.empty_query() if narrowed is None else unscored(self._questions.found(narrowed))
        )


class State:
    """One state of the index called `name`; several threads may ask it at once."""

    def __init__(
        self, name: str, schema: Schema, questions: Questions, searcher: tantivy.Searcher
    ) -> None:
        """Prepare nothing yet."""
        self.name, self.schema, self.questions, self.searcher = name, schema, questions, searcher
        self._gone = [questions.gone()] if searcher.doc_freq(GONE, True) else []
        self._matches: dict[int, Prepared] = {}  # by identity
        self._filters: dict[Filter, Limits] = {}

    @cached_property
    def documents(self) -> int:
        """How many there are, without those that were removed."""
        return self.count(self.all_of([], []))

    def asked(self, question: Find) -> Asked:
        """The question in this state.

        Raises:
            WrongQuestion: When a field is not there, or too many hits are asked for.
        """
        check_places(question, self.schema)
        return Asked(self, question)

    def match(self, match: Match) -> Prepared:
        """The match as it is asked in this state, kept ready for when it is asked again.

        Making it takes as long as answering it, and so would comparing it with others: only the
        very same object is known again.

        Raises:
            WrongQuestion: When documents cannot be matched so.
        """
        known = self._matches.get(id(match))
        if known is None or known.match is not match:
            check_match(match, self.schema)
            known = Prepared(self.searcher, self.questions, match)
            if len(self._matches) >= KEPT_MATCHES:
                self._matches.clear()
            self._matches[id(match)] = known
        return known

    def limits(self, filter: Filter) -> Limits:
        """What a filter asks for, kept ready as well; nothing where it leaves every document.

        Many do, such as that of the types of active plugins: they cost nothing then.

        Raises:
            WrongQuestion: When documents cannot be filtered so.
        """
        try:
            return self._filters[filter]
        except KeyError:
            check_filter(filter, self.schema)
        limits = self.questions.limits(filter)
        if self.count(self.all_of([], [limits])) == self.documents:
            limits = ALL
        if len(self._filters) >= KEPT_FILTERS:
            self._filters.clear()
        self._filters[filter] = limits
        return limits

    def all_of(self, queries: Sequence[Query], limits: Collection[Limits]) -> Query:
        """What all of these find within the limits, and was not removed."""
        wanted = [query for each in limits for query in each.wanted]
        unwanted = [query for each in limits for query in each.unwanted]
        return all_of([*wanted, *queries], [*self._gone, *unwanted])

    def count(self, query: Query) -> int:
        """How many documents it finds."""
        return counted(self.searcher.search(query, 1))


class Asked:
    """One question in one state of an index, whose parts are made into queries once."""

    def __init__(self, state: State, question: Find) -> None:
        """Make what all queries have."""
        self.state, self.question = state, question
        self._match = None if question.match is None else state.match(question.match)
        self._where = {name: state.limits(filter) for name, filter in question.where.items()}

    def scored(self) -> Query:
        """What is found, with its scores."""
        match = [] if self._match is None else [self._match.scored]
        return self.state.all_of(match, self._where.values())

    def found(self, more: Limits = ALL, *, but: str = "") -> Query:
        """What is found: not removed, matched, let through by all filters, and within `more`.

        The filter of the name `but` is left out.
        """
        match = [] if self._match is None else [self._match.found]
        limits = [limits for name, limits in self._where.items() if name != but]
        return self.state.all_of(match, [*limits, more])
