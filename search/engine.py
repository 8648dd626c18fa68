"""What an engine is: six verbs over records and queries, alike in memory, files and on servers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from search.document import Record, Schema
from search.query import Find
from search.results import Found, Health, Written


class SearchError(Exception):
    """The common root of what can go wrong; `code` says what, for programs."""

    code = "SEARCH_FAILED"


class EngineDown(SearchError):
    """The engine does not answer, or its files cannot be used; it may be asked again later."""

    code = "SEARCH_DOWN"


class NoIndex(SearchError):
    """There is no live index yet, or none of that name."""

    code = "SEARCH_NO_INDEX"


class WrongQuestion(SearchError):
    """The question names a field that is not there, or asks for too much."""

    code = "SEARCH_WRONG_QUESTION"


class Engine(Protocol):
    """Where records are kept and found. One may be used by several threads at once.

    Every verb raises `EngineDown` when the engine cannot be reached.
    """

    def create(self, schema: Schema) -> str:
        """The name of a new and empty index, built beside the live one until `swap`."""

    def put(self, records: Sequence[Record], *, index: str | None = None) -> Written:
        """Write records, for good when this returns; found by the next `find` in any process.

        Without `index`, into the live one and all that are being built. A record older than what
        is stored of its id, or than its removal, is left out and told as outdated; one of the
        same version is written again.

        Raises:
            NoIndex: When there is none of that name, or neither a live one nor one being built.
        """

    def remove(self, ids: Iterable[tuple[str, int]], *, index: str | None = None) -> Written:
        """Take documents out by id and version, as `put` writes: an older put comes too late."""

    def find(self, question: Find) -> Found:
        """What of the live index answers the question.

        Raises:
            NoIndex: When there is no live index.
            WrongQuestion: When a field is not in its schema, or too many hits are asked for.
        """

    def swap(self, index: str) -> None:
        """Make an index the live one at once, for every process, and drop the one before.

        Others that are being built are dropped, too.
        """

    def health(self) -> Health:
        """How the engine is; never raises."""

    def close(self) -> None:
        """Let go of files and connections."""
