"""Indexes are built beside the live one, and take its place at once."""

from __future__ import annotations

import pytest

from search.document import Schema
from search.engine import Engine, NoIndex
from search.query import Find
from search.results import Written
from tests.search.contract.records import SCHEMA, Note, fill, found, record


def test_without_a_live_index_nothing_can_be_asked(engine: Engine) -> None:
    with pytest.raises(NoIndex):
        engine.find(Find())
    engine.create(SCHEMA)
    with pytest.raises(NoIndex):
        engine.find(Find())


def test_what_is_being_built_is_not_found_until_the_swap(engine: Engine) -> None:
    old = fill(engine, [record("old")])
    new = engine.create(SCHEMA)
    engine.put([record("new")], index=new)
    assert found(engine) == [("old", 0)]
    engine.swap(new)
    assert found(engine) == [("new", 0)]
    with pytest.raises(NoIndex):
        engine.put([record("later")], index=old)


def test_without_a_name_live_and_new_indexes_are_written(engine: Engine) -> None:
    fill(engine, [record("1", version=1)])
    new = engine.create(SCHEMA)
    engine.put([record("1", version=3), record("2")], index=new)
    assert engine.put([record("1", version=2), record("3")]) == Written(("1", "3"))
    engine.remove([("2", 1)])
    assert found(engine) == [("1", 0), ("3", 0)]
    engine.swap(new)
    hits = engine.find(Find()).hits
    assert [(hit.id, hit.version) for hit in hits] == [("1", 3), ("3", 1)]


def test_a_first_index_takes_what_is_written_without_a_name(engine: Engine) -> None:
    first = engine.create(SCHEMA)
    engine.put([record("1")])
    engine.swap(first)
    assert found(engine) == [("1", 0)]


def test_a_swap_drops_all_others(engine: Engine) -> None:
    fill(engine, [])
    abandoned, new = engine.create(SCHEMA), engine.create(SCHEMA)
    assert set(engine.health().building) == {abandoned, new}
    engine.swap(new)
    assert engine.health().building == ()
    with pytest.raises(NoIndex):
        engine.swap(abandoned)
    with pytest.raises(NoIndex):
        engine.put([record("1")], index=abandoned)


def test_names_are_never_used_twice(engine: Engine) -> None:
    names = [fill(engine, []) for _ in range(3)]
    assert len(set(names)) == 3


def test_health_says_what_is_live(engine: Engine) -> None:
    before = engine.health()
    assert (before.is_ready, before.live, before.documents) == (False, "", 0)
    live = fill(engine, [record("1"), record("2")])
    health = engine.health()
    assert (health.is_ready, health.live, health.building) == (True, live, ())
    assert (health.fingerprint, health.documents) == (SCHEMA.fingerprint, 2)


def test_a_swap_brings_its_own_schema(engine: Engine) -> None:
    fill(engine, [record("1")])
    other = Schema.of([Note], analysis="another")
    fill(engine, [record("2")], schema=other)
    assert engine.health().fingerprint == other.fingerprint
    assert found(engine) == [("2", 0)]
