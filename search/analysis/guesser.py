"""Lemmas of unknown words, guessed by how known words end.

A rule says of an ending what to take off and what to add. It is learnt for endings of one to six
letters, and only where it differs from what the next shorter ending says.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from os.path import commonprefix

LONGEST = 6
CANDIDATES = 3
SEEN = 3  # so many words must follow a rule
MARK = "-"  # before the ending, in keys of a lexicon

Change = tuple[int, str]  # letters to take off, and what to add


def learn(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The rules that lead from folded forms to folded lemmas, as a lexicon keeps them."""
    counted: defaultdict[str, Counter[Change]] = defaultdict(Counter)
    for form, lemma in pairs:
        common = len(commonprefix((form, lemma)))
        counted[form[-LONGEST:]][len(form) - common, lemma[common:]] += 1
    for length in range(LONGEST, 1, -1):
        for ending in [e for e in counted if len(e) == length]:
            counted[ending[1:]].update(counted[ending])
    rules = {ending: _best(changes) for ending, changes in counted.items()}
    return {
        MARK + ending: " ".join(f"{taken}{added}" for taken, added in best)
        for ending, best in rules.items()
        if best and best != rules.get(ending[1:])
    }


def _best(changes: Counter[Change]) -> list[Change]:
    """The most frequent changes, alike in every run."""
    often = [(-count, change) for change, count in changes.items() if count >= SEEN]
    return [change for _, change in sorted(often)[:CANDIDATES]]


def guesses(folded: str, rule_of: Callable[[str], str | None]) -> Iterator[str]:
    """What the lemma of a folded word may be: by its longest known ending first."""
    for length in range(min(LONGEST, len(folded) - 2), 0, -1):
        rule = rule_of(MARK + folded[-length:])
        if rule is None:
            continue
        for change in rule.split(" "):
            taken = int(change[0])
            if len(folded) - taken >= 2:
                yield folded[: len(folded) - taken] + change[1:]
