"""Corrections of mistyped words: what the visitor of a Czech or English page most likely meant.

Source: weights and limits are those of the study that search was designed by; they model slips on
a QWERTZ keyboard, and what people write by ear.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from search.analysis.folding import fold
from search.vocabulary import SHORTEST, Vocabulary

if TYPE_CHECKING:
    from search.analysis.analyser import Analyser

LONGEST = 40  # letters of a word that is corrected: comparing takes their square
OTHER, ONE_MORE, DOUBLED, SWAPPED, AT_FIRST = 1.0, 0.9, 0.5, 0.6, 0.35
NEIGHBOUR = 0.65
PER_ERROR, PER_DOCUMENTS = 3.2, 0.45
CERTAIN_DISTANCE, CERTAIN_MARGIN = 1.0, 0.5
KEYBOARD = ("qwertzuiop", "asdfghjkl", "yxcvbnm")
INDENTS = (0.0, 0.25, 0.75)  # of the rows, in keys
BY_EAR = {("i", "y"): 0.35, ("z", "y"): 0.45, ("s", "z"): 0.5}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word as it is written, how far it is from what was typed, and how likely it was meant."""

    word: str
    distance: float
    score: float


@dataclass(frozen=True, slots=True)
class Correction:
    """The likeliest word; `is_certain` when it may be searched for without asking."""

    word: str
    is_certain: bool


class Speller:
    """Corrects words by those of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary, analyser: Analyser) -> None:
        self._vocabulary = vocabulary
        self._analyser = analyser

    def correction(self, word: str) -> Correction | None:
        """What was probably meant by a word that is nowhere; None when nothing is near.

        It is certain when the word is near and nothing else is nearly as likely.
        """
        suggestions = self.suggestions(word, first=2)
        if not suggestions:
            return None
        best = suggestions[0]
        margin = best.score - suggestions[1].score if len(suggestions) > 1 else math.inf
        is_near = best.distance <= CERTAIN_DISTANCE and len(word) >= SHORTEST
        return Correction(best.word, is_near and margin > CERTAIN_MARGIN)

    def suggestions(self, word: str, first: int = 3) -> list[Suggestion]:
        """The likeliest words first, one form of each."""
        typed = fold(word)
        if not SHORTEST - 1 <= len(typed) <= LONGEST or not typed.isalpha():
            return []
        limit = _limit(len(typed))
        near = ((distance(typed, each, limit), each) for each in self._vocabulary.near(typed))
        scored = sorted((-self._score(far, each), each, far) for far, each in near if far <= limit)
        found: dict[str, Suggestion] = {}
        for score, each, far in scored:
            written = self._vocabulary.written(each)
            lemma = self._analyser.lemma(written)
            found.setdefault(lemma, Suggestion(written, far, -score))
            if len(found) == first:
                break
        return list(found.values())

    def _score(self, far: float, folded: str) -> float:
        documents = self._vocabulary.documents(folded)
        return -PER_ERROR * far + PER_DOCUMENTS * math.log(documents + 1)


def distance(typed: str, meant: str, limit: float = math.inf) -> float:
    """How far apart two folded words are, in errors; infinite when beyond `limit` for sure.

    Damerau's distance in which common slips count less, and those in the first letter more.
    """
    start = _common(typed, meant)
    end = _common(typed[start:][::-1], meant[start:][::-1])
    rows, columns = len(typed) - end, len(meant) - end
    before: list[float] = []
    row = [0.0]
    for column in range(start, columns):
        row.append(row[-1] + _one_more(meant, column))
    for place in range(start, rows):
        previous, before = before, row
        row = [before[0] + _one_more(typed, place)]
        for column in range(start, columns):
            i = column - start + 1
            if typed[place] == meant[column]:
                cost = before[i - 1]
            else:
                cost = before[i - 1] + _swap_cost(typed[place], meant[column], place, column)
            cost = min(cost, before[i] + _one_more(typed, place))
            cost = min(cost, row[i - 1] + _one_more(meant, column))
            if previous and i > 1 and _is_swapped(typed, place, meant, column):
                first = AT_FIRST if place == 1 or column == 1 else 0.0
                cost = min(cost, previous[i - 2] + SWAPPED + first)
            row.append(cost)
        if min(row) > limit and (not before or min(before) > limit):
            return math.inf
    return row[-1]


def _common(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    for place, (first, second) in enumerate(zip(one, other, strict=False)):
        if first != second:
            return place
    return min(len(one), len(other))


def _one_more(word: str, place: int) -> float:
    """What the letter there costs when the other word lacks it."""
    letter = word[place]
    is_doubled = letter == word[place - 1 : place] or letter == word[place + 1 : place + 2]
    return (DOUBLED if is_doubled else ONE_MORE) + (0.0 if place else AT_FIRST)


def _swap_cost(typed: str, meant: str, place: int, column: int) -> float:
    cost = SLIPS.get((typed, meant), OTHER)
    return cost if place and column else cost + AT_FIRST


def _is_swapped(typed: str, place: int, meant: str, column: int) -> bool:
    return typed[place] == meant[column - 1] and typed[place - 1] == meant[column]


def _limit(length: int) -> float:
    """How far a word of so many letters may be from what was meant."""
    return 1.4 if length < 8 else 2.1


def _slips(rows: Iterable[str], indents: Iterable[float]) -> Mapping[tuple[str, str], float]:
    """What a letter costs in place of another: of a key beside it, or of one that sounds alike."""
    keys = [
        (letter, number, column + indent)
        for number, (row, indent) in enumerate(zip(rows, indents, strict=True))
        for column, letter in enumerate(row)
    ]
    near = {
        (one, other): NEIGHBOUR
        for (one, row, x), (other, other_row, y) in product(keys, repeat=2)
        if one != other and abs(row - other_row) <= 1 and abs(x - y) <= 1
    }
    return near | BY_EAR | {(b, a): cost for (a, b), cost in BY_EAR.items()}


SLIPS = _slips(KEYBOARD, INDENTS)
