"""How well mistyped words are corrected: ``uv run python -m tests.bench.search.typos``.

The vocabulary is that of the product's own texts in both languages, with as many documents as
paragraphs have a word, filled up with general Czech words to the size that a large site has. A typo
is one random edit, of any letter or as fingers slip on a keyboard; edits that make another word
of the vocabulary or the dictionaries are left out. Valid words that the vocabulary lacks show how
often a correction would be wrong: they are taken out of it, and asked for.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from search.analysis.analyser import Analyser
from search.analysis.compile import DATA, general, listed
from search.analysis.folding import fold
from search.analysis.tokens import words as words_of
from search.spelling import SLIPS, Speller
from search.vocabulary import SHORTEST, Vocabulary
from tests.bench.search.extent import WHOLE, Extent
from tests.bench.table import Table, least, middle_and_worst, most

ROOT = Path(__file__).parents[3]
SIZE = 29_000
ASKED, HELD_OUT = 6, 3  # of so many words that are measured, one is
LETTERS = "abcdefghijklmnopqrstuvwxyz"

Edit = Callable[[random.Random, str], str]


def paragraphs(value: Any) -> Iterator[str]:
    """The texts in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from paragraphs(each)


def counted() -> Counter[str]:
    """The words of the product's texts, with the number of paragraphs that have them."""
    counts: Counter[str] = Counter()
    for path in sorted([*ROOT.glob("plugins/*/data/*.json"), *ROOT.glob("cms/*/data/*.json")]):
        for text in paragraphs(json.loads(path.read_text(encoding="utf-8"))):
            counts.update({word for word, _ in words_of(text) if word.isalpha() and len(word) > 2})
    return counts


def filled(counts: Counter[str], chance: random.Random) -> Counter[str]:
    """The counts, with general words up to the size of a large site's vocabulary."""
    others = sorted(form for form in general("cs") if form.isalpha() and len(form) > 2)
    return Counter(dict.fromkeys(chance.sample(others, SIZE - len(counts)), 1)) + counts


def uniform(chance: random.Random, word: str) -> str:
    """The word with any one letter more, less, other or swapped."""
    place, letter = chance.randrange(len(word)), chance.choice(LETTERS)
    return chance.choice(
        [
            word[:place] + letter + word[place:],
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place + 1 :],
            word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
        ]
    )


def slipped(chance: random.Random, word: str) -> str:
    """The word with a slip: a near or alike letter, one doubled, left out or swapped."""
    place = chance.randrange(len(word))
    near = [meant for typed, meant in SLIPS if typed == word[place]] or [word[place]]
    return chance.choice(
        [
            word[:place] + chance.choice(near) + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + word[place + 1 :],
            word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
        ]
    )


def typos(
    meant: Sequence[str], edit: Edit, vocabulary: Vocabulary, analyser: Analyser
) -> list[tuple[str, str]]:
    """Typed and meant words, without those that are words themselves.

    What differs in accents alone is one word of the vocabulary, meant as it is mostly written.
    """
    chance = random.Random(7)
    folded = map(fold, meant)
    pairs = ((edit(chance, word), vocabulary.written(word)) for word in folded)
    return [
        (typed, word)
        for typed, word in pairs
        if typed not in vocabulary and not analyser.is_known(typed)
    ]


def measured(
    table: Table, name: str, pairs: list[tuple[str, str]], speller: Speller, analyser: Analyser
) -> None:
    """Add rows: how many typos are corrected, and what of them without asking."""
    at_once, in_three, surely, right, seconds = 0, 0, 0, 0, []
    for typed, meant in pairs:
        begun = time.thread_time()
        found = speller.suggestions(typed)
        seconds.append((time.thread_time() - begun) * 1000)
        lemmas = [analyser.lemma(each.word) for each in found]
        at_once += lemmas[:1] == [analyser.lemma(meant)]
        in_three += analyser.lemma(meant) in lemmas
        correction = speller.correction(typed)
        if correction and correction.is_certain:
            surely += 1
            right += analyser.lemma(correction.word) == analyser.lemma(meant)
    count = len(pairs)
    first = 0.97 if name.startswith("optics") else 0.92
    values = at_once / count, in_three / count
    told = f"{count} typos"
    table.row(f"{name}: top 1 / top 3", *values, digits=3, target=least(first, 0.99), remark=told)
    table.row("  searched for without asking", right / count, digits=3)
    table.row("    rightly so, of these", right / max(surely, 1), digits=3, target=least(0.96))
    table.row("  one word", *middle_and_worst(seconds), unit="ms", target=most(1))


def mistaken(table: Table, counts: Counter[str], analyser: Analyser, held_out: int) -> None:
    """Add rows: how often a valid word that is nowhere would be taken for a mistyped one."""
    words = sorted(word for word in counts if len(word) >= SHORTEST)
    out = set(random.Random(3).sample(words, held_out))
    vocabulary = Vocabulary((word, n) for word, n in counts.items() if word not in out)
    speller = Speller(vocabulary, analyser)
    unseen = [word for word in sorted(out) if fold(word) not in vocabulary]
    gated = [word for word in unseen if not analyser.is_known(word)]
    offered = [word for word in gated if speller.correction(word)]
    sure = [w for w in offered if (found := speller.correction(w)) and found.is_certain]
    told = f"{len(unseen)} valid words that no text has; in no dictionary are {len(gated)}"
    table.row("valid words for which another is offered", len(offered) / len(unseen), digits=3)
    share = len(sure) / len(unseen)
    table.row("  searched for instead", share, digits=3, target=most(0.016), remark=told)


def measure(table: Table, extent: Extent) -> None:
    """All rows of this section."""
    table.section("typos: a word of the same lemma is suggested")
    analyser = Analyser.open()
    own = counted()
    counts = filled(own, random.Random(1))
    begun = time.thread_time()
    vocabulary = Vocabulary(counts.items())
    table.row(f"{len(vocabulary)} words taken in", time.thread_time() - begun, unit="s")
    speller = Speller(vocabulary, analyser)
    begun = time.thread_time()
    vocabulary.prepare()
    table.row(
        "  made ready, once for each state of the index", time.thread_time() - begun, unit="s"
    )
    long_enough = sorted(word for word in counts if len(word) >= SHORTEST)
    optics = sorted(
        form for form in listed(DATA / "cs" / "words.txt") if form in counts and len(form) > 3
    )
    chance, asked = random.Random(5), extent.words // ASKED
    samples = {
        "any word": chance.sample(long_enough, asked),
        "by √ of documents": chance.choices(
            long_enough, [counts[word] ** 0.5 for word in long_enough], k=asked
        ),
        "the product's texts": chance.sample([w for w in long_enough if w in own], asked),
        "optics": chance.sample(optics, min(asked, len(optics))),
    }
    for name, meant in samples.items():
        for kind, edit in (("any letter", uniform), ("keyboard", slipped)):
            pairs = typos(meant, edit, vocabulary, analyser)
            measured(table, f"{name}, {kind}", pairs, speller, analyser)
    mistaken(table, own, analyser, extent.words // HELD_OUT)


if __name__ == "__main__":
    measure(Table(), WHOLE)
