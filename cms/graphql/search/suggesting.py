"""Terms and names that may come of a text that is being typed, each a filter ready to be used.

Offered is only what public documents have now: the index is asked which terms and names these are,
and what people call them is matched, whatever accents were typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.utils import translation

from cms.discovery.answering import values_there
from cms.graphql.context import AskedLocale
from cms.graphql.filters import Terms
from cms.graphql.filters.labels import label_of
from cms.graphql.search.facts import Fact
from cms.graphql.search.labels import shown_codes
from cms.graphql.search.narrowing import conditions
from cms.translation.alphabet import fold

MAX_OFFERED = 5
_folded = lru_cache(maxsize=4096)(fold)


@dataclass(frozen=True, slots=True)
class Offered:
    """A value of a fact, as clients see it: “Topic: Lasers”, and the filter that it stands for."""

    field: str
    value: str
    name: str
    label: str
    count: int
    is_organisation: bool


def offered(
    text: str, asked: AskedLocale, facts: Mapping[str, Fact], now: datetime
) -> list[Offered]:
    """Terms and names of organisations with a word that begins so: most pages first, few of all."""
    begun = fold(text)
    wanted = {name: fact for name, fact in facts.items() if _is_offered(fact)}
    if not begun or not wanted:
        return []
    there = values_there(asked.locale, wanted, conditions({}, facts, now))
    with translation.override(asked.locale):
        found = [
            each
            for name, counts in there.items()
            for each in _named(wanted[name], dict(counts), asked, facts)
            if f" {begun}" in f" {_folded(each.label)}"
        ]
    # Folded, not as in the alphabet: a visitor waits for each letter, and the alphabet is dear.
    found.sort(key=lambda each: (-each.count, _folded(each.label), each.field))
    return found[:MAX_OFFERED]


def _is_offered(fact: Fact) -> bool:
    return _is_name(fact) or any(isinstance(source.field, Terms) for source in fact.sources)


def _is_name(fact: Fact) -> bool:
    return any(source.is_organisation_name for source in fact.sources)


def _named(
    fact: Fact, counts: Mapping[str, int], asked: AskedLocale, facts: Mapping[str, Fact]
) -> Iterator[Offered]:
    codes = [code for code, count in counts.items() if count]
    if not codes:
        return
    label = label_of(fact.sources[0].filter_type, fact.name)
    shown = shown_codes(fact.name, codes, facts, asked.locale, frozenset())
    for code in codes:
        if code in shown:
            value, name = shown[code].value, shown[code].label
            yield Offered(fact.shown_name, value, label, name, counts[code], _is_name(fact))
