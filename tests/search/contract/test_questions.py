"""Questions that cannot be answered are refused by code; strange values are only values."""

from __future__ import annotations

import pytest

from search.engine import Engine, WrongQuestion
from search.query import (
    MAX_FIRST,
    AllOf,
    Best,
    Bonus,
    Buckets,
    Except,
    Facet,
    Find,
    Is,
    Not,
    Phrase,
    Prefix,
    Sum,
    Term,
    Within,
)
from tests.search.contract.records import body, fill, found, kept, record

WRONG = [
    Find(Term("unknown", "l", "a", 1)),
    Find(Term("kind", "l", "a", 1)),
    Find(Term("title", "q", "a", 1)),
    Find(Term("title", "l", "a", 0)),
    Find(Prefix("body", "s", "a", 1)),
    Find(Phrase("kind", (("a",),), 1)),
    Find(Best((Sum((Except(body("a"), (Term("x", "l", "a", 1),)),)),))),
    Find(Bonus(body("a"), ((Is("title", ("a",)), 5),))),
    Find(Bonus(body("a"), ((body("b"), 0),))),
    Find(Sum((body("a", 2000), body("b", 48)))),
    Find(where={"x": Is("deadline", ("a",))}),
    Find(where={"x": AllOf((Not(Within("kind", 1)),))}),
    Find(facets=(Facet("x", "title"),)),
    Find(facets=(Buckets("x", (("a", Is("unknown", ("a",))),)),)),
    Find(order="kind"),
    Find(order="-unknown"),
    Find(first=MAX_FIRST + 1),
    Find(first=-1),
]
STRANGE = [
    "",
    " ",
    "*",
    "a*",
    "?",
    "/.*/",
    '"',
    "\\",
    "\\E",
    "a OR b",
    "kind:job",
    "+a -b",
    "[a TO b]",
    "{!x}",
    "(",
    "[",
    "a{9999}",
    "$where",
    '{"match_all":{}}',
    "<b>",
    "'; DROP TABLE",
    "\x00",
    "\n",
    "\u0301",
    "😀",
    "\U0010ffff",
    "á",
    "a" * 5_000,
]


@pytest.mark.parametrize("question", WRONG, ids=range(len(WRONG)))
def test_wrong_questions_are_refused(engine: Engine, question: Find) -> None:
    fill(engine, [record("1", "a", body="a", kind="a", deadline=1)])
    with pytest.raises(WrongQuestion):
        engine.find(question)
    assert found(engine) == [("1", 0)]


def test_strange_values_are_only_values(engine: Engine) -> None:
    fill(engine, [record("1", "ab", body="ab", extra="ab", kind="ab")])
    for value in STRANGE:
        assert found(engine, body(value)) == []
        assert found(engine, Term("title", "s", value, 1)) == []
        assert found(engine, Phrase("body", ((value,), ("ab", value)), 1)) == []
        assert found(engine, Phrase("body", (("ab", value),), 1)) == [("1", 1)]
        assert found(engine, Prefix("body", "l", value, 1)) == ([] if value else [("1", 1)])
        assert kept(engine, Is("kind", (value,))) == []
        assert kept(engine, Not(Is("id", (value,)))) == ["1"]
        asked = Find(facets=(Facet("kind", "kind", prefix=value),))
        assert engine.find(asked).facets["kind"] == (() if value else (("ab", 1),))


def test_strange_values_are_kept_as_they_are(engine: Engine) -> None:
    values = [value for value in STRANGE if value]
    fill(engine, [record(f"{n:02}", kind=value) for n, value in enumerate(values)])
    for number, value in enumerate(values):
        assert kept(engine, Is("kind", (value,))) == [f"{number:02}"]
    counted = engine.find(Find(facets=(Facet("kind", "kind"),))).facets["kind"]
    assert counted == tuple((value, 1) for value in sorted(values))
