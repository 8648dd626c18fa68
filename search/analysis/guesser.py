"""Lemmas of unknown words, guessed by how known words end.

A rule says of an ending what to take off and what to add. It is learnt for endings of one to six
letters, and only where it differs from what the next shorter ending says.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

LONGEST = 6
CANDIDATES = 3
SEEN = 3  # so many words must follow a rule
MARK = "-"  # before the ending, in keys of a lexicon


def learn(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The rules that lead from folded forms to folded lemmas, as a lexicon keeps them."""
    counted = Counter((form[-LONGEST:], change(form, lemma)) for form, lemma in pairs)
    rules: dict[str, str] = {}
    for length in range(LONGEST, 0, -1):
        shorter: Counter[tuple[str, str]] = Counter()
        for (ending, said), count in counted.items():
            shorter[ending[1:] if len(ending) == length else ending, said] += count
        rules |= _best(counted, length)
        counted = shorter
    return {MARK + ending: said for ending, said in rules.items() if said != rules.get(ending[1:])}


def change(form: str, lemma: str) -> str:
    """How many letters to take off the form, and what to add: “2ka” of “optice, optika”."""
    common = 0
    for letter, other in zip(form, lemma, strict=False):
        if letter != other:
            break
        common += 1
    return f"{min(len(form) - common, 9)}{lemma[common:]}"


def _best(counted: Counter[tuple[str, str]], length: int) -> dict[str, str]:
    """The most frequent changes for endings of that length, alike in every run."""
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for (ending, said), count in counted.items():
        if count >= SEEN and len(ending) == length:
            found[ending].append((-count, said))
    return {e: " ".join(said for _, said in sorted(all_)[:CANDIDATES]) for e, all_ in found.items()}


def guesses(folded: str, rule_of: Callable[[str], str | None]) -> Iterator[str]:
    """What the lemma of a folded word may be: by its longest known ending first."""
    for length in range(min(LONGEST, len(folded) - 2), 0, -1):
        rule = rule_of(MARK + folded[-length:])
        if rule is None:
            continue
        for said in rule.split(" "):
            kept = len(folded) - int(said[0])
            if kept >= 2:
                yield folded[:kept] + said[1:]
