"""What queries match, and the whole numbers that they score."""

from __future__ import annotations

import pytest

from search.engine import Engine
from search.query import (
    Best,
    Bonus,
    Except,
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
from tests.search.contract.records import body, fill, found, record

RECORDS = [
    record("1", "fiber laser", body="laser design | optics", extra="0las", locale="en", deadline=9),
    record("2", "laser", body="design laser laser", locale="cs"),
    record("3", "lens", body="optics of lens", extra="0las 0len", locale="cs", deadline=3),
]
PHRASES: dict[str, tuple[Match, list[tuple[str, int]]]] = {
    "in a row": (Phrase("body", (("laser",), ("design",)), 5), [("1", 5)]),
    "the other way round": (Phrase("body", (("design",), ("laser",)), 5), [("2", 5)]),
    "not over a gap": (Phrase("body", (("design",), ("optics",)), 5), []),
    "one word twice": (Phrase("body", (("laser",), ("laser",)), 5), [("2", 5)]),
    "any key of a slot": (
        Phrase("body", (("of", "design", "x"), ("lens", "laser")), 5),
        [("2", 5), ("3", 5)],
    ),
    "many keys in each slot": (
        Phrase("body", (("of", "a", "b", "c", "d"), ("x.*", "[", "lens", "e", "f")), 5),
        [("3", 5)],
    ),
    "one slot": (Phrase("body", (("lens", "of"),), 5), [("3", 5)]),
    "no slot": (Phrase("body", (), 5), []),
    "a slot without keys": (Phrase("body", (("laser",), ()), 5), []),
    "longer than the text": (Phrase("title", (("laser",), ("laser",)), 5), []),
}
MATCHES: dict[str, tuple[Match, list[tuple[str, int]]]] = {
    "a term counts once, however often it is there": (body("laser", 7), [("1", 7), ("2", 7)]),
    "primary and extra keys are apart": (Term("body", "x", "0las", 3), [("1", 3), ("3", 3)]),
    "fields are apart": (Term("title", "l", "lens", 3), [("3", 3)]),
    "a key is whole": (body("lase"), []),
    "a prefix counts once": (Prefix("body", "l", "l", 4), [("1", 4), ("2", 4), ("3", 4)]),
    "a prefix in the words as written": (Prefix("title", "s", "las", 2), [("1", 2), ("2", 2)]),
    "a prefix may be the whole key": (Prefix("body", "x", "0len", 2), [("3", 2)]),
    "a prefix is no pattern": (Prefix("body", "l", ".*", 2), []),
    "the best of several": (
        Best((body("laser", 4), body("design", 9), body("optics", 6))),
        [("1", 9), ("2", 9), ("3", 6)],
    ),
    "the best of nothing": (Best(()), []),
    "a sum of all": (Sum((body("laser", 4), body("optics", 6))), [("1", 10)]),
    "a sum of some": (
        Sum((body("laser", 4), body("optics", 6), body("of", 100)), at_least=1),
        [("3", 106), ("1", 10), ("2", 4)],
    ),
    "a sum of at least two": (
        Sum((body("laser", 4), body("optics", 6), body("of", 100)), at_least=2),
        [("3", 106), ("1", 10)],
    ),
    "a sum of more than there are": (Sum((body("laser"),), at_least=2), []),
    "a sum of at least nothing": (Sum((body("of", 4),), at_least=0), [("3", 4)]),
    "a sum without parts": (Sum(()), []),
    "one part twice": (Sum((body("of", 4), body("of", 4))), [("3", 8)]),
    "a bonus adds, and finds nothing more": (
        Bonus(body("laser", 4), ((Term("title", "l", "fiber", 9), 1024), (body("of"), 5))),
        [("1", 1028), ("2", 4)],
    ),
    "a bonus may be a filter": (
        Bonus(body("laser", 4), ((Is("locale", ("cs",)), 1024), (Within("deadline", 9), 2))),
        [("2", 1028), ("1", 6)],
    ),
    "a bonus may be a negation": (
        Bonus(body("laser", 4), ((Not(Is("locale", ("cs",))), 3),)),
        [("1", 7), ("2", 4)],
    ),
    "unwanted documents are left out": (
        Except(body("laser", 4), (Term("title", "l", "fiber", 1), body("of"))),
        [("2", 4)],
    ),
    "nothing unwanted": (Except(body("laser", 4), ()), [("1", 4), ("2", 4)]),
    "inside one another": (
        Best((Sum((body("laser", 4), Best((body("optics", 6), body("of", 7))))), body("lens", 3))),
        [("1", 10), ("3", 3)],
    ),
}


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """The engine with the records above."""
    fill(engine, RECORDS)
    return engine


def test_matches_score_whole_numbers(filled: Engine) -> None:
    answers = {what: found(filled, match) for what, (match, _) in MATCHES.items()}
    assert answers == {what: expected for what, (_, expected) in MATCHES.items()}


def test_phrases_match_keys_in_a_row(filled: Engine) -> None:
    answers = {what: found(filled, match) for what, (match, _) in PHRASES.items()}
    assert answers == {what: expected for what, (_, expected) in PHRASES.items()}


def test_scores_do_not_follow_from_other_documents(filled: Engine) -> None:
    before = found(filled, Sum((body("laser", 4), body("design", 3))))
    filled.put([record(f"x{number}", body="laser") for number in range(50)])
    assert found(filled, Sum((body("laser", 4), body("design", 3)))) == before


def test_totals_count_what_is_not_on_the_page(filled: Engine) -> None:
    answer = filled.find(Find(body("laser"), first=1))
    assert (answer.total, len(answer.hits)) == (2, 1)
    answer = filled.find(Find(body("laser"), first=0))
    assert (answer.total, answer.hits) == (2, ())
