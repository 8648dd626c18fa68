"""How well words are found whatever their endings: ``uv run python -m tests.bench.search.recall``.

Golds without a treebank, for licences keep those out of the project:

* terms of optics and universities that our own list does not have (tests/search/analysis/gold);
* the dictionary itself, with lemmas taken out of it as if nobody had ever heard of them, then with
  forms taken out, then whole. The last says little of texts, but what accents are worth.

Recall is the share of a word's other forms that it finds, precision the share of what it finds
that are forms of it, among a background of general words; F1 is of their means. A word is typed
with its accents, without them, or with every other one.
"""

from __future__ import annotations

import random
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from search.analysis.analyser import Analyser
from search.analysis.compile import DATA, Lemmas, entries, general, listed
from search.analysis.folding import fold
from search.analysis.language import Language
from search.analysis.lexica import lexica
from search.analysis.lexicon import Lexicon, write
from search.analysis.stems import STEMS

GOLD = Path(__file__).parents[2] / "search" / "analysis" / "gold"
BACKGROUND = 60_000  # forms among which the right ones are to be found
UNHEARD_LEMMAS, UNHEARD_FORMS = 0.3, 0.5  # are taken out
ASKED = 3_000

Keys = set[str]
Keyed = Callable[[str], Iterable[str]]


class Scores(NamedTuple):
    """Means over the words asked."""

    recall: float
    precision: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.recall * self.precision / (self.recall + self.precision or 1)

    def __str__(self) -> str:
        return f"{self.recall:.3f} / {self.precision:.3f} / {self.f1:.3f}"


class Corpus:
    """Forms with their lemmas, found by keys."""

    def __init__(self, lemma_of: dict[str, str], keys_of: Keyed) -> None:
        self._lemma_of = lemma_of
        self._forms: defaultdict[str, set[str]] = defaultdict(set)
        self._with: defaultdict[str, set[str]] = defaultdict(set)
        for form, lemma in lemma_of.items():
            self._forms[lemma].add(form)
            for key in keys_of(form):
                self._with[key].add(form)

    def scores(self, asked: Sequence[str], keys_of: Keyed, typed: Callable[[str], str]) -> Scores:
        """How well the words are found when they are typed so."""
        recalls, precisions = [], []
        for form in asked:
            right = self._forms[self._lemma_of[form]] - {form}
            found = {f for key in keys_of(typed(form)) for f in self._with.get(key, ())} - {form}
            if right:
                recalls.append(len(found & right) / len(right))
            if found:
                precisions.append(len(found & right) / len(found))
        return Scores(_mean(recalls), _mean(precisions))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / (len(values) or 1)


def half_typed(word: str) -> str:
    """`word` with every other accent."""
    typed, is_left_out = "", False
    for letter in word:
        if letter != fold(letter):
            is_left_out = not is_left_out
            letter = fold(letter) if is_left_out else letter
        typed += letter
    return typed


TYPED: dict[str, Callable[[str], str]] = {"accents": str, "none": fold, "half": half_typed}


def of_document(analyser: Analyser, locale: str) -> Keyed:
    """Keys of words of documents, with the part of the field they are in."""

    def keys(word: str) -> Iterable[str]:
        primary, extra = analyser.document_word(word, locale)
        return ("l:" + primary, *("x:" + key for key in extra))

    return keys


def of_query(analyser: Analyser) -> Keyed:
    """Keys that a query's word may meet."""
    return lambda word: [f"{a.part}:{a.key}" for a in analyser.query_word(word)]


def gold(locale: str) -> dict[str, str]:
    """The terms' forms and their lemmas."""
    return _first(listed(GOLD / locale / "words.txt"))


def sample(lemmas: Lemmas, count: int) -> dict[str, str]:
    """The forms of some lemmas drawn by lot, about so many forms."""
    by_lemma: defaultdict[str, list[str]] = defaultdict(list)
    for form, (lemma, *_) in lemmas.items():
        by_lemma[lemma].append(form)
    drawn: dict[str, str] = {}
    for lemma in random.Random(7).sample(sorted(by_lemma), len(by_lemma)):
        if len(drawn) >= count:
            break
        drawn |= dict.fromkeys(by_lemma[lemma], lemma)
    return drawn


