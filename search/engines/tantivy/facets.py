"""How many documents there are by value: exact counts, also where values are many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from search.engines.tantivy.documents import WORDS, keyword_field
from search.engines.tantivy.state import Asked
from search.query import Buckets, Facet, Filter

FEW = 1_000  # values that are counted in one pass with other facets; of more, terms are walked

Counts = tuple[tuple[str, int], ...]


class Counting:
    """Counts the facets of one question in one state of an index."""

    def __init__(self, asked: Asked) -> None:
        """Count nothing yet."""
        self._asked, self._question, self._state = asked, asked.question, asked.state

    def counts(self) -> dict[str, Counts]:
        """Values, or labels of buckets, with their counts, by the facets' names."""
        facets = self._question.facets
        counts: dict[str, Counts] = {}
        together = [f for f in facets if isinstance(f, Facet) and self._is_small(f)]
        for but in dict.fromkeys(self._own(facet) for facet in together):
            counts |= self._aggregated(but, [f for f in together if self._own(f) == but])
        for facet in facets:
            if isinstance(facet, Buckets):
                counts[facet.name] = self._buckets(facet)
            elif facet.name not in counts:
                counts[facet.name] = self._walked(facet)
        return {facet.name: counts[facet.name] for facet in facets}

    def _is_small(self, facet: Facet) -> bool:
        return facet.limit <= FEW and not facet.prefix and facet.field != WORDS

    def _own(self, facet: Facet | Buckets) -> str:
        """The condition that the facet leaves out."""
        return facet.name if facet.name in self._question.where else ""

    def _aggregated(self, but: str, facets: Iterable[Facet]) -> dict[str, Counts]:
        """Counts of the facets that have no more than a few values."""
        asked = {
            facet.name: {
                "terms": {"field": keyword_field(facet.field), "size": FEW, "segment_size": FEW}
            }
            for facet in facets
        }
        answer: dict[str, Any] = self._state.searcher.aggregate(self._asked.found(but=but), asked)
        return {
            facet.name: _ordered(
                ((bucket["key"], bucket["doc_count"]) for bucket in counted["buckets"]), facet
            )
            for facet in facets
            if not (counted := answer[facet.name])["sum_other_doc_count"]
        }

    def _walked(self, facet: Facet) -> Counts:
        query = self._asked.found(but=self._own(facet))
        terms = self._state.searcher.terms_with_prefix(
            keyword_field(facet.field), facet.prefix, query
        )
        return _ordered(terms, facet)

    def _buckets(self, facet: Buckets) -> Counts:
        own = self._own(facet)
        return tuple((label, self._count(own, bucket)) for label, bucket in facet.buckets)

    def _count(self, but: str, bucket: Filter) -> int:
        return self._state.count(self._asked.found(self._state.limits(bucket), but=but))


def _ordered(counts: Iterable[tuple[str, int]], facet: Facet) -> Counts:
    return tuple(sorted(counts, key=lambda pair: (-pair[1], pair[0]))[: facet.limit])
