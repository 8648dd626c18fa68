"""One answer of search as resolvers see it: pages of hits, cursors, marks, facets."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cms.discovery.answering import Answer
from cms.graphql.errors import CursorError
from cms.graphql.search.facts import Fact
from cms.indexing.documents import documents_of
from search.document import Document
from search.highlight import Highlighter, Marked
from search.query import Position
from search.results import Hit

MAX_CURSOR_LENGTH = 500
MAX_NUMBER = 2**53
MARKED_WHOLE = ("title",)
MARKED_IN_PART = ("summary", "body", "attachments")
MARKED_LINES = ("names",)  # one name on each line; only those that were asked for are shown
SEPARATOR = " · "


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """An answer with what its fields need: what was asked, and the facts of the schema.

    `digest` tells the name of the question, which cursors have.
    """

    answer: Answer
    digest: Callable[[], str]
    locale: str
    given: Mapping[str, Any]
    facts: Mapping[str, Fact]
    is_continued: bool = False

    def hits(self) -> Iterator[SearchHitValue]:
        """The hits of this page, promoted ones first."""
        results = self.answer.results
        highlighter = results.highlighter if results else None
        for hit in self.answer.promoted:
            yield SearchHitValue(hit, highlighter, is_promoted=True)
        for hit in results.hits if results else ():
            yield SearchHitValue(hit, highlighter, is_promoted=False)

    @property
    def end_cursor(self) -> str | None:
        """Names the place of the last hit; None when there is none."""
        end = self.answer.end
        return None if end is None else encoded(end, self.digest())

    @property
    def has_next_page(self) -> bool:
        """True when there are hits behind this page."""
        return self.answer.is_more


@dataclass(frozen=True, slots=True)
class SearchHitValue:
    """A hit, and what marks its texts."""

    hit: Hit
    highlighter: Highlighter | None
    is_promoted: bool

    @property
    def page_id(self) -> int:
        """The id of the page that was found."""
        return int(self.hit.id)


@dataclass(frozen=True, slots=True)
class HighlightValue:
    """A text of a page with marks."""

    field: str
    marked: Marked


def documents(page_ids: list[int]) -> list[Document | None]:
    """The documents of pages as they are public now, aligned with the ids."""
    found = documents_of(page_ids)
    return [found.get(page_id) for page_id in page_ids]


def highlights(document: Any, highlighter: Highlighter) -> list[HighlightValue]:
    """The title, if it has what was asked for, and the parts of other texts that have."""
    whole = [
        (name, highlighter.mark(text, document.locale))
        for name, text in _texts(document, MARKED_WHOLE)
    ]
    parts = [
        (name, highlighter.snippet(text, document.locale))
        for name, text in _texts(document, MARKED_IN_PART)
    ]
    lines = [
        (name, _lines(text, document.locale, highlighter))
        for name, text in _texts(document, MARKED_LINES)
    ]
    found = (*whole, *lines, *parts)
    return [HighlightValue(name, marked) for name, marked in found if marked.ranges]


def _lines(text: str, locale: str, highlighter: Highlighter) -> Marked:
    """The lines that have what was asked for, in one."""
    joined, ranges = "", []
    for line in text.splitlines():
        marked = highlighter.mark(line, locale)
        if marked.ranges:
            joined += SEPARATOR if joined else ""
            ranges += [(start + len(joined), end + len(joined)) for start, end in marked.ranges]
            joined += line
    return Marked(joined, tuple(ranges))


def _texts(document: Document, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        text = getattr(document, name, None)
        if text:
            yield name, text


def digest_of(text: str, locale: str, given: Mapping[str, Any]) -> str:
    """A short name of a question: cursors of one question are none of another."""
    told = json.dumps([text, locale, sorted(given.items())], default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def encoded(position: Position, digest: str) -> str:
    """The cursor of a place."""
    told = json.dumps([digest, position.score, position.prior, position.id], separators=(",", ":"))
    return urlsafe_b64encode(told.encode()).decode().rstrip("=")


def decoded(cursor: str, digest: str) -> Position:
    """The place that a cursor names.

    Raises:
        CursorError: It is no cursor of this question.
    """
    try:
        if len(cursor) > MAX_CURSOR_LENGTH:
            raise ValueError("too long")
        found = json.loads(urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
        of_question, score, prior, place_id = found
        str(place_id).encode()  # no half of a pair of characters
    except (ValueError, TypeError) as error:  # a JSONDecodeError and a UnicodeError are ValueErrors
        raise CursorError from error
    numbers = all(type(n) is int and abs(n) < MAX_NUMBER for n in (score, prior))
    if of_question != digest or not numbers or not isinstance(place_id, str):
        raise CursorError
    return Position(score, prior, place_id)
