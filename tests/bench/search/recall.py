"""How well words are found whatever their endings: ``uv run python -m tests.bench.search.recall``.

Golds without a treebank, for licences keep those out of the project:

* terms of optics and universities that our own list does not have (tests/search/analysis/gold);
* the dictionary itself, with lemmas taken out of it as if nobody had ever heard of them, then with
  forms taken out, then whole. The last says little of texts, but what accents are worth.

Recall is the share of a word's other forms that it finds, precision the share of what it finds
that are forms of it, among a background of general words; F1 is of their means. A word is typed
with its accents, without them, then with every other one. Other ways are measured beside this
one: what a search without a dictionary does, and simplemma alone where its own dictionary is not
what is asked for.
"""

from __future__ import annotations

import random
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from simplemma import lemmatize

from search.analysis.analyser import Analyser
from search.analysis.compile import DATA, Lemmas, entries, general, listed
from search.analysis.folding import fold
from search.analysis.language import Language
from search.analysis.lexica import LOCALES, lexica
from search.analysis.lexicon import Lexicon, write
from search.analysis.stems import STEMS
from tests.bench.search.extent import WHOLE, Extent
from tests.bench.table import Table, Target, least

GOLD = Path(__file__).parents[2] / "search" / "analysis" / "gold"
UNHEARD_LEMMAS, UNHEARD_FORMS = 0.3, 0.5  # are taken out
BASELINES = {"cs": "the light stem alone", "en": "Snowball's stem alone"}
# What the study behind this search asked for: with accents, without, with half of them.
UNHEARD = {"cs": (least(0, 0, 0.88), least(0, 0, 0.88)), "en": ()}
FORMS = {
    "cs": (least(0, 0, 0.95), least(0, 0, 0.94), least(0, 0, 0.95)),
    "en": (least(0, 0, 0.91),),
}

Keys = set[str]
Keyed = Callable[[str], Iterable[str]]
Way = tuple[Keyed, Keyed, Mapping[str, Target]]  # keys of texts, of questions; what to reach
Ways = Mapping[str, Way]


class Scores(NamedTuple):
    """Means over the words asked."""

    recall: float
    precision: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.recall * self.precision / (self.recall + self.precision or 1)


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


TYPED: dict[str, Callable[[str], str]] = {
    "as written": str,
    "no accents": fold,
    "half of the accents": half_typed,
}


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


def alone(locale: str) -> Keyed:
    """Keys by simplemma as it is, without accents."""
    return lambda word: [fold(lemmatize(word, lang=locale).lower())]


def compared(
    table: Table, what: str, asked: dict[str, str], known: Lemmas, ways: Ways, words: int
) -> None:
    """Rows for one gold: words typed in each way, found by each way of keys."""
    lemma_of = known | asked
    chosen = random.Random(13).sample(sorted(asked), min(words, len(asked)))
    count = len({asked[word] for word in chosen})
    print(f"  {what}: {len(chosen)} forms of {count} lemmas asked", flush=True)
    for name, (of_texts, of_questions, targets) in ways.items():
        corpus = Corpus(lemma_of, of_texts)
        for way, typed in TYPED.items():
            found = corpus.scores(chosen, of_questions, typed)
            target = targets.get(way)
            table.row(f"  {name}, {way}", *found, found.f1, digits=3, target=target)


class Gold:
    """The ways to find words of a language, and what they are measured by."""

    def __init__(self, table: Table, extent: Extent, locale: str) -> None:
        self._table, self._extent, self._locale = table, extent, locale
        self._background = sample(general(locale), extent.background)

    def compare(
        self, what: str, asked: dict[str, str], analyser: Analyser, *targets: Target, others: Ways
    ) -> None:
        """Rows of others, then of this analysis; targets are with accents, and without."""
        own = of_document(analyser, self._locale), of_query(analyser)
        reached = dict(zip(TYPED, targets, strict=False))
        ways = {**others, "this analysis": (*own, reached)}
        what = f"{what} ({self._locale})"
        compared(self._table, what, asked, self._background, ways, self._extent.words)


def measure(table: Table, extent: Extent) -> None:
    """All rows of this section."""
    table.section("words in other forms: recall / precision / F1")
    analyser = Analyser.open()
    with tempfile.TemporaryDirectory(prefix="klastr-recall-") as folder:
        for locale in LOCALES:
            measure_language(table, extent, locale, analyser, Path(folder))


def measure_language(
    table: Table, extent: Extent, locale: str, analyser: Analyser, folder: Path
) -> None:
    """The rows of one language."""
    own, known = listed(DATA / locale / "words.txt"), general(locale)
    stem, word = of(lambda word: [STEMS[locale](fold(word))]), of(lambda word: [fold(word)])
    simple = {"the form alone": word, BASELINES[locale]: stem}
    both = {**simple, "simplemma alone": of(alone(locale))}
    gold_of = Gold(table, extent, locale)
    terms = (least(0.99, 0.97), least(0.99, 0.97))
    gold_of.compare("terms not in our list", gold(locale), analyser, *terms, others=both)
    gold_of.compare("terms of our list", _first(own), analyser, *terms, others=both)
    if not extent.is_compiled:
        return
    kept, out = without_lemmas(known)
    poorer = opened(locale, kept | own, folder)
    unheard = UNHEARD[locale]
    gold_of.compare("lemmas unheard of", _first(out), poorer, *unheard, others=simple)
    drawn = sample(known, extent.background)
    poorer = opened(locale, without_forms(known) | own, folder)
    forms = FORMS[locale]
    gold_of.compare("half of the forms unheard of", drawn, poorer, *forms, others=simple)
    gold_of.compare("the dictionary itself", drawn, analyser, *forms, others=simple)


def of(keys: Keyed) -> Way:
    """A way in which questions have the keys of texts."""
    return keys, keys, {}


def _first(lemmas: Lemmas) -> dict[str, str]:
    return {form: found[0] for form, found in lemmas.items()}


if __name__ == "__main__":
    measure(Table(), WHOLE)
