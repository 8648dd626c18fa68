"""All forms of a word, from its lemma and the pattern it follows.

Czech patterns bear the names that school grammars give them. An asterisk in a lemma marks an e
that stands only where no ending follows: “paprs*k” is “paprsek, paprsku”, “čoč*ka” is “čočka,
čoček”. In endings, “^” softens the consonant before it and “-” is no ending at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# The first ending is the lemma's.
_PATTERNS: Mapping[str, str] = MappingProxyType(
    {
        # Czech
        "pán": "- a u ovi em ^i ové y ů ům ~ech ~^ích",
        "muž": "- e i ovi em ové ů ům ích",
        "učitel": "- e i ovi em é ové ů ům ích",
        "předseda": "a y ovi u o ou ové é ů ům ~ech ~^ích",
        "hrad": "- u em y ů ům ~ech ~^ích",
        "stroj": "- e i em ů ům ích",
        "žena": "a y ^ě u o ou - ám ách ami",
        "růže": "e i í ím ích emi",
        "píseň": "- e i í ím ích emi",
        "ulice": "e i í ím ích emi -",
        "kost": "- i í em ech mi",
        "město": "o a u ^ě em - ům y ~ech ~^ích",
        "cyklus": "us u em y ů ům ech",
        "vrata": "a - ům y ech",
        "centrum": "um a u em - ům ech y",
        "stadium": "um a u em í ím ích i",
        "moře": "e i em í ím ích",
        "stavení": "í ím ích ími",
        "mladý": "ý ého ému ém ým á é ou ^í ých ými",
        "jarní": "í ího ímu ím ích ími",
        # Czech and English: one form only
        "unchanged": "-",
        # English
        "book": "- s",
        "box": "- es",
        "city": "y ies",
        "work": "- s ed ing",
        "bake": "e es ed ing",
        "thesis": "is es",
        "criterion": "on a",
    }
)
_SOFTENED = (
    ("ck", "čt"),
    ("sk", "št"),
    ("ch", "š"),
    ("k", "c"),
    ("h", "z"),
    ("g", "z"),
    ("r", "ř"),
)
_VELARS = ("k", "h", "g")  # “ch” among them


def forms(lemma: str, pattern: str) -> tuple[str, ...]:
    """The forms of a word, the lemma without its asterisk first.

    Raises:
        ValueError: When there is no such pattern, or the lemma does not end as it demands.
    """
    if pattern not in _PATTERNS:
        raise ValueError(f"There is no pattern “{pattern}”.")
    first, *_ = endings = _PATTERNS[pattern].split()
    of_lemma = first.removeprefix("-")
    if not lemma.endswith(of_lemma) or lemma == of_lemma:
        raise ValueError(f"“{lemma}” does not follow “{pattern}”.")
    stem = lemma.removesuffix(of_lemma) if of_lemma else lemma
    return tuple(dict.fromkeys(form for e in endings if (form := _form(stem, e))))


def _form(stem: str, ending: str) -> str:
    """The stem with the ending; empty when the stem does not take it."""
    if ending == "-":
        return stem.replace("*", "e")
    stem = stem.replace("*", "")
    if ending.startswith("~"):  # either “laserech” or “mikroskopech”, but “prvcích”
        if stem.endswith(_VELARS) is not ending.startswith("~^"):
            return ""
        ending = ending[1:]
    if ending.startswith("^"):
        stem, ending = _soft(stem, ending == "^í"), ending[1:]
    if ending == "ě" and stem[-1] not in "dtnbpvmf":
        ending = "e"
    return stem + ending


def _soft(stem: str, is_adjective: bool) -> str:
    """The stem before a softening ending: “optik” is “optic”, “optick” of adjectives “optičt”."""
    for hard, soft in _SOFTENED:
        if stem.endswith(hard) and (is_adjective or len(hard) == 1 or hard == "ch"):
            return stem.removesuffix(hard) + soft
    return stem
