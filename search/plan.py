"""From a visitor's question to what engines are asked: what must be there, and what counts more.

Every word asked for has 100 points in the field that counts most, fewer when there are many words.
If all of many are there, that adds 180; words next to one another, as in the question, add up to
200; and the language of the visitor adds more than all else together: what is written in it comes
first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from search.analysis.folding import fold
from search.analysis.tokens import is_one_word
from search.asked import STRONG, Asked, Question, certain, read, slots
from search.document import Schema
from search.fields import MAX_BOOST
from search.highlight import Marker
from search.parse import Parsed
from search.query import (
    EXTRA,
    PRIMARY,
    SURFACE,
    Best,
    Bonus,
    Except,
    Is,
    Match,
    Phrase,
    Prefix,
    Sum,
    Term,
)
from search.thesaurus import Expansion, Label, Slot, Span, Thesaurus

if TYPE_CHECKING:
    from search.analysis.analyser import Alternative, Analyser

NATIVE = 1_024  # points for the visitor's language; all others together stay below
ALL_WORDS, ONE_WORD = 600, 100  # points
NONE_MISSING, ALL_NEIGHBOURS, ALL_JOINED, WHOLE_NAME = 180, 200, 40, 3
TENTHS = 10
APART = 6  # tenths that a term counts whose words do not stand together
BEGINNING = 5  # weight of a word of which only the beginning is known
MAX_EXPANSIONS = 12  # of one term
STEM = "0"  # keys that begin so are stems
KEPT = 64  # plans that are kept for when they are asked for again, some 20 KB each


@dataclass(frozen=True, slots=True)
class Plan:
    """What an engine is asked for a question (None: nothing), and what marks it in texts."""

    match: Match | None
    marker: Marker


@dataclass(slots=True)
class _Draft:
    """What must be there, what only counts more, and what is marked, gathered word by word."""

    units: dict[tuple[str, ...], Match] = field(default_factory=dict)
    quoted: list[Match] = field(default_factory=list)
    bonuses: list[tuple[Match, int]] = field(default_factory=list)
    marked: list[Alternative] = field(default_factory=list)
    beginnings: list[str] = field(default_factory=list)
    rows: list[tuple[tuple[str, ...], ...]] = field(default_factory=list)
    is_any: bool = False

    def marker(self) -> Marker:
        """What marks all this in texts."""
        return Marker(
            frozenset(a.key for a in self.marked if a.part == PRIMARY),
            frozenset(a.key for a in self.marked if a.part == EXTRA),
            tuple(self.beginnings),
            tuple(tuple(map(frozenset, row)) for row in self.rows),
        )

    def required(self) -> Match | None:
        """All of one or two words, all but one of more, or any; and whatever is in quotes.

        Of many words, what has all comes before most of what lacks one.
        """
        units, parts = tuple(self.units.values()), list(self.quoted)
        if self.is_any:
            parts += [Sum(units, at_least=1)] if units else []
        elif len(units) > 2:
            parts.append(Sum(units, at_least=len(units) - 1))
            self.bonuses.append((Sum(units), NONE_MISSING))
        else:
            parts += units
        return _all(parts) if parts else None


class Planner:
    """Plans for questions to an index with the fields of `schema`."""

    def __init__(self, analyser: Analyser, schema: Schema, thesaurus: Thesaurus) -> None:
        self._analyser = analyser
        self._thesaurus = thesaurus
        texts = schema.texts()
        self._boosts = sorted(((name, f.boost) for name, f in texts.items()), key=lambda f: -f[1])
        self._completed = [(name, f.boost) for name, f in texts.items() if f.completes]
        self._plan = lru_cache(KEPT)(self._planned)

    def plan(self, parsed: Parsed, locale: str, *, is_any: bool = False) -> Plan:
        """The plan for a question of a visitor who reads `locale`; with `is_any`, one word will do.

        Otherwise all words must be there if they are one or two, all but one if they are more.
        Asked again, the next page say, it is the very same object, by which engines know it.
        """
        return self._plan(parsed, locale, is_any)

    def _planned(self, parsed: Parsed, locale: str, is_any: bool) -> Plan:
        question = read(parsed, locale, self._analyser)
        draft = _Draft(is_any=is_any)
        count = len(question.words) + sum(map(len, question.phrases))
        points = min(ONE_WORD, ALL_WORDS // max(count, 1))
        self._add_words(draft, question, points)
        for words in question.phrases:
            draft.quoted.append(self._phrase(words, points * len(words)))
            self._mark_phrase(draft, words)
        match = draft.required()
        if match is None:
            return Plan(None, Marker())
        self._add_neighbours(draft, question.words)
        self._add_joined(draft, question.words)
        self._add_whole(draft, parsed.text)
        if draft.bonuses:
            match = Bonus(match, tuple(draft.bonuses))
        if question.unwanted:
            unwanted = tuple(self._phrase(words, ONE_WORD) for words in question.unwanted)
            match = Except(match, unwanted)
        return Plan(Bonus(match, ((Is("locale", (locale,)), NATIVE),)), draft.marker())

    def _add_words(self, draft: _Draft, question: Question, points: int) -> None:
        """Add the words outside quotes: terms of the thesaurus as one, fillers as a bonus."""
        words = question.words
        spans = {span.start: span for span in self._spans(words)}
        place = 0
        while place < len(words):
            span = spans.get(place, Span(place, place + 1, ()))
            inside = words[span.start : span.end]
            said = [asked for asked in inside if not asked.is_filler] or list(inside)
            place = span.end
            if span.start in spans or not inside[0].is_filler:
                unit = self._unit(draft, said, span, points)
                draft.units.setdefault(tuple(asked.folded for asked in said), unit)
            elif not inside[0].is_stopword:
                draft.bonuses.append((self._word(inside[0], points), points // 2))

    def _spans(self, words: Sequence[Asked]) -> list[Span]:
        """The terms of the thesaurus among the words, and compounds that may be written as one."""
        spans = self._thesaurus.matches(
            [
                Slot(
                    frozenset(a.key for a in asked.alternatives if a.weight >= STRONG),
                    asked.is_filler,
                )
                for asked in words
            ]
        )
        taken = {place for span in spans for place in range(span.start, span.end)}
        joined = (s for s in compounds(words) if taken.isdisjoint(range(s.start, s.end)))
        return [*spans, *joined]

    def _unit(self, draft: _Draft, words: Sequence[Asked], span: Span, points: int) -> Match:
        """Documents with these words, or with another term for them.

        When one word will do, it also will when it is of a term.
        """
        for asked in words:
            draft.marked += asked.alternatives
            draft.beginnings += [asked.folded] if asked.is_beginning else []
        own = [self._word(asked, points) for asked in words]
        parts: list[Match] = [_all(own)]
        if draft.is_any and len(own) > 1:
            parts = [Sum(tuple(own), at_least=1)]
        for expansion in span.expansions[:MAX_EXPANSIONS]:
            total = points * len(words) * expansion.tenths // TENTHS
            parts += self._expansion(draft, expansion, total)
        return parts[0] if len(parts) == 1 else _best_of(parts)

    def _expansion(self, draft: _Draft, expansion: Expansion, points: int) -> list[Match]:
        """Documents with a term in a row; or with its words anywhere in names, which counts less.

        In a long text words that are not in a row stand there by chance.
        """
        words = [self._named(word) for word in expansion.label.words]
        said = [
            [a for a in alternatives if a.weight >= STRONG]
            for alternatives, word in zip(words, expansion.label.words, strict=True)
            if not self._analyser.is_stopword(word, expansion.label.locale)
        ]
        said = said or [list(alternatives) for alternatives in words]
        if len(said) == 1:
            draft.marked += said[0]
            return [self._best(said[0], points)]
        row = slots(words)
        draft.rows.append(row)
        apart = points * APART // TENTHS // len(said)
        parts = [Best(tuple(self._terms(word, apart, self._completed))) for word in said]
        return [*self._rows(row, points), *([_all(parts)] if self._completed else [])]

    def _named(self, word: str) -> tuple[Alternative, ...]:
        """What a word of a term may meet; of an abbreviation that is like another word only itself.

        “NA” is no preposition, nor “CTU” a form of “číst”.
        """
        found = self._analyser.query_word(word)
        is_abbreviation = len(word) > 1 and word.isupper()
        if not is_abbreviation or not self._analyser.is_known(word):
            return found
        own = {
            fold(word),
            STEM + fold(word),
        }  # the stem is in texts of a language without that word
        return tuple(a._replace(weight=max(a.weight, STRONG)) for a in found if a.key in own)

    def _word(self, asked: Asked, points: int) -> Match:
        """Documents with a word in any form, or with one that begins so."""
        parts = self._terms(asked.alternatives, points)
        if asked.is_beginning:
            parts += [
                Prefix(name, SURFACE, asked.folded, weight(boost, BEGINNING, points))
                for name, boost in self._completed
            ]
        return Best(tuple(parts))

    def _best(self, alternatives: Iterable[Alternative], points: int) -> Match:
        return Best(tuple(self._terms(alternatives, points)))

    def _terms(
        self,
        alternatives: Iterable[Alternative],
        points: int,
        fields: Sequence[tuple[str, int]] | None = None,
    ) -> list[Match]:
        """Documents with one of the alternatives in a field: what it counts there."""
        known = list(alternatives)
        return [
            Term(name, a.part, a.key, weight(boost, a.weight, points))
            for name, boost in (self._boosts if fields is None else fields)
            for a in known
        ]

    def _rows(self, row: tuple[tuple[str, ...], ...], points: int) -> list[Match]:
        """Documents that have the words in a row, by field."""
        return [Phrase(name, row, weight(boost, TENTHS, points)) for name, boost in self._boosts]

    def _phrase(self, words: Sequence[Asked], points: int) -> Match:
        """Documents that have what was in quotes: these words and no others, in any form."""
        if len(words) == 1:
            return self._best(certain(words[0].alternatives), points)
        return Best(tuple(self._rows(slots(asked.alternatives for asked in words), points)))

    def _mark_phrase(self, draft: _Draft, words: Sequence[Asked]) -> None:
        if len(words) == 1:
            draft.marked += certain(words[0].alternatives)
        else:
            draft.rows.append(slots(asked.alternatives for asked in words))

    def _add_neighbours(self, draft: _Draft, words: Sequence[Asked]) -> None:
        """Add a bonus for each two words that stand together as in the question."""
        places = [place for place, asked in enumerate(words) if not asked.is_filler]
        pairs = [words[first : last + 1] for first, last in pairwise(places)]
        all_boosts = sum(boost for _, boost in self._boosts)
        for pair in dict.fromkeys(slots(asked.alternatives for asked in pair) for pair in pairs):
            for name, boost in self._boosts:
                points = ALL_NEIGHBOURS * boost // (all_boosts * len(pairs))
                if points:
                    draft.bonuses.append((Phrase(name, pair, points), points))

    def _add_joined(self, draft: _Draft, words: Sequence[Asked]) -> None:
        """Add a bonus for words that others write as one: “LASER-PRO” for “laser pro”."""
        pairs = [(one.word, next.word) for one, next in pairwise(words)]
        joined = [
            one.text + next.text
            for one, next in pairs
            if next.start == one.end + 1 and is_one_word([one.text, next.text])
        ]
        for word in joined:
            points = ALL_JOINED // len(joined)
            found = self._best(certain(self._analyser.query_word(word)), points)
            draft.bonuses.append((found, points))

    def _add_whole(self, draft: _Draft, text: str) -> None:
        """Add a bonus for what is called just so: “Členové” comes before all that names members."""
        whole = self._analyser.whole(text)
        if whole and self._completed:
            terms = tuple(Term(name, EXTRA, whole, 1) for name, _ in self._completed)
            draft.bonuses.append((Best(terms), WHOLE_NAME))


def compounds(words: Sequence[Asked]) -> list[Span]:
    """The words with hyphens, “opto-mechanika”, each to be found as one word, too."""
    found = []
    for last, asked in enumerate(words):
        joined, parts = asked.word.joined, ""
        for first in range(last, -1, -1) if joined else ():
            parts = words[first].word.text + parts
            if parts == joined:
                found.append(Span(first, last + 1, (Expansion(Label((joined,), ""), TENTHS),)))
                break
    return found


def _best_of(parts: Iterable[Match]) -> Match:
    """The best of all parts, in one: the best of a few bests is found more slowly."""
    return Best(tuple(p for part in parts for p in (part.parts if type(part) is Best else (part,))))


def _all(parts: Sequence[Match]) -> Match:
    return parts[0] if len(parts) == 1 else Sum(tuple(parts))


def weight(boost: int, tenths: int, points: int) -> int:
    """What a match counts in a field: all the points only in one of the highest boost."""
    return max(1, boost * tenths * points // (MAX_BOOST * TENTHS))
