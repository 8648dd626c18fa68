"""The analyser: from texts to the keys they are found by, from words of a query to what may match.

A document's word has one primary key, its lemma, and rarely more in a bag: other readings, and the
stem when no dictionary of its language knows it. A query's word has weighted alternatives. Stems of
known words are in no document, so that stems join words only where one side is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple, Self

from search.analysis.folding import bare, normal
from search.analysis.language import SHORTEST, Language
from search.analysis.lexica import fingerprint, lexica
from search.analysis.tokens import compounds, joined, parts_of, words
from search.document import GAP, Keys
from search.query import EXTRA, PRIMARY

STEM = "0"  # before a stem, for no word begins so and every engine leaves it alone
WHOLE = "00"  # before all words of a text: who asks for just these wants just that
STOP = "0"  # behind a word that says nothing: “může” must not be found by “muže”
LONGEST = 60  # letters of a key
CACHED = 10_000  # words of documents whose keys are remembered, by language: 4 MB; fewer of queries
CACHED_QUERIES = 5_000
OTHER_GUESSES = 3  # lemmas that an unknown word of a query may have, too


class Alternative(NamedTuple):
    """A key that a query's word may meet in a part of a text field: weight 1 to 10."""

    part: str
    key: str
    weight: int


class Analyser:
    """Keys of texts in Czech and English. It may be used by several threads at once."""

    def __init__(self, languages: dict[str, Language], fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self._languages = languages
        self._document_words = {
            locale: lru_cache(CACHED)(partial(self._keys, language))
            for locale, language in languages.items()
        }
        self._query_word = lru_cache(CACHED_QUERIES)(self._alternatives)

    @classmethod
    def open(cls, directory: Path | None = None) -> Self:
        """The analyser of this version, its lexica compiled into the folder if they are missing.

        Raises:
            OSError: When the folder (by default in the user's cache) cannot be read or written.
            CalledProcessError: When they cannot be compiled; why has been printed.
        """
        opened = lexica(directory)
        return cls(
            {code: Language(code, lexicon) for code, lexicon in opened.items()}, fingerprint()
        )

    def document(self, text: str, locale: str) -> Keys:
        """The keys of a text in the language of `locale`; `GAP` stands between paragraphs."""
        primary: list[str] = []
        extra: list[str] = []
        keys_of = self._document_words[locale]
        for paragraph in text.splitlines():
            if primary and primary[-1] != GAP:
                primary.append(GAP)
            for compound in compounds(paragraph):
                if not compound.isalnum():
                    _add(compound, keys_of, primary, extra)
                    continue
                key, more = keys_of(compound)
                primary.append(key)
                if more:
                    extra += more
        if primary and primary[-1] == GAP:
            primary.pop()
        return Keys(tuple(primary), tuple(extra))

    def document_word(self, word: str, locale: str) -> tuple[str, tuple[str, ...]]:
        """The primary key of a word in a text of that language, and the keys for its bag."""
        return self._document_words[locale](normal(word))

    def query_word(self, word: str) -> tuple[Alternative, ...]:
        """What a word of a query may meet, in texts of any language, the weightiest first."""
        return self._query_word(normal(word))

    def surfaces(self, text: str) -> tuple[str, ...]:
        """The words of a text as they are written, folded."""
        return tuple(_key(joined(word)) for word, _ in words(text))

    def whole(self, text: str) -> str:
        """The key of a text as a whole, such as a title; empty when it has no words or many."""
        folded = "".join(self.surfaces(text))
        return WHOLE + folded if 0 < len(folded) <= LONGEST - len(WHOLE) else ""

    def is_known(self, word: str) -> bool:
        """Whether a dictionary has the word, with or without its accents."""
        word, folded = _written(normal(word))
        return any(language.reading(word, folded) for language in self._languages.values())

    def lemma(self, word: str) -> str:
        """The likeliest folded lemma of a word, Czech if it can be; the word itself if unknown."""
        word, folded = _written(normal(word))
        for language in self._languages.values():
            if reading := language.reading(word, folded):
                return reading.lemmas[0]
        return folded

    def is_stopword(self, word: str, locale: str | None = None) -> bool:
        """Whether the word says nothing in that language; in any, when none is given.

        In capitals it does: “IT” and “US” are no pronouns.
        """
        lowered = normal(word)
        is_abbreviation = len(word) > 1 and word.isupper()
        return not is_abbreviation and any(
            lowered in language.stopwords
            for code, language in self._languages.items()
            if locale in (None, code)
        )

    def _keys(self, language: Language, word: str) -> tuple[str, tuple[str, ...]]:
        """The keys of a word of a document in that language, given in lower case."""
        if word.isalnum():
            return self._word_keys(language, word, _key(word))
        key, more = self._word_keys(language, *_written(word))
        parts = (part for part in parts_of(word) if len(part) > 1)
        of_parts = tuple(self._word_keys(language, *_written(part))[0] for part in parts)
        return key, tuple(dict.fromkeys(k for k in (*more, *of_parts) if k != key))

    def _word_keys(self, own: Language, word: str, folded: str) -> tuple[str, tuple[str, ...]]:
        if word in own.stopwords:
            return folded + STOP, ()
        if len(folded) < SHORTEST or not folded.isalpha():
            return folded, ()
        if reading := own.reading(word, folded):
            return reading.lemmas[0], reading.lemmas[1:] + reading.related
        for language in self._languages.values():
            if language is not own and (reading := language.reading(word, folded)):
                return reading.lemmas[0], (*reading.lemmas[1:], STEM + own.stem(folded))
        if len(folded) == SHORTEST:
            return folded, ()
        positive = own.positive(folded)
        guess = self._guesses(own, positive)[0]
        return guess, tuple(dict.fromkeys((STEM + own.stem(positive), STEM + own.stem(guess))))

    def _guesses(self, language: Language, folded: str) -> tuple[str, ...]:
        """What the lemma of an unknown word may be: first one that is known.

        It may be a word of another language with an ending of this one, as “workshopech”.
        """
        guesses = language.guesses(folded) or (folded,)
        others = (each for each in self._languages.values() if each is not language)
        for each in (language, *others):
            for guess in guesses:
                is_possible = each is language or folded.startswith(guess)
                if is_possible and len(guess) > SHORTEST and each.is_lemma(guess):
                    return (guess, *guesses)
        return guesses

    def _alternatives(self, word: str) -> tuple[Alternative, ...]:
        """The alternatives for a word given in lower case."""
        word, folded = _written(word)
        weights = {(PRIMARY, folded): 10, (EXTRA, folded): 8}
        if any(word in language.stopwords for language in self._languages.values()):
            weights[PRIMARY, folded + STOP] = 10
        if len(folded) >= SHORTEST and folded.isalpha():
            found = [*self._of_known(word, folded)] or self._of_unknown(folded)
            for (part, key), weight in found:
                weights[part, key] = max(weight, weights.get((part, key), 0))
        alternatives = (Alternative(part, key, weight) for (part, key), weight in weights.items())
        return tuple(sorted(alternatives, key=lambda a: -a.weight))

    def _of_known(self, word: str, folded: str) -> Iterator[tuple[tuple[str, str], int]]:
        readings = [(each, each.reading(word, folded)) for each in self._languages.values()]
        for language, reading in readings:
            for lemma in reading.lemmas if reading else ():
                yield (PRIMARY, lemma), 10
                yield (EXTRA, lemma), 8
                yield (EXTRA, STEM + language.stem(lemma)), 5
            for lemma in reading.related if reading else ():
                yield (PRIMARY, lemma), 4
        if any(reading for _, reading in readings):
            for language, _ in readings:
                yield (EXTRA, STEM + language.stem(folded)), 5

    def _of_unknown(self, folded: str) -> Iterator[tuple[tuple[str, str], int]]:
        if len(folded) == SHORTEST:
            return
        for language in self._languages.values():
            positive = language.positive(folded)
            guess, *others = self._guesses(language, positive)
            yield (PRIMARY, guess), 9
            yield (EXTRA, STEM + language.stem(positive)), 6
            yield (EXTRA, STEM + language.stem(guess)), 6
            for other in others[:OTHER_GUESSES]:
                yield (PRIMARY, other), 5


def _add(
    compound: str,
    keys_of: Callable[[str], tuple[str, tuple[str, ...]]],
    primary: list[str],
    extra: list[str],
) -> None:
    """Add the keys of a word with hyphens, or whatever is no letter, in it."""
    for word, whole in words(compound):
        key, more = keys_of(word)
        primary.append(key)
        extra += more
        if whole and len(whole) <= LONGEST:
            key, more = keys_of(whole)
            extra += (key, *more)


def _written(word: str) -> tuple[str, str]:
    """A word as dictionaries have it, and folded."""
    if not word.isalnum():
        word = "".join(letter for letter in word if letter.isalnum())
    return word, _key(word)


def _key(word: str) -> str:
    """The folded word, made such that no word is a gap and none is too long for an engine."""
    folded = bare(word)[:LONGEST]
    return folded if folded != GAP else "000"
