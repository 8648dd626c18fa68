"""What is written is found at once, and no older state comes after a newer one."""

from __future__ import annotations

import pytest

from search.engine import Engine, NoIndex
from search.query import Facet, Find, Is
from search.results import Written
from tests.search.contract.records import SCHEMA, body, fill, found, record


def test_put_records_are_found_at_once(engine: Engine) -> None:
    fill(engine, [])
    assert engine.put([record("1", body="laser"), record("2", body="lens")]) == Written(("1", "2"))
    assert found(engine, body("laser")) == [("1", 1)]
    assert found(engine) == [("1", 0), ("2", 0)]


def test_a_newer_state_replaces_the_older(engine: Engine) -> None:
    fill(engine, [record("1", version=1, body="laser", kind="job")])
    assert engine.put([record("1", version=2, body="lens")]) == Written(("1",))
    assert found(engine, body("laser")) == []
    assert [(hit.id, hit.version) for hit in engine.find(Find(body("lens"))).hits] == [("1", 2)]
    assert engine.find(Find(facets=(Facet("kind", "kind"),))).facets == {"kind": ()}


def test_an_older_state_comes_too_late(engine: Engine) -> None:
    fill(engine, [record("1", version=5, body="laser")])
    assert engine.put([record("1", version=4, body="lens"), record("2")]) == Written(("2",), ("1",))
    assert found(engine, body("laser")) == [("1", 1)]


def test_the_same_version_is_written_again(engine: Engine) -> None:
    fill(engine, [record("1", version=5, body="laser")])
    assert engine.put([record("1", version=5, body="lens")]) == Written(("1",))
    assert found(engine) == [("1", 0)]
    assert found(engine, body("lens")) == [("1", 1)]


def test_in_one_batch_the_newest_state_stays(engine: Engine) -> None:
    fill(engine, [])
    states = [record("1", version=v, body=f"state{v}") for v in (1, 3, 2)]
    assert engine.put(states) == Written(("1",), ("1",))
    assert found(engine) == [("1", 0)]
    assert found(engine, body("state3")) == [("1", 1)]


def test_removed_documents_are_found_and_counted_nowhere(engine: Engine) -> None:
    fill(engine, [record("1", body="laser", kind="job"), record("2", body="laser", kind="job")])
    assert engine.remove([("1", 1), ("3", 1)]) == Written(("1", "3"))
    answer = engine.find(Find(body("laser"), facets=(Facet("kind", "kind"), Facet("id", "id"))))
    assert (answer.total, [hit.id for hit in answer.hits]) == (1, ["2"])
    assert answer.facets == {"kind": (("job", 1),), "id": (("2", 1),)}
    assert found(engine) == [("2", 0)]
    assert found(engine, where={"it": Is("id", ("1", "3"))}) == []
    assert engine.health().documents == 1


def test_a_put_older_than_the_removal_comes_too_late(engine: Engine) -> None:
    fill(engine, [])
    engine.put([record("1", version=1)])
    engine.remove([("1", 3), ("2", 3)])
    late = [record("1", version=2), record("2", version=2)]
    assert engine.put(late) == Written((), ("1", "2"))
    assert found(engine) == []
    assert engine.put([record("1", version=4), record("2", version=3)]) == Written(("1", "2"))
    assert found(engine) == [("1", 0), ("2", 0)]


def test_a_removal_older_than_the_state_comes_too_late(engine: Engine) -> None:
    fill(engine, [record("1", version=5)])
    assert engine.remove([("1", 4)]) == Written((), ("1",))
    assert found(engine) == [("1", 0)]


def test_nothing_can_be_written_before_there_is_an_index(engine: Engine) -> None:
    with pytest.raises(NoIndex):
        engine.put([record("1")])
    with pytest.raises(NoIndex):
        engine.remove([("1", 1)], index="unknown")


def test_an_empty_batch_changes_nothing(engine: Engine) -> None:
    fill(engine, [record("1")])
    assert (engine.put([]), engine.remove([])) == (Written(), Written())
    assert found(engine) == [("1", 0)]


def test_many_records_go_in_one_batch(engine: Engine) -> None:
    many = [record(f"{number:04}", body=f"laser key{number}") for number in range(3_000)]
    index = engine.create(SCHEMA)
    assert engine.put(many, index=index) == Written(tuple(r.id for r in many))
    engine.swap(index)
    assert engine.find(Find(body("laser"))).total == 3_000
    assert found(engine, body("key2999")) == [("2999", 1)]
