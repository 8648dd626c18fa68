"""Search as visitors know it: a question in, hits and marks out, whatever was typed.

Asked is first for what the question says. When nothing has it, a mistyped word is corrected if
there is no doubt about it; and in the end one of the words will do. A page after the first takes
the same steps, for they depend on what is found in all and not on where a page begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from search.asked import Asked, read
from search.document import Schema
from search.engine import Engine
from search.highlight import Highlighter
from search.parse import Parsed, Word, parse
from search.plan import ALL_WORDS, KEPT, NATIVE, ONE_WORD, Plan, Planner, weight
from search.query import (
    MAX_FIRST,
    SURFACE,
    Best,
    Bonus,
    Buckets,
    Facet,
    Filter,
    Find,
    Is,
    Match,
    Position,
    Prefix,
    Sum,
    Term,
)
from search.results import Found, Hit
from search.spelling import Correction, Speller
from search.thesaurus import Thesaurus
from search.vocabulary import Vocabulary

if TYPE_CHECKING:
    from search.analysis.analyser import Analyser

MAX_SUGGESTED = 20
FORMS = 4  # of a word that are looked at for each one suggested
STEM = "0"  # keys that begin so are stems
WRITTEN, BEGUN, INFLECTED = 10, 8, 5  # weights of words in names, while one types


@dataclass(frozen=True, slots=True)
class Query:
    """What a visitor who reads `locale` asks for; the rest is as in `Find`.

    With `is_verbatim` nothing is corrected: the visitor has seen a correction and wants none.
    With `is_whole` documents that lack one of the words are never an answer.
    """

    text: str
    locale: str
    where: Mapping[str, Filter] = field(default_factory=dict)
    facets: tuple[Facet | Buckets, ...] = ()
    order: str = ""
    first: int = 10
    after: Position | None = None
    is_verbatim: bool = False
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """What was found, and how.

    `text` was searched for: it is what was asked, or the correction of `corrected_from`.
    `did_you_mean` is a likelier text that was not searched for. With `is_partial`, not all words
    were found together. `next` is where the next page begins, None behind the last hit.
    """

    text: str
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    highlighter: Highlighter
    corrected_from: str = ""
    did_you_mean: str = ""
    is_partial: bool = False
    next: Position | None = None


@dataclass(frozen=True, slots=True)
class Suggested:
    """What may come of a question that is still being typed.

    Documents whose names have its words, the likeliest first, and the question with its last word
    completed.
    """

    hits: tuple[Hit, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Understood:
    """A text taken apart, its plan, and those of its words that the vocabulary lacks."""

    parsed: Parsed
    plan: Plan
    missing: tuple[Asked, ...]


class Searcher:
    """Answers visitors from one index. Immutable: make another one when the thesaurus changes."""

    def __init__(
        self,
        engine: Engine,
        analyser: Analyser,
        schema: Schema,
        *,
        thesaurus: Thesaurus | None = None,
        vocabulary: Vocabulary | None = None,
    ) -> None:
        self._engine = engine
        self._analyser = analyser
        self._vocabulary = Vocabulary() if vocabulary is None else vocabulary
        self._speller = Speller(self._vocabulary, analyser)
        self._planner = Planner(analyser, schema, thesaurus or Thesaurus(analyser))
        self._understood = lru_cache(KEPT)(self._understand)
        self._boosts = [(name, f.boost) for name, f in schema.texts().items() if f.completes]

    def search(self, query: Query) -> Results:
        """What answers the question; without words, everything that the filters leave.

        Raises:
            EngineDown: When the engine cannot be reached.
            NoIndex: When it has no live index.
            WrongQuestion: When a filter, facet or order names no field, or too much is asked for.
        """
        understood = self._understood(query.text, query.locale)
        parsed, plan = understood.parsed, understood.plan
        if not parsed:
            return self._results(query, parsed, plan, self._find(query, None))
        found = self._find(query, plan.match)
        corrections = (
            {}
            if query.is_verbatim
            else self._corrections(understood.missing, query.locale, is_any=not found.total)
        )
        corrected = parsed
        if corrections:
            corrected = parse(parsed.replaced({w: c.word for w, c in corrections.items()}))
        is_certain = bool(corrections) and all(c.is_certain for c in corrections.values())
        if not found.total and is_certain:
            answer = self._planner.plan(corrected, query.locale)
            instead = self._find(query, answer.match)
            if instead.total:
                return self._results(query, corrected, answer, instead, asked=parsed)
        likelier = corrected.text if corrections else ""
        if not found.total and len(parsed.words) > 1 and not query.is_whole:
            plan = self._planner.plan(parsed, query.locale, is_any=True)
            found = self._find(query, plan.match)
            is_partial = found.total > 0
            return self._results(query, parsed, plan, found, likelier, is_partial=is_partial)
        return self._results(query, parsed, plan, found, likelier)

    def suggest(
        self,
        text: str,
        locale: str,
        *,
        where: Mapping[str, Filter] | None = None,
        first: int = 8,
    ) -> Suggested:
        """What may come of `text`, whose last word may be unfinished; nothing while it is empty.

        Raises:
            EngineDown: When the engine cannot be reached.
            NoIndex: When it has no live index.
            WrongQuestion: When a filter, facet or order names no field, or too much is asked for.
        """
        parsed = parse(text)
        question = read(parsed, locale, self._analyser)
        first = min(max(first, 0), MAX_SUGGESTED)
        if not question.words or not self._boosts or not first:
            return Suggested()
        *whole, last = question.words
        points = min(ONE_WORD, ALL_WORDS // len(question.words))
        parts = [self._named(asked, points) for asked in whole if not asked.is_filler]
        parts.append(self._named(last, points, is_last=parsed.is_unfinished))
        match = Bonus(Sum(tuple(parts)), ((Is("locale", (locale,)), NATIVE),))
        found = self._engine.find(Find(match, where or {}, first=first))
        texts = self._completed(parsed, last, locale)[:first] if parsed.is_unfinished else ()
        return Suggested(found.hits, texts)

    def is_native(self, hit: Hit) -> bool:
        """True when the hit of a question with words is in the language that the visitor reads."""
        return hit.score >= NATIVE

    def _understand(self, text: str, locale: str) -> _Understood:
        parsed = parse(text)
        words = read(parsed, locale, self._analyser).words if self._vocabulary else ()
        missing = (w for w in words if not w.is_filler and w.folded not in self._vocabulary)
        return _Understood(parsed, self._planner.plan(parsed, locale), tuple(missing))

    def _find(self, query: Query, match: Match | None) -> Found:
        """The answer with one hit more than asked for, which tells whether there is a next page."""
        first = min(query.first + 1, max(query.first, MAX_FIRST))
        return self._engine.find(
            Find(match, query.where, query.facets, query.order, first, query.after)
        )

    def _results(
        self,
        query: Query,
        parsed: Parsed,
        plan: Plan,
        found: Found,
        did_you_mean: str = "",
        *,
        asked: Parsed | None = None,
        is_partial: bool = False,
    ) -> Results:
        hits = found.hits[: query.first]
        is_more = len(found.hits) > len(hits) or query.first == len(hits) == MAX_FIRST
        return Results(
            parsed.text,
            found.total,
            hits,
            found.facets,
            Highlighter(self._analyser, plan.marker),
            corrected_from=asked.text if asked else "",
            did_you_mean=did_you_mean,
            is_partial=is_partial,
            next=hits[-1].position if hits and is_more else None,
        )

    def _corrections(
        self, missing: Iterable[Asked], locale: str, *, is_any: bool = False
    ) -> dict[Word, Correction]:
        """Corrections of the words that are nowhere: in no dictionary and, in any form, in no text.

        `missing` are those that the vocabulary lacks as they are written.

        Without that condition, four in ten names and new words would be taken for mistyped ones.
        With `is_any` also words of a dictionary that no text has; those are never certain.
        """
        found: dict[Word, Correction] = {}
        for asked in missing:
            word = asked.word
            if word in found:
                continue
            is_known = self._analyser.is_known(word.text)
            if (is_any or not is_known) and not self._is_anywhere(asked, locale):
                correction = self._speller.correction(word.text)
                if correction:
                    is_certain = correction.is_certain and not is_known
                    found[word] = replace(correction, is_certain=is_certain)
        return found

    def _is_anywhere(self, asked: Asked, locale: str) -> bool:
        """True when a document has the word, whatever the filters of the question are."""
        word = replace(asked.word, is_prefix=asked.is_beginning)
        plan = self._planner.plan(Parsed(word.text, (word,)), locale)
        return self._engine.find(Find(plan.match, first=1)).total > 0

    def _named(self, asked: Asked, points: int, *, is_last: bool = False) -> Match:
        """Documents whose names have the word, or, when it is the last, one that begins so."""
        parts: list[Match] = []
        for name, boost in self._boosts:
            parts.append(Term(name, SURFACE, asked.folded, weight(boost, WRITTEN, points)))
            parts += [
                Term(name, a.part, a.key, weight(boost, min(a.weight, INFLECTED), points))
                for a in asked.alternatives
            ]
            if is_last:
                parts.append(Prefix(name, SURFACE, asked.folded, weight(boost, BEGUN, points)))
        return Best(tuple(parts))

    def _completed(self, parsed: Parsed, last: Asked, locale: str) -> tuple[str, ...]:
        """The question with its last word completed, native words first.

        Of each word there is one form: the basic one, or else that of most documents.
        """
        found: dict[str, str] = {}
        for folded in self._vocabulary.beginning(last.folded, MAX_SUGGESTED * FORMS):
            word = self._vocabulary.written(folded)
            lemma = self._analyser.lemma(word)
            if lemma == folded or lemma not in found:
                found[lemma] = word
        words = sorted(found.values(), key=lambda word: self._is_foreign(word, locale))
        return tuple(parsed.replaced({last.word: word}) for word in words)

    def _is_foreign(self, word: str, locale: str) -> bool:
        """True when the dictionary of the language lacks the word, so that it has a stem."""
        _, more = self._analyser.document_word(word, locale)
        return any(key.startswith(STEM) for key in more)