def without_lemmas(lemmas: Lemmas) -> tuple[Lemmas, Lemmas]:
    """The dictionary without some of its lemmas, and what was taken out."""
    drawn = random.Random(11)
    named = sorted({key for keys in lemmas.values() for key in keys})
    out = {lemma for lemma in named if drawn.random() < UNHEARD_LEMMAS}
    kept = {form: keys for form, keys in lemmas.items() if not out.intersection(keys)}
    return kept, {form: keys for form, keys in lemmas.items() if keys[0] in out}


def without_forms(lemmas: Lemmas) -> Lemmas:
    """The dictionary without some of its forms, of whatever lemma."""
    drawn = random.Random(12)
    return {form: keys for form, keys in lemmas.items() if drawn.random() >= UNHEARD_FORMS}


def opened(locale: str, lemmas: Lemmas, folder: Path) -> Analyser:
    """An analyser whose dictionary of one language knows these forms only."""
    write(folder / f"{locale}.lex", entries(lemmas))
    changed = {**lexica(), locale: Lexicon(folder / f"{locale}.lex")}
    return Analyser({code: Language(code, lexicon) for code, lexicon in changed.items()}, "bench")


def report(what: str, corpus: Corpus, asked: Sequence[str], keys_of: Keyed) -> dict[str, Scores]:
    """Print a row of R / P / F1 for each way of typing, and return them."""
    rows = {name: corpus.scores(asked, keys_of, typed) for name, typed in TYPED.items()}
    print(f"{what:<42}" + "   ".join(f"{scores}" for scores in rows.values()), flush=True)
    return rows


def compared(
    what: str, analyser: Analyser, locale: str, asked: dict[str, str], all_: Lemmas
) -> None:
    """Print the rows of one gold: this analysis, and simpler ones beside it."""
    lemma_of = sample(all_, BACKGROUND) | asked
    words = random.Random(13).sample(sorted(asked), min(ASKED, len(asked)))
    print(f"{what}: {len(set(asked.values()))} lemmas, {len(words)} forms asked", flush=True)
    simpler: dict[str, Keyed] = {"folded only": lambda word: [fold(word)]}
    simpler["folded stem"] = lambda word: [STEMS[locale](fold(word))]
    for name, keys_of in simpler.items():
        report("  " + name, Corpus(lemma_of, keys_of), words, keys_of)
    corpus = Corpus(lemma_of, of_document(analyser, locale))
    report("  this analysis", corpus, words, of_query(analyser))


def main() -> None:
    """Print the table."""
    print(f"{'R / P / F1':<42}" + "".join(f"{'typed: ' + name:<24}" for name in TYPED))
    analyser = Analyser.open()
    with tempfile.TemporaryDirectory(prefix="klastr-recall-") as name:
        for locale in ("cs", "en"):
            own, known = listed(DATA / locale / "words.txt"), general(locale)
            compared(f"terms not in our list ({locale})", analyser, locale, gold(locale), known)
            compared(f"terms of our list ({locale})", analyser, locale, _first(own), known)
            kept, out = without_lemmas(known)
            poorer = opened(locale, kept | own, Path(name))
            compared(f"lemmas unheard of ({locale})", poorer, locale, _first(out), known)
            drawn = sample(known, BACKGROUND)
            poorer = opened(locale, without_forms(known) | own, Path(name))
            compared(f"half of the forms unheard of ({locale})", poorer, locale, drawn, known)
            compared(f"the dictionary itself ({locale})", analyser, locale, drawn, known)


def _first(lemmas: Lemmas) -> dict[str, str]:
    return {form: found[0] for form, found in lemmas.items()}


if __name__ == "__main__":
    main()
