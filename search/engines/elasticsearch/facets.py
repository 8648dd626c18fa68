"""How many documents there are by value, counted by the cluster in the same request.

An index has one shard, so that counts are exact also where values are many.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from elasticsearch.dsl import Search
from elasticsearch.dsl import aggs as dsl

from search.engines.elasticsearch.documents import keyword_field
from search.engines.elasticsearch.queries import every, filtered
from search.query import Buckets, Facet, Find

MAX_BUCKETS = 65_535  # as many as a cluster counts unless it is told to count more
MAX_PREFIX = 200  # characters looked for by the cluster; what is longer is compared here
VALUES = "values"
_special = re.compile(r"[^a-zA-Z0-9]")

Counts = tuple[tuple[str, int], ...]


def owned(question: Find) -> frozenset[str]:
    """The names of filters that some facet leaves out: they narrow hits, but not what it counts."""
    return frozenset(facet.name for facet in question.facets) & question.where.keys()


def count_in(search: Search[Any], question: Find) -> None:
    """Let a search count for each facet; by its place, for a facet's own name may be anything."""
    for place, facet in enumerate(question.facets):
        others = every(filtered(question.where[name]) for name in owned(question) - {facet.name})
        values = _values(facet)
        if values is not None:
            counted = dsl.Filter(others)
            counted.bucket(VALUES, values)
            search.aggs.bucket(str(place), counted)


def counts(question: Find, answer: Mapping[str, Any]) -> dict[str, Counts]:
    """The counts by facet, from the cluster's answer."""
    return {
        facet.name: _counts(facet, answer[str(place)][VALUES]["buckets"])
        if str(place) in answer
        else ()
        for place, facet in enumerate(question.facets)
    }


def _values(facet: Facet | Buckets) -> dsl.Agg[Any] | None:
    if isinstance(facet, Buckets):
        filters = {f"{place:09}": filtered(f) for place, (_, f) in enumerate(facet.buckets)}
        return dsl.Filters(filters=filters) if filters else None
    if facet.limit < 1:
        return None
    field, size = keyword_field(facet.field), min(facet.limit, MAX_BUCKETS)
    if not facet.prefix:
        return dsl.Terms(field=field, size=size)
    start = _special.sub(r"\\\g<0>", facet.prefix[:MAX_PREFIX])
    if len(facet.prefix) > MAX_PREFIX:
        size = MAX_BUCKETS
    return dsl.Terms(field=field, size=size, include=f"{start}.*")


def _counts(facet: Facet | Buckets, told: Any) -> Counts:
    if isinstance(facet, Buckets):
        numbers = [int(told[place]["doc_count"]) for place in sorted(told)]
        return tuple(zip((label for label, _ in facet.buckets), numbers, strict=True))
    pairs = [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in told]
    return tuple([pair for pair in pairs if pair[0].startswith(facet.prefix)][: facet.limit])
