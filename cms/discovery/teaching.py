"""What editors have taught search, ready for use: read anew when it has changed, in any process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.db import models
from django.db.models import Count, Max
from wagtail.models import Page

from cms.discovery.models import PromotedResult, ThesaurusEntry, lines_of
from cms.indexing.connection import analyser
from cms.plugin.scope import lasting
from search.analysis.tokens import tokenise
from search.thesaurus import Entry, Thesaurus

T = TypeVar("T")
Question = frozenset[str]  # the keys of its words: their forms and order do not matter


class Remembered(Generic[T]):
    """What `make` makes of the rows of a table, made anew when they have changed.

    One statement tells whether they have: how many there are, and when the last one changed. It is
    asked only when something public has changed, which what editors teach counts as.
    """

    def __init__(self, model: type[models.Model], make: Callable[[], T]) -> None:
        self._model = model
        self._make = make
        self._known: tuple[Any, T] | None = None
        self._lock = threading.Lock()

    def get(self) -> T:
        """What the rows make now."""
        state = lasting(("discovery.taught", self._model), self._read_state)
        known = self._known
        if known is None or known[0] != state:
            with self._lock:
                known = self._known = (state, self._make())
        return known[1]

    def _read_state(self) -> tuple[object, ...]:
        rows = self._model._default_manager.order_by()
        state = rows.aggregate(number=Count("pk"), changed=Max("changed_at"), last=Max("pk"))
        return tuple(state.values())


@dataclass(frozen=True, slots=True)
class Promotion:
    """A page that comes first, until the end of a day (None: for good)."""

    page_id: int
    until: date | None


Promotions = Mapping[tuple[str, Question], tuple[Promotion, ...]]


def _read_thesaurus() -> Thesaurus:
    entries = []
    for entry in ThesaurusEntry.objects.order_by("pk"):
        cs, en, related_cs, related_en = entry.all_terms()
        entries.append(Entry({"cs": cs, "en": en}, {"cs": related_cs, "en": related_en}))
    return Thesaurus(analyser(), entries)


def _read_promotions() -> Promotions:
    found: dict[tuple[str, Question], tuple[Promotion, ...]] = {}
    for row in PromotedResult.objects.order_by("pk"):
        for line in lines_of(row.queries):
            place = row.locale, question_of(line, row.locale)
            found[place] = (*found.get(place, ()), Promotion(row.page_id, row.until))
    return found


def question_of(text: str, locale: str) -> Question:
    """The question that `text` asks, by the keys of those words that say something.

    A word that could be several is the one that it most likely is. Capitals make an abbreviation of
    a word only where not everything is in capitals.
    """
    tokens = [token.text for token in tokenise(text)]
    if len(tokens) > 1 and text.isupper():
        tokens = [token.lower() for token in tokens]
    words = [word for word in tokens if not analyser().is_stopword(word, locale)] or tokens
    return frozenset(analyser().document_word(word, locale)[0] for word in words)


_thesaurus = Remembered(ThesaurusEntry, _read_thesaurus)
_promotions = Remembered(PromotedResult, _read_promotions)


def thesaurus() -> Thesaurus:
    """The thesaurus as it is now."""
    return _thesaurus.get()


def promoted_for(text: str, locale: str, today: date) -> list[int]:
    """The ids of pages that come first for a question, public or not."""
    promotions = _promotions.get()
    if not promotions:
        return []
    found = promotions.get((locale, question_of(text, locale)), ())
    ids = [p.page_id for p in found if p.until is None or p.until >= today]
    return list(dict.fromkeys(ids))


def ranks_of_versions(page_ids: Sequence[int]) -> dict[int, int]:
    """The ids of pages and of their other language versions, with the place of each in the row.

    One statement.
    """
    promoted = Page.objects.filter(pk__in=page_ids).values("translation_key")
    rows = list(
        Page.objects.filter(translation_key__in=promoted).values_list("pk", "translation_key")
    )
    keys = dict(rows)
    ranks = {keys[pk]: rank for rank, pk in enumerate(page_ids) if pk in keys}
    return {pk: ranks[key] for pk, key in rows}
