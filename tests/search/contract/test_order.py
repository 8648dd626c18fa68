"""In which order hits come, and how pages follow one another."""

from __future__ import annotations

import random

import pytest

from search.engine import Engine
from search.query import Find, Match, Position, Sum, Term
from search.results import Hit
from tests.search.contract.records import body, fill, record

EITHER = Sum((body("laser", 2), body("lens", 2), body("fiber", 2000)), at_least=1)


def walk(engine: Engine, match: Match | None = None, order: str = "", first: int = 7) -> list[Hit]:
    """All hits, page by page."""
    hits: list[Hit] = []
    after: Position | None = None
    while page := engine.find(Find(match, order=order, first=first, after=after)).hits:
        hits += page
        after = page[-1].position
    return hits


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """The engine with 300 records in four parts, with many ties in everything."""
    chance = random.Random(7)
    fill(engine, [])
    for part in range(4):
        engine.put(
            [
                record(
                    f"page-{number * 37 % 1000}",
                    body=" ".join(chance.sample(["laser", "lens", "fiber", "x"], 2)),
                    prior=chance.choice([0, 0, 1, 7, 8, 65_534, 65_535]),
                    deadline=chance.choice([None, -1, 0, 3, 3, 3, 2_000_000_000]),
                )
                for number in range(part * 75, part * 75 + 75)
            ]
        )
    return engine


def test_scores_then_priors_then_ids(engine: Engine) -> None:
    fill(
        engine,
        [
            record("b", body="laser", prior=3),
            record("a", body="laser", prior=3),
            record("c", body="laser", prior=4),
            record("d", body="laser lens", prior=0),
            record("e", body="lens", prior=65_535),
        ],
    )
    match = Sum((body("laser", 5), body("lens", 4)), at_least=1)
    answer = engine.find(Find(match))
    assert [hit.position for hit in answer.hits] == [
        Position(9, 0, "d"),
        Position(5, 4, "c"),
        Position(5, 3, "a"),
        Position(5, 3, "b"),
        Position(4, 65_535, "e"),
    ]
    assert [hit.id for hit in engine.find(Find()).hits] == ["e", "c", "a", "b", "d"]


def test_a_prior_never_outweighs_a_score(engine: Engine) -> None:
    heavy = Sum((body("a", 2046), body("b", 1)), at_least=1)
    fill(engine, [record("1", body="a b"), record("2", body="a", prior=65_535)])
    assert [(hit.id, hit.score) for hit in engine.find(Find(heavy)).hits] == [
        ("1", 2047),
        ("2", 2046),
    ]


def test_neighbouring_priors_are_told_apart(engine: Engine) -> None:
    priors = [*range(20), *range(32_760, 32_780), *range(65_516, 65_536)]
    fill(engine, [record(f"{prior:05}", body="laser", prior=prior) for prior in priors])
    hits = engine.find(Find(body("laser", 2047), first=100)).hits
    assert [hit.position.prior for hit in hits] == sorted(priors, reverse=True)


@pytest.mark.parametrize("match", [EITHER, None], ids=["matched", "everything"])
def test_pages_follow_one_another(filled: Engine, match: Match | None) -> None:
    hits = walk(filled, match)
    places = [(-h.position.score, -h.position.prior, h.id) for h in hits]
    assert places == sorted(places)
    assert len({hit.id for hit in hits}) == len(hits) == filled.find(Find(match)).total
    assert [hit.id for hit in walk(filled, match, first=1000)] == [hit.id for hit in hits]


@pytest.mark.parametrize("order", ["deadline", "-deadline"])
def test_numbers_order_with_those_without_last(filled: Engine, order: str) -> None:
    hits = walk(filled, EITHER, order)
    sign = -1 if order.startswith("-") else 1
    places = [(h.position.prior, sign * h.position.score, h.id) for h in hits]
    assert places == sorted(places)
    assert {hit.position.prior for hit in hits} == {0, 1}
    assert {hit.score for hit in hits} == {0}
    assert len({hit.id for hit in hits}) == len(hits) == filled.find(Find(EITHER)).total
    assert [hit.id for hit in walk(filled, EITHER, order, first=1000)] == [h.id for h in hits]


def test_all_documents_can_be_gone_through_by_spread(filled: Engine) -> None:
    hits = walk(filled, order="spread", first=50)
    assert [hit.position.score for hit in hits] == sorted(record(hit.id).spread for hit in hits)
    assert len({hit.id for hit in hits}) == 300


def test_a_page_may_begin_behind_a_hit_that_is_gone(filled: Engine) -> None:
    hits = walk(filled, EITHER)
    filled.remove([(hits[9].id, 1)])
    behind = filled.find(Find(EITHER, first=3, after=hits[9].position)).hits
    assert [hit.id for hit in behind] == [hit.id for hit in hits[10:13]]
    end = Position(0, 0, "")
    assert filled.find(Find(EITHER, after=end)).hits == ()


def test_totals_are_the_same_on_every_page(filled: Engine) -> None:
    first = filled.find(Find(EITHER))
    second = filled.find(Find(EITHER, after=first.hits[-1].position))
    assert second.total == first.total


def test_ids_order_by_their_characters(engine: Engine) -> None:
    ids = ["10", "9", "B", "a", "č", "z", "aaaaaaaaaaaa1", "aaaaaaaaaaaa", "😀", "\uffee"]
    fill(engine, [record(id, body="laser") for id in ids])
    for match in (None, Term("body", "l", "laser", 1)):
        assert [hit.id for hit in engine.find(Find(match)).hits] == sorted(ids)
