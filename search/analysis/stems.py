"""Stems: what is left of a word without its ending, for words that no dictionary has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

import Stemmer

# Endings by their length, and how many letters a word has at least so that one is taken off.
# All of a row are of one length, so that no part of a row but an ending has it.
_CZECH_ENDINGS: tuple[tuple[int, int, str], ...] = (
    (5, 8, "atech"),
    (4, 7, "atum"),
    (3, 6, "ech ich eho emi emu iho imi imu ach ata aty ych ama ami ove ovi ymi"),
    (2, 5, "em es im um at am os us ym mi ou"),
    (1, 4, "a e i o u y"),
)
_POSSESSIVES = ("ov", "in", "uv")
_HARDENED = {"c": "k", "z": "h", "g": "h"}  # “technolozi” of “technolog”


def czech_stem(folded: str) -> str:
    """The stem of a folded Czech word.

    Source: Dolamic & Savoy, “Indexing and stemming approaches for the Czech language” (2009), the
    light stemmer, its rules folded; without the endings of “kuře”, which “kyvetě” does not have.
    """
    stem = folded
    for length, least, endings in _CZECH_ENDINGS:
        if len(stem) >= least and stem[-length:] in endings:
            stem = stem[:-length]
            break
    if len(stem) > 5 and stem.endswith(_POSSESSIVES):
        stem = stem[:-2]
    return _hardened(stem)


def _hardened(stem: str) -> str:
    """`stem` with its last letters as they are before other endings: “optic” is “optik”."""
    if stem.endswith(("ct", "st")):
        return stem[:-2] + ("ck" if stem.endswith("ct") else "sk")
    if stem[-1:] in _HARDENED:
        return stem[:-1] + _HARDENED[stem[-1]]
    if len(stem) > 2 and stem[-2] == "e":  # “paprsek”, “paprsku”
        return stem[:-2] + stem[-1]
    return stem


@cache
def _porter() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english", 0)  # the analyser has a cache of its own


def english_stem(folded: str) -> str:
    """The stem of a folded English word, by porter2."""
    stem: str = _porter().stemWord(folded)
    return stem


STEMS: Mapping[str, Callable[[str], str]] = MappingProxyType({"cs": czech_stem, "en": english_stem})
