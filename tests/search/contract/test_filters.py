"""What filters let through, and how facets count."""

from __future__ import annotations

import pytest

from search.engine import Engine
from search.query import AllOf, AnyOf, Buckets, Facet, Filter, Find, Is, Not, Within
from tests.search.contract.records import body, fill, kept, record

RECORDS = [
    record("1", body="laser", kind="job", topics=("Laser", "Optics & co."), deadline=10),
    record("2", body="laser", kind="thesis", topics=("Laser",), deadline=20),
    record("3", body="lens", kind="job", topics=(), deadline=-5),
    record("4", body="laser", kind="job", topics=("laser",)),
]
FAR = 2**70
FILTERS: list[tuple[Filter, list[str]]] = [
    (Is("kind", ("job",)), ["1", "3", "4"]),
    (Is("kind", ("thesis", "job", "job")), ["1", "2", "3", "4"]),
    (Is("kind", ("unknown",)), []),
    (Is("kind", ()), []),
    (Is("topics", ("Laser",)), ["1", "2"]),
    (Is("topics", ("Optics & co.",)), ["1"]),
    (Is("topics", ("Optics",)), []),
    (Is("id", ("2", "4")), ["2", "4"]),
    (Within("deadline", 10, 20), ["1"]),
    (Within("deadline", 10), ["1", "2"]),
    (Within("deadline", None, 10), ["3"]),
    (Within("deadline"), ["1", "2", "3"]),
    (Within("deadline", 20, 10), []),
    (Within("deadline", -FAR, FAR), ["1", "2", "3"]),
    (Within("deadline", FAR), []),
    (Within("deadline", None, -FAR), []),
    (Not(Is("kind", ("job",))), ["2"]),
    (Not(Within("deadline", 10)), ["3", "4"]),
    (Not(Not(Is("kind", ("thesis",)))), ["2"]),
    (AnyOf((Is("kind", ("thesis",)), Within("deadline", None, 0))), ["2", "3"]),
    (AnyOf(()), []),
    (AllOf((Is("kind", ("job",)), Not(Is("topics", ("Laser",))))), ["3", "4"]),
    (AllOf(()), ["1", "2", "3", "4"]),
    (Not(AllOf(())), []),
    (AllOf((Not(Is("kind", ("thesis",))), Not(Is("topics", ("laser",))))), ["1", "3"]),
]


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """The engine with the records above."""
    fill(engine, RECORDS)
    return engine


def test_filters_let_through_what_they_say(filled: Engine) -> None:
    assert [kept(filled, filter) for filter, _ in FILTERS] == [ids for _, ids in FILTERS]


def test_all_filters_hold_together_with_the_match(filled: Engine) -> None:
    where = {"kind": Is("kind", ("job",)), "open": Within("deadline", 0)}
    answer = filled.find(Find(body("laser", 3), where))
    assert [(hit.id, hit.score) for hit in answer.hits] == [("1", 3)]


def test_facets_count_under_all_conditions_but_their_own(filled: Engine) -> None:
    where = {"kind": Is("kind", ("thesis",)), "open": Within("deadline", 0)}
    facets = (Facet("kind", "kind"), Facet("topics", "topics"), Facet("any", "kind"))
    answer = filled.find(Find(body("laser"), where, facets))
    assert answer.total == 1
    assert answer.facets == {
        "kind": (("job", 1), ("thesis", 1)),
        "topics": (("Laser", 1),),
        "any": (("thesis", 1),),
    }


def test_facets_come_most_first_then_by_value(filled: Engine) -> None:
    filled.put([record("5", topics=("laser", "Zoom", "Ångström"))])
    counts = (("Laser", 2), ("laser", 2), ("Optics & co.", 1), ("Zoom", 1), ("Ångström", 1))
    asked = (Facet("all", "topics"), Facet("two", "topics", 3), Facet("l", "topics", 9, "L"))
    facets = filled.find(Find(facets=asked)).facets
    assert facets == {"all": counts, "two": counts[:3], "l": (("Laser", 2),)}


def test_facets_of_many_values_are_exact(engine: Engine) -> None:
    fill(engine, [])
    for start in (0, 1_500):  # in two batches, so that there are parts to add up
        ids = range(start, start + 1_500)
        engine.put([record(f"{n:04}", topics=(f"t{n % 1700:04}",)) for n in ids])
    values = [f"t{n:04}" for n in range(1700)]
    expected = [(v, 2) for v in values[:1300]] + [(v, 1) for v in values[1300:]]
    asked = (Facet("five", "topics", 5), Facet("many", "topics", 50_000))
    facets = engine.find(Find(facets=asked, first=0)).facets
    assert facets["five"] == tuple(expected[:5])
    assert facets["many"] == tuple(expected)


def test_the_vocabulary_is_counted_like_any_keyword(filled: Engine) -> None:
    filled.put([record("5", kind="job", words=("laser", "lens")), record("6", words=("laser",))])
    facets = (Facet("words", "words", 1), Facet("l", "words", prefix="le"), Facet("kind", "kind"))
    answer = filled.find(Find(where={"it": Is("words", ("laser",))}, facets=facets))
    assert (answer.total, answer.facets) == (
        2,
        {"words": (("laser", 2),), "l": (("lens", 1),), "kind": (("job", 1),)},
    )


def test_buckets_count_their_filters_in_order(filled: Engine) -> None:
    spans = (
        ("open", Within("deadline", 0)),
        ("over", Within("deadline", None, 0)),
        ("none", Not(Within("deadline"))),
        ("empty", Is("kind", ())),
    )
    where = {"state": Within("deadline", None, 0), "kind": Is("kind", ("job",))}
    answer = filled.find(Find(None, where, (Buckets("state", spans), Buckets("other", spans))))
    assert answer.facets == {
        "state": (("open", 1), ("over", 1), ("none", 1), ("empty", 0)),
        "other": (("open", 0), ("over", 1), ("none", 0), ("empty", 0)),
    }
