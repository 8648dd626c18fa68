"""Engines agree with the one in memory on whatever is asked of whatever is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engine import Engine
from search.engines.memory import MemoryEngine
from search.query import (
    AllOf,
    AnyOf,
    Best,
    Bonus,
    Buckets,
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
from tests.search.contract.records import SCHEMA, record, told

KEYS = st.sampled_from(["a", "b", "ab", "abc", "b1", "0a"])
TEXTS = st.lists(KEYS | st.just("|"), max_size=6).map(" ".join)
CODES = st.sampled_from(["x", "y", "X", "x y", "ž"])
NUMBERS = st.sampled_from([-3, 0, 1, 2, 2**40])
WEIGHTS = st.integers(1, 20)
SMALL = 3


@st.composite
def records(draw: st.DrawFn, ids: st.SearchStrategy[str]) -> Any:
    """A record, or an id and a version to remove."""
    id, version = draw(ids), draw(st.integers(1, 4))
    if draw(st.integers(0, 5)) == 0:
        return id, version
    return record(
        id,
        draw(TEXTS.filter(lambda text: "|" not in text)),
        version=version,
        prior=draw(st.sampled_from([0, 0, 1, 2, 65_535])),
        body=draw(TEXTS),
        extra=draw(TEXTS.map(lambda text: text.replace("|", ""))),
        kind=draw(CODES),
        topics=draw(st.lists(CODES, max_size=2)),
        deadline=draw(st.none() | NUMBERS),
    )


BATCHES = st.lists(st.lists(records(st.sampled_from("abcdefghij")), max_size=8), max_size=4)
FILTERS: st.SearchStrategy[Filter] = st.recursive(
    st.builds(Is, st.sampled_from(["kind", "topics"]), st.lists(CODES, max_size=2).map(tuple))
    | st.builds(Within, st.just("deadline"), st.none() | NUMBERS, st.none() | NUMBERS),
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(AnyOf, st.lists(inner, max_size=2).map(tuple))
        | st.builds(AllOf, st.lists(inner, max_size=2).map(tuple))
    ),
    max_leaves=SMALL,
)
FIELDS = st.sampled_from(["title", "body"])
SLOTS = st.lists(st.lists(KEYS, max_size=3).map(tuple), max_size=SMALL).map(tuple)
LEAVES = (
    st.builds(Term, FIELDS, st.sampled_from("lx"), KEYS, WEIGHTS)
    | st.builds(Term, st.just("title"), st.just("s"), KEYS, WEIGHTS)
    | st.builds(Prefix, FIELDS, st.sampled_from("lx"), KEYS, WEIGHTS)
    | st.builds(Phrase, FIELDS, SLOTS, WEIGHTS)
)
MATCHES: st.SearchStrategy[Match] = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(Best, st.lists(inner, max_size=SMALL).map(tuple))
        | st.builds(
            Sum, st.lists(inner, max_size=SMALL).map(tuple), st.none() | st.integers(0, SMALL + 1)
        )
        | st.builds(
            Bonus, inner, st.lists(st.tuples(inner | FILTERS, WEIGHTS), max_size=2).map(tuple)
        )
        | st.builds(Except, inner, st.lists(inner, max_size=2).map(tuple))
    ),
    max_leaves=6,
)
FACETS = (
    st.builds(Facet, st.sampled_from("pq"), st.just("kind"), st.integers(1, SMALL))
    | st.builds(Facet, st.sampled_from("pq"), st.just("topics"), prefix=st.sampled_from(["", "x"]))
    | st.builds(Buckets, st.sampled_from("pq"), st.tuples(st.tuples(st.just("l"), FILTERS)))
)
QUESTIONS = st.builds(
    Find,
    match=st.none() | MATCHES,
    where=st.dictionaries(st.sampled_from("pr"), FILTERS, max_size=2),
    facets=st.lists(FACETS, max_size=2, unique_by=lambda facet: facet.name).map(tuple),
    order=st.sampled_from(["", "", "", "deadline", "-deadline", "spread"]),
    first=st.integers(0, 4),
)


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(batches=BATCHES, questions=st.lists(QUESTIONS, min_size=10, max_size=20))
def test_engines_agree_with_the_one_in_memory(
    engine: Engine, tmp_path: Path, batches: list[list[Any]], questions: list[Find]
) -> None:
    reference = MemoryEngine()
    for each in (engine, reference):
        each.swap(each.create(SCHEMA))
    for batch in batches:
        states = [state for state in batch if not isinstance(state, tuple)]
        gone = [state for state in batch if isinstance(state, tuple)]
        assert engine.put(states) == reference.put(states)
        assert engine.remove(gone) == reference.remove(gone)
    for question in questions:
        expected = reference.find(question)
        assert told(engine.find(question)) == told(expected)
        while expected.hits:
            question = Find(
                question.match,
                question.where,
                order=question.order,
                first=question.first,
                after=expected.hits[-1].position,
            )
            expected = reference.find(question)
            assert told(engine.find(question)) == told(expected)
    assert engine.health().documents == reference.health().documents
