"""What things are called: terms that mean the same in both languages, and related ones.

The thesaurus is asked with every question and never written into an index: a change counts with
the next question. Terms are met in any form, for they are kept by the keys of their words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import TYPE_CHECKING

from search.analysis.folding import fold
from search.analysis.tokens import joined, tokenise

if TYPE_CHECKING:
    from search.analysis.analyser import Analyser

SYNONYM, TRANSLATION, RELATED = 9, 7, 4  # tenths of what the visitor's own word counts
MAX_TERM_WORDS = 10
MAX_PATHS = 16  # by which one term can be met; unknown words have several keys each


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing: what it is called, and what is related to it, by language."""

    terms: Mapping[str, tuple[str, ...]]
    related: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Label:
    """Words that name a thing in one language."""

    words: tuple[str, ...]
    locale: str


@dataclass(frozen=True, slots=True)
class Expansion:
    """A term that finds what was asked for, too; it counts `tenths` of the visitor's own words."""

    label: Label
    tenths: int


@dataclass(frozen=True, slots=True)
class Span:
    """Words `start` to `end` of a question are a term of the thesaurus; others find it, too."""

    start: int
    end: int
    expansions: tuple[Expansion, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A word of a question as the thesaurus sees it: the keys it may have.

    A term may pass over one that `is_stopword`, and is not met by such a word alone.
    """

    keys: frozenset[str]
    is_stopword: bool = False


@dataclass(slots=True)
class _Node:
    """Where the words read so far lead: on by the next key, and to the terms that end here."""

    next: dict[str, _Node] = field(default_factory=dict)
    ends: list[tuple[Label, _Concept]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class _Concept:
    """An entry with its terms taken apart."""

    terms: tuple[Label, ...]
    related: tuple[Label, ...]

    def expansions(self, met: Label) -> Iterator[Expansion]:
        """What else finds the thing when `met` was asked for."""
        locales = {term.locale for term in self.terms if term.words == met.words} | {met.locale}
        is_own = any(term.words == met.words for term in self.terms)
        for term in self.terms:
            tenths = SYNONYM if term.locale in locales else TRANSLATION
            yield Expansion(term, tenths if is_own else RELATED)
        for term in self.related:
            yield Expansion(term, RELATED)


class Thesaurus:
    """Entries, by the words of their terms. Immutable; another set of entries is another one."""

    def __init__(self, analyser: Analyser, entries: Iterable[Entry] = ()) -> None:
        self._root = _Node()
        self._analyser = analyser
        for entry in entries:
            concept = _Concept(tuple(_terms(entry.terms)), tuple(_terms(entry.related)))
            for term in dict.fromkeys((*concept.terms, *concept.related)):
                self._add(term, concept)

    def matches(self, slots: Sequence[Slot]) -> list[Span]:
        """The terms in a question: none over another, at each word the longest that begins there.

        Expansions of words that mean several things are those of all of them, the best first.
        """
        found: list[Span] = []
        start = 0
        while start < len(slots):
            end, ends = self._longest(slots, start)
            if ends:
                found.append(Span(start, end, _merged(ends)))
            start = max(end, start + 1)
        return found

    def _longest(
        self, slots: Sequence[Slot], start: int
    ) -> tuple[int, list[tuple[Label, _Concept]]]:
        """Where the longest term from `start` ends, and what ends there."""
        best: tuple[int, list[tuple[Label, _Concept]]] = (start, [])
        nodes = [self._root]
        for place in range(start, len(slots)):
            slot = slots[place]
            reached = [node.next[key] for node in nodes for key in slot.keys if key in node.next]
            unique = list({id(node): node for node in reached}.values())
            ends = [end for node in unique for end in node.ends]
            is_word = place > start or not slot.is_stopword
            if ends and (is_word or len(slots) == 1):
                best = (place + 1, ends)
            nodes = unique + (nodes if slot.is_stopword and place > start else [])
            if not nodes:
                break
        return best

    def _add(self, term: Label, concept: _Concept) -> None:
        """Lead the keys of the term to it, and also those of its content words alone."""
        words = [(self._keys(word, term.locale), self._is_stopword(word)) for word in term.words]
        content = [keys for keys, is_stopword in words if not is_stopword]
        self._lead([keys for keys, _ in words], term, concept)
        if 2 <= len(content) < len(words):
            self._lead(content, term, concept)

    def _lead(self, keys: Sequence[tuple[str, ...]], term: Label, concept: _Concept) -> None:
        for path in islice(product(*keys), MAX_PATHS):
            node = self._root
            for key in path:
                node = node.next.setdefault(key, _Node())
            if not any(known is concept and other == term for other, known in node.ends):
                node.ends.append((term, concept))

    def _keys(self, word: str, locale: str) -> tuple[str, ...]:
        """The keys of a word of a term: those of its lemma, for terms are written in basic forms.

        “Technika” is a thing before it is what a technician has. Words that no dictionary has are
        met by their stems, too.
        """
        primary, extra = self._analyser.document_word(word, locale)
        if extra and self._analyser.is_known(word):
            extra = ()
        return tuple(dict.fromkeys((fold(joined(word)), primary, *extra)))

    def _is_stopword(self, word: str) -> bool:
        return self._analyser.is_stopword(word, None)


def _terms(by_locale: Mapping[str, tuple[str, ...]]) -> Iterator[Label]:
    """The terms in order, those that have words."""
    for locale, texts in by_locale.items():
        for text in texts:
            words = tuple(token.text for token in tokenise(text)[:MAX_TERM_WORDS])
            if words:
                yield Label(words, locale)


def _merged(ends: Iterable[tuple[Label, _Concept]]) -> tuple[Expansion, ...]:
    """Each term once, as it counts most; without those that were typed."""
    ends = list(ends)
    typed = {tuple(map(str.lower, term.words)) for term, _ in ends}
    best: dict[tuple[str, ...], Expansion] = {}
    for term, concept in ends:
        for expansion in concept.expansions(term):
            words = tuple(map(str.lower, expansion.label.words))
            known = best.get(words)
            if words not in typed and (known is None or known.tenths < expansion.tenths):
                best[words] = expansion
    return tuple(sorted(best.values(), key=lambda expansion: -expansion.tenths))
