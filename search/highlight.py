"""Marks what was asked for in texts, and chooses the part of a text that shows most of it.

Words are compared by the keys that the engine compared, on the text itself: marks stand where the
match is, whatever its form. The caller brings the text, so nothing is shown that may not be seen.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.analysis.folding import fold
from search.analysis.tokens import Token, tokenise

if TYPE_CHECKING:
    from search.analysis.analyser import Analyser

MAX_CHARACTERS = 200_000  # of a text are looked at
SNIPPET = 220  # characters
LEAD = 60  # characters of a snippet before its first mark, at most
SENTENCE = 40  # characters; shorter lines are items of lists, which say little beside others
ELLIPSIS = "…"

Range = tuple[int, int]
Row = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Marker:
    """What a question meets in texts: keys of words, beginnings of words, and words in a row."""

    primary: frozenset[str] = frozenset()
    extra: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()

    def __bool__(self) -> bool:
        """True when there is something to mark."""
        return bool(self.primary or self.extra or self.beginnings or self.rows)


@dataclass(frozen=True, slots=True)
class Marked:
    """A text, or a part of one, with the ranges of its characters that were asked for."""

    text: str
    ranges: tuple[Range, ...] = ()

    def html(self) -> str:
        """The text as safe HTML: marks around the ranges, everything else escaped."""
        parts, place = [], 0
        for start, end in self.ranges:
            parts.append(html.escape(self.text[place:start]))
            parts.append(f"<mark>{html.escape(self.text[start:end])}</mark>")
            place = end
        return "".join((*parts, html.escape(self.text[place:])))


class Highlighter:
    """Marks one question in texts."""

    def __init__(self, analyser: Analyser, marker: Marker) -> None:
        self._analyser = analyser
        self._marker = marker
        self._rows: dict[str, list[Row]] = {}
        for row in marker.rows:
            for key in row[0]:
                self._rows.setdefault(key, []).append(row)

    def __bool__(self) -> bool:
        """True when there is something to mark."""
        return bool(self._marker)

    def mark(self, text: str, locale: str) -> Marked:
        """The whole text in the language `locale`, marked."""
        return Marked(text, tuple((start, end) for start, end, _ in self._found(text, locale)))

    def snippet(self, text: str, locale: str, *, length: int = SNIPPET) -> Marked:
        """The part of the text, about `length` characters, with most of what was asked for.

        It is the beginning when nothing is there. Where text was left out, “…” stands; items of
        lists are, before and behind what was asked for.
        """
        found = self._found(text, locale)
        if len(text) <= length:
            return Marked(text.strip(), _moved(found, text.strip(), text))
        start, end = _without_items(text, found, _window(text, found, length))
        before = ELLIPSIS if text[:start].strip() else ""
        after = ELLIPSIS if text[end:].strip() else ""
        shift = len(before) - start
        ranges = ((s + shift, e + shift) for s, e, _ in found if start <= s and e <= end)
        return Marked(before + text[start:end] + after, tuple(ranges))

    def _found(self, text: str, locale: str) -> list[tuple[int, int, str]]:
        """Start, end and key of each word that was asked for, in order."""
        if not self._marker:
            return []
        tokens = tokenise(text[:MAX_CHARACTERS])
        keys = [self._analyser.document_word(token.text, locale) for token in tokens]
        primary = [key for key, _ in keys]
        together = self._in_rows(primary) | self._in_compounds(tokens, locale)
        return [
            (token.start, token.end, key)
            for place, (token, (key, extra)) in enumerate(zip(tokens, keys, strict=True))
            if place in together or self._is_asked(token, key, extra)
        ]

    def _is_asked(self, token: Token, key: str, extra: tuple[str, ...]) -> bool:
        marker = self._marker
        return (
            key in marker.primary
            or not marker.extra.isdisjoint(extra)
            or bool(marker.beginnings and fold(token.text).startswith(marker.beginnings))
        )

    def _in_rows(self, keys: Sequence[str]) -> set[int]:
        """The places of words that stand in a row that was asked for."""
        found: set[int] = set()
        for start, key in enumerate(keys if self._rows else ()):
            for row in self._rows.get(key, ()):
                if len(row) <= len(keys) - start and all(
                    keys[start + i] in row[i] for i in range(len(row))
                ):
                    found.update(range(start, start + len(row)))
        return found

    def _in_compounds(self, tokens: Sequence[Token], locale: str) -> set[int]:
        """The places of words with hyphens between them that were asked for as one."""
        found: set[int] = set()
        for last, token in enumerate(tokens):
            if token.joined and self._is_joined_asked(token.joined, locale):
                first, missing = last, len(token.joined) - len(token.text)
                while missing > 0 and first > 0:
                    first -= 1
                    missing -= len(tokens[first].text)
                found.update(range(first, last + 1))
        return found

    def _is_joined_asked(self, joined: str, locale: str) -> bool:
        """Whether the bag of a document with this compound has a key that was asked for."""
        key, more = self._analyser.document_word(joined, locale)
        return not self._marker.extra.isdisjoint((key, *more))


def _window(text: str, found: Sequence[tuple[int, int, str]], length: int) -> Range:
    """Where the part with the most different keys, then the most marks, begins and ends."""
    best, best_value = 0, (0, 0)
    for first, (start, _, _) in enumerate(found):
        inside = [key for _, end, key in found[first : first + length] if end <= start + length]
        value = len(set(inside)), len(inside)
        if value > best_value:
            best, best_value = start, value
    return _trimmed(text, _start(text, best, length), length)


def _without_items(text: str, found: Sequence[tuple[int, int, str]], shown: Range) -> Range:
    """The range without short lines before its first mark and behind its last."""
    start, end = shown
    marks = [(s, e) for s, e, _ in found if start <= s and e <= end]
    if not marks:
        return shown
    first = text.rfind("\n", start, marks[0][0])
    while first >= 0 and first - max(text.rfind("\n", start, first), start) > SENTENCE:
        first = text.rfind("\n", start, first)
    last = text.find("\n", marks[-1][1], end)
    while last >= 0 and _end_of_line(text, last + 1, end) - last > SENTENCE:
        last = text.find("\n", last + 1, end)
    return first + 1 if first >= 0 else start, last if last >= 0 else end


def _end_of_line(text: str, start: int, end: int) -> int:
    place = text.find("\n", start, end)
    return place if place >= 0 else end


def _start(text: str, place: int, length: int) -> int:
    """Where a snippet with a mark at `place` begins: with its paragraph or sentence, if near."""
    earliest = max(0, min(place - LEAD, len(text) - length))
    if earliest == 0:
        return 0
    lead = text[earliest:place]
    for boundary in ("\n", ". ", "? ", "! "):
        if boundary in lead:
            return earliest + lead.rindex(boundary) + len(boundary)
    return earliest + lead.index(" ") + 1 if " " in lead else earliest


def _trimmed(text: str, start: int, length: int) -> Range:
    """A range without space at its ends, which ends before a word if it can."""
    end = min(start + length, len(text))
    if end < len(text) and not text[end].isspace():
        space = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
        end = space if space > start + length // 2 else end
    kept = text[start:end]
    start += len(kept) - len(kept.lstrip())
    return start, start + len(kept.strip())


def _moved(found: Sequence[tuple[int, int, str]], stripped: str, text: str) -> tuple[Range, ...]:
    """The ranges in `text` without the space around it."""
    shift = text.index(stripped) if stripped else 0
    return tuple((start - shift, end - shift) for start, end, _ in found)
