"""What one language's lexicon says of a word: its lemmas, or a guess and a stem."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from search.analysis.folding import fold
from search.analysis.guesser import guesses
from search.analysis.lexicon import Lexicon
from search.analysis.stems import STEMS

DATA = Path(__file__).parent / "data"
SHORTEST = 3  # letters of a word that has endings
# Czech comparison and negation, the longer first: what is said of the rest, and what comes before.
_PREFIXES = (("nejne", "ne"), ("nej", ""), ("ne", "ne"))
_SUPERLATIVE = re.compile("nej.{3,}(ejs|eji$)")


class Reading(NamedTuple):
    """The lemmas of a known word, the likeliest first, and lemmas that it is related to."""

    lemmas: tuple[str, ...]
    related: tuple[str, ...] = ()


class Language:
    """A language as its lexicon has it. Words are given in lower case, and folded."""

    def __init__(self, locale: str, lexicon: Lexicon) -> None:
        self.locale = locale
        self.stem = STEMS[locale]
        self._lexicon = lexicon
        # Also without accents, where that is no other word: “byt” is a flat.
        listed = (DATA / locale / "stopwords.txt").read_text(encoding="utf-8")
        self.stopwords = frozenset(listed.split())
        self._prefixes = _PREFIXES if locale == "cs" else ()

    def reading(self, word: str, folded: str) -> Reading | None:
        """What is known of the word, if anything; its accents, where there are any, choose."""
        said = self._lexicon.get(folded)
        if said is not None:
            return Reading(_chosen(said, word))
        for prefix, kept in self._prefixes:
            if folded.startswith(prefix) and len(folded) - len(prefix) >= SHORTEST:
                said = self._lexicon.get(folded[len(prefix) :])
                if said is not None:
                    lemmas = _chosen(said, word[len(prefix) :])
                    if kept:
                        return Reading(tuple(kept + lemma for lemma in lemmas), lemmas)
                    return Reading(lemmas)
        return None

    def guesses(self, folded: str) -> tuple[str, ...]:
        """What the lemma of an unknown word may be, the likeliest first."""
        return tuple(dict.fromkeys(guesses(folded, self._lexicon.get)))

    def positive(self, folded: str) -> str:
        """An unknown word without the beginning of a superlative, when it ends like one."""
        if self._prefixes and _SUPERLATIVE.match(folded):
            return folded.removeprefix("nej")
        return folded

    def is_lemma(self, folded: str) -> bool:
        """Whether the word is a known lemma."""
        said = self._lexicon.get(folded)
        return said is not None and folded in _chosen(said, folded)


def _chosen(said: str, word: str) -> tuple[str, ...]:
    """The lemmas of the variants that `word` is, else that it may stand for, else of all."""
    if "=" not in said:
        return tuple(said.split(","))
    variants = [variant.partition("=") for variant in said.split("|")]
    chosen = [lemmas for form, _, lemmas in variants if form == word]
    if not chosen:
        chosen = [lemmas for form, _, lemmas in variants if _may_stand_for(word, form)]
    if not chosen:
        chosen = [lemmas for _, _, lemmas in variants]
    return tuple(dict.fromkeys(lemma for lemmas in chosen for lemma in lemmas.split(",")))


def _may_stand_for(word: str, form: str) -> bool:
    """Whether `word` is `form` with some accents left out."""
    return len(word) == len(form) and all(
        typed == letter or typed == fold(letter) for typed, letter in zip(word, form, strict=True)
    )
