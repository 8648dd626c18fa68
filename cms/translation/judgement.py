"""The rules by which a text is original, translated, machine, stale or fallback. No database.

A text that wagtail-localize knows is judged by its records. A text written by hand is judged by
memory: what the source said when the text became what it is now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cms.translation.state import State
from cms.translation.texts import Texts, digest, has_words


class Translated(NamedTuple):
    """A translation that localize has: of which source text, and whether by a machine."""

    source: str
    is_machine: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What localize knows at one path: translations by their text, and texts of the source."""

    translations: Mapping[str, Sequence[Translated]] = field(default_factory=dict)
    sources: frozenset[str] = frozenset()


class Memory(NamedTuple):
    """What is remembered of a path: fingerprints of the source translated from and of the text."""

    source: str
    target: str
    states: Sequence[str]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What else the judgement depends on.

    `is_first`: the object was never judged before. `is_managed`: localize writes the target, so
    nothing is left out on purpose. `is_frozen`: the source is not public now; what it says does
    not make a translation stale.
    """

    is_first: bool = False
    is_managed: bool = False
    is_frozen: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """States by path, one for each text, and what to remember."""

    states: dict[str, list[State]]
    memory: dict[str, Memory]


NOTHING = Known()


def judge(
    source: Texts,
    target: Texts,
    *,
    known: Mapping[str, Known],
    memory: Mapping[str, Memory],
    circumstances: Circumstances,
) -> Judgement:
    """How the texts of `target` stand to those of the published `source`."""
    result = Judgement({}, {})
    for path in target | source:
        states, remembered = _judge_path(
            source.get(path, []),
            target.get(path, []),
            known.get(path, NOTHING),
            memory.get(path),
            circumstances,
        )
        result.memory[path] = remembered
        if states:
            result.states[path] = states
    return result


def judge_alone(target: Texts, memory: Mapping[str, Memory]) -> Judgement:
    """States when the source was deleted: foreign words stay foreign until somebody edits them."""
    result = Judgement({}, {})
    for path, texts in target.items():
        old = memory.get(path)
        fingerprint = digest(texts)
        is_unchanged = old is not None and old.target == fingerprint
        states = [
            State.FALLBACK
            if is_unchanged and old is not None and _remembered(old, index) is State.FALLBACK
            else State.ORIGINAL
            for index in range(len(texts))
        ]
        result.states[path] = states
        result.memory[path] = Memory("", fingerprint, states)
    return result


def judge_copy(target: Texts) -> Judgement:
    """States of an alias in another language: nothing in it is translated."""
    states = {path: [State.FALLBACK] * len(texts) for path, texts in target.items()}
    return Judgement(
        states,
        {path: Memory("", digest(texts), states[path]) for path, texts in target.items()},
    )


def _judge_path(
    source: Sequence[str],
    target: Sequence[str],
    known: Known,
    old: Memory | None,
    circumstances: Circumstances,
) -> tuple[list[State], Memory]:
    current = digest(source)
    if circumstances.is_frozen and old is not None:
        current = old.source
    fingerprint = digest(target)
    is_unchanged = old is not None and old.target == fingerprint
    if old is not None and is_unchanged:
        basis = old.source
    elif target or old is not None or (circumstances.is_first and not circumstances.is_managed):
        basis = current
    else:
        basis = ""  # the source got this text after the target was last published
    is_behind = basis != current

    if not target:
        states = [State.STALE] if is_behind else []
        return states, Memory(basis, fingerprint, states)

    states = []
    for index, text in enumerate(target):
        before = _remembered(old, index) if old is not None and is_unchanged else None
        state = _by_records(text, source, known, is_frozen=circumstances.is_frozen)
        if state is None and before is State.FALLBACK:
            state = State.FALLBACK
        if state is None and not source and not basis:
            state = State.ORIGINAL
        if state is None and is_behind:
            state = State.STALE
        if state is None:
            state = State.MACHINE if before is State.MACHINE else State.TRANSLATED
        states.append(state)
    return states, Memory(basis, fingerprint, states)


def _by_records(text: str, source: Sequence[str], known: Known, *, is_frozen: bool) -> State | None:
    """The state that localize's records or equality with the source give; None for neither."""
    translations = known.translations.get(text, ())
    current = [found for found in translations if is_frozen or found.source in source]
    if current:
        by_machine = all(found.is_machine for found in current)
        return State.MACHINE if by_machine else State.TRANSLATED
    if translations:
        return State.STALE
    if text in source or text in known.sources:
        return State.FALLBACK if has_words(text) else State.TRANSLATED
    return None


def _remembered(old: Memory, index: int) -> State | None:
    return State(old.states[index]) if index < len(old.states) else None
