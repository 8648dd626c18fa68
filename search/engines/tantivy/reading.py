"""The live index as this process sees it: opened once, and anew whenever somebody changed it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import tantivy

from search.document import Schema
from search.engine import EngineDown, NoIndex
from search.engines.checks import check_match
from search.engines.tantivy.folder import Folder, Stamp
from search.engines.tantivy.queries import Prepared, Questions
from search.query import Match

ATTEMPTS = 5  # at opening an index that another process may be swapping at the moment
KEPT = 64  # matches that are kept ready for one state, some 50 KB each


@dataclass(slots=True)
class _Opened:
    name: str
    stamp: Stamp  # of the file that names the live index
    schema: Schema
    questions: Questions
    index: tantivy.Index
    state: Stamp | None  # of what is written in the index
    prepared: dict[int, Prepared] = field(default_factory=dict)  # for this state, by identity


@dataclass(frozen=True, slots=True)
class Live:
    """One state of the live index."""

    name: str
    schema: Schema
    questions: Questions
    searcher: tantivy.Searcher
    kept: dict[int, Prepared]

    def prepared(self, match: Match) -> Prepared:
        """The match as it is asked in this state, kept ready for when it is asked again.

        Making it takes as long as answering it, and so would comparing it with others: only the
        very same object is known again.

        Raises:
            WrongQuestion: When documents cannot be matched so.
        """
        known = self.kept.get(id(match))
        if known is None or known.match is not match:
            check_match(match, self.schema)
            known = Prepared(self.searcher, self.questions, match)
            if len(self.kept) >= KEPT:
                self.kept.clear()
            self.kept[id(match)] = known
        return known


class Reading:
    """Reads the live index of a folder."""

    def __init__(self, folder: Folder) -> None:
        """Open nothing yet."""
        self._folder = folder
        self._lock = threading.Lock()
        self._opened: _Opened | None = None

    def live(self) -> Live:
        """The live index with everything that was written before this call, by any process.

        Raises:
            NoIndex: When there is none.
            EngineDown: When its files cannot be read.
        """
        with self._lock:
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    opened = self._current()
                except (OSError, ValueError, KeyError) as failure:
                    self._opened = None
                    if attempt == ATTEMPTS:
                        raise EngineDown(f"The index cannot be read: {failure}") from failure
                else:
                    searcher = opened.index.searcher()
                    return Live(
                        opened.name, opened.schema, opened.questions, searcher, opened.prepared
                    )
        raise AssertionError("not reached")

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._opened = None

    def _current(self) -> _Opened:
        # Stamps are taken before what they stand for is read: a change in between is seen later.
        stamp = self._folder.stamp()
        if stamp is None:
            raise NoIndex("There is no live index.")
        opened = self._opened
        if opened is None or opened.stamp != stamp:
            opened = self._opened = self._open(stamp)
        state = self._folder.stamp(opened.name)
        if opened.state != state:
            opened.index.reload()
            opened.state, opened.prepared = state, {}
        return opened

    def _open(self, stamp: Stamp) -> _Opened:
        name = self._folder.indexes().live
        state = self._folder.stamp(name)
        index = self._folder.open(name)
        schema = self._folder.schema(name)
        return _Opened(name, stamp, schema, Questions(index.schema), index, state)
