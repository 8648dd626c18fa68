"""Questions without what is nowhere in the index: most keys that a word may have are in no text.

Looking a key up takes a microsecond; a query for it is made, copied into those around it, and
looked up again in every part of the index, for hits and for each count. So is a phrase: most words
of a question never stand in a row.
"""

from __future__ import annotations

from dataclasses import replace

import tantivy

from search.engines.checks import FILTERS
from search.engines.tantivy.documents import text_field
from search.engines.tantivy.queries import Questions, counted
from search.query import PRIMARY, Best, Bonus, Except, Match, Phrase, Prefix, Sum, Term


class Narrowing:
    """Narrows the matches of one question to one state of an index."""

    def __init__(self, searcher: tantivy.Searcher, questions: Questions) -> None:
        """Look nothing up yet."""
        self._searcher, self._questions = searcher, questions
        self._known: dict[tuple[str, str, str], bool] = {}
        self._best: dict[int, Match | None] = {}  # a question has some of them twice

    def match(self, match: Match) -> Match | None:
        """A match that finds the same documents with the same scores; None when it finds none."""
        if isinstance(match, Term):
            return match if self._is_there(match.field, match.part, match.key) else None
        if isinstance(match, Best):
            if id(match) not in self._best:
                parts = self._parts(match.parts)
                self._best[id(match)] = Best(parts) if len(parts) > 1 else next(iter(parts), None)
            return self._best[id(match)]
        if isinstance(match, Sum):
            return self._sum(match)
        if isinstance(match, Phrase):
            return self._phrase(match)
        if isinstance(match, Prefix):
            return match
        own = self.match(match.match)
        if own is None:
            return None
        return self._bonus(match, own) if isinstance(match, Bonus) else self._except(match, own)

    def _is_there(self, field: str, part: str, key: str) -> bool:
        place = field, part, key
        known = self._known.get(place)
        if known is None:
            count = self._searcher.doc_freq(text_field(field, part), key)
            known = self._known[place] = count > 0
        return known

    def _parts(self, parts: tuple[Match, ...]) -> tuple[Match, ...]:
        narrowed = (self.match(part) for part in parts)
        return tuple(part for part in narrowed if part is not None)

    def _sum(self, match: Sum) -> Match | None:
        parts = self._parts(match.parts)
        needed = max(1, len(match.parts) if match.at_least is None else match.at_least)
        if len(parts) < needed:
            return None
        return parts[0] if len(parts) == 1 else Sum(parts, needed)

    def _phrase(self, phrase: Phrase) -> Match | None:
        slots = tuple(
            tuple(key for key in slot if self._is_there(phrase.field, PRIMARY, key))
            for slot in phrase.slots
        )
        if not slots or not all(slots):
            return None
        narrowed = replace(phrase, slots=slots)
        is_there = counted(self._searcher.search(self._questions.found(narrowed), 1))
        return narrowed if is_there else None

    def _bonus(self, match: Bonus, own: Match) -> Match:
        bonuses = []
        for part, weight in match.bonuses:
            narrowed = part if isinstance(part, FILTERS) else self.match(part)
            if narrowed is not None:
                bonuses.append((narrowed, weight))
        return Bonus(own, tuple(bonuses)) if bonuses else own

    def _except(self, match: Except, own: Match) -> Match:
        unwanted = self._parts(match.unwanted)
        return Except(own, unwanted) if unwanted else own
