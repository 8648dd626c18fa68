"""The words of a text, with their places in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from search.analysis.folding import normal

# Accents that stand alone (decomposed text) and characters that only say where a line may break.
_ACCENTS = "\u0300-\u036f"
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_HYPHENS = "\u2010\u2011-"
_WORD = rf"[^\W_]+(?:[{_ACCENTS}{_UNSEEN}]+[^\W_]*)*"
_COMPOUND = re.compile(rf"{_WORD}(?:[{_HYPHENS}]{_WORD})*")
_PART = re.compile(_WORD)
_TO_REMOVE = re.compile(f"[{_UNSEEN}]")
_TO_JOIN = re.compile(f"[{_UNSEEN}{_HYPHENS}]")
SHORT = 3  # letters of “Wi” in “Wi-Fi”, “UV” in “UV-LED”
PARTICLES = frozenset({"li"})  # “je-li”: two words, however short


class Token(NamedTuple):
    """A word and where it stands in the text it comes from.

    `joined` is the whole compound without hyphens at the last part of one that was split.
    """

    text: str
    start: int
    end: int
    joined: str = ""


def tokenise(text: str) -> list[Token]:
    """The words of `text` in order; offsets count its own characters, composed or not.

    A compound with a short part is one word, “Wi-Fi”; others are split, “česko-anglický”.
    """
    tokens: list[Token] = []
    for match in _COMPOUND.finditer(text):
        compound, start, end = match.group(), *match.span()
        parts = [(part.group(), *part.span()) for part in _PART.finditer(compound)]
        if len(parts) == 1 or is_one_word([part for part, _, _ in parts]):
            tokens.append(Token(_TO_REMOVE.sub("", compound), start, end))
            continue
        tokens += [
            Token(_TO_REMOVE.sub("", part), start + first, start + last)
            for part, first, last in parts
        ]
        whole = joined(compound)
        if whole.isalpha():  # “10-20” is not 1020
            tokens[-1] = tokens[-1]._replace(joined=whole)
    return tokens


def compounds(text: str) -> list[str]:
    """The words of `text` in lower case, those with hyphens whole: for long texts in a hurry."""
    return _COMPOUND.findall(normal(text))


def words(text: str) -> Iterator[tuple[str, str]]:
    """The words of `text` in lower case, each with the compound it ends, as `tokenise` has them."""
    for compound in compounds(text):
        if compound.isalnum():
            yield compound, ""
        else:
            for token in tokenise(compound):
                yield token.text, token.joined


def is_one_word(parts: list[str]) -> bool:
    """Whether a compound is one word: it has two parts, of letters, and one of them is short."""
    return (
        len(parts) == 2
        and min(map(len, parts)) <= SHORT
        and parts[0].isalpha()
        and parts[1].isalpha()
        and parts[1].lower() not in PARTICLES
    )


def parts_of(word: str) -> tuple[str, ...]:
    """The parts of a compound that is one word; the word itself when it is none."""
    return tuple(_PART.findall(word))


def joined(word: str) -> str:
    """A compound written as one, “wifi”."""
    return _TO_JOIN.sub("", word)
