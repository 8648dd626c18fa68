"""The words of a question with the keys that they may meet, and which of them say little."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from search.analysis.folding import fold
from search.analysis.tokens import joined
from search.derivation import derived
from search.parse import Parsed, Word
from search.query import PRIMARY

if TYPE_CHECKING:
    from search.analysis.analyser import Alternative, Analyser

STRONG = 6  # alternatives of less weight are too loose to find terms of the thesaurus by
DERIVED = 4  # weight of the adjective of a noun, and of the noun of an adjective
CERTAIN = 9  # and of less than this, for what is in quotes, in a row or unwanted
# Lemmas of what people say when they ask, not of what they ask for.
ASKING = frozenset(
    {
        *("hledat", "shanet", "chtit", "potrebovat", "zajimat", "najit", "delat", "vyrabet"),
        *("pristi", "kolik", "prosit"),
        *("look", "find", "search", "seek", "want", "need", "make", "interested"),
        *("next", "much", "many", "please"),
    }
)
MIN_BEGINNING = 3  # letters; fewer only where an asterisk says that more follow


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of a question with what it may meet.

    A filler says nothing in some language; a stopword, in the language of the visitor. Of words
    that are being typed only the beginning is known.
    """

    word: Word
    alternatives: tuple[Alternative, ...]
    is_filler: bool = False
    is_stopword: bool = False
    is_beginning: bool = False

    @property
    def folded(self) -> str:
        """The word without case, accents and hyphens, as surfaces of documents are."""
        return fold(joined(self.word.text))


@dataclass(frozen=True, slots=True)
class Question:
    """The words of a question: those outside quotes, those in each quote, those not wanted."""

    words: tuple[Asked, ...]
    phrases: tuple[tuple[Asked, ...], ...]
    unwanted: tuple[tuple[Asked, ...], ...]


def read(parsed: Parsed, locale: str, analyser: Analyser) -> Question:
    """The words of the question of a visitor who reads `locale`.

    When all words say little, none of them is taken for a filler.
    """
    is_shouted = len(parsed.words) > 1 and all(word.text.isupper() for word in parsed.words)
    words = [_read(word, locale, analyser, is_shouted=is_shouted) for word in parsed.words]
    if words and parsed.is_unfinished and _may_go_on(words[-1], analyser):
        words[-1] = replace(words[-1], is_beginning=True)
    if all(asked.is_filler for asked in words):
        words = [replace(asked, is_filler=False, is_stopword=False) for asked in words]
    return Question(
        tuple(words),
        tuple(_plain(words, analyser) for words in parsed.phrases),
        tuple(_plain(words, analyser) for words in parsed.unwanted),
    )


def certain(alternatives: Iterable[Alternative]) -> list[Alternative]:
    """What surely is the word itself; in the bag, as another reading of what stands there."""
    return [a for a in alternatives if a.weight >= (CERTAIN if a.part == PRIMARY else CERTAIN - 1)]


def slots(words: Iterable[Sequence[Alternative]]) -> tuple[tuple[str, ...], ...]:
    """For each word the primary keys that surely are its own."""
    return tuple(tuple(a.key for a in certain(word) if a.part == PRIMARY) for word in words)


def _read(word: Word, locale: str, analyser: Analyser, *, is_shouted: bool) -> Asked:
    """A word outside quotes.

    What says nothing in another language may say something here: Czech “most” is a bridge. So may
    an abbreviation in capitals, “BUT”, unless all is in capitals. “Hledám stáž” asks for “stáž”,
    “Firma s. r. o.” for “Firma”: the rest only counts more.
    """
    text = word.text.lower() if is_shouted else word.text
    is_stopword = analyser.is_stopword(text, None)
    alternatives = analyser.query_word(word.text)
    is_filler = is_stopword or _is_letter(word) or _is_asking(alternatives)
    return Asked(
        word,
        alternatives if is_filler else (*alternatives, *_derived(alternatives, analyser)),
        is_filler=is_filler,
        is_stopword=is_stopword and analyser.is_stopword(text, locale),
        is_beginning=word.is_prefix,
    )


def _is_letter(word: Word) -> bool:
    return len(word.text) == 1 and word.text.isalpha() and not word.is_prefix


def _is_asking(alternatives: Iterable[Alternative]) -> bool:
    """Whether a word, in its likeliest readings, is only said in order to ask."""
    keys = {a.key for a in certain(alternatives) if a.part == PRIMARY}
    return not ASKING.isdisjoint(keys)


def _derived(alternatives: Sequence[Alternative], analyser: Analyser) -> Iterator[Alternative]:
    """What is derived from the word, whatever it may be, and is not among its forms."""
    known = {a.key for a in alternatives}
    for own in certain(alternatives):
        if own.part == PRIMARY:
            for lemma in derived(own.key, analyser):
                if lemma not in known:
                    known.add(lemma)
                    yield own._replace(key=lemma, weight=DERIVED)


def _plain(words: Iterable[Word], analyser: Analyser) -> tuple[Asked, ...]:
    return tuple(Asked(word, analyser.query_word(word.text)) for word in words)


def _may_go_on(asked: Asked, analyser: Analyser) -> bool:
    text = asked.word.text
    return len(text) >= MIN_BEGINNING and not analyser.is_known(text)
