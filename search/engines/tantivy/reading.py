"""The live index as this process sees it: opened once, and anew whenever somebody changed it."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import tantivy

from search.document import Schema
from search.engine import EngineDown, NoIndex
from search.engines.tantivy.folder import Folder, Stamp
from search.engines.tantivy.queries import Questions
from search.engines.tantivy.state import State

ATTEMPTS = 5  # at opening an index that another process may be swapping at the moment


@dataclass(slots=True)
class _Opened:
    name: str
    stamp: Stamp  # of the file that names the live index
    schema: Schema
    questions: Questions
    index: tantivy.Index
    written: Stamp | None = None  # when what `state` is of was written
    state: State | None = None


class Reading:
    """Reads the live index of a folder."""

    def __init__(self, folder: Folder) -> None:
        """Open nothing yet."""
        self._folder = folder
        self._lock = threading.Lock()
        self._opened: _Opened | None = None

    def live(self) -> State:
        """The live index with everything that was written before this call, by any process.

        Raises:
            NoIndex: When there is none.
            EngineDown: When its files cannot be read.
        """
        with self._lock:
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    return self._current()
                except (OSError, ValueError, KeyError) as failure:
                    self._opened = None
                    if attempt == ATTEMPTS:
                        raise EngineDown(f"The index cannot be read: {failure}") from failure
        raise AssertionError("not reached")

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._opened = None

    def _current(self) -> State:
        # Stamps are taken before what they stand for is read: a change in between is seen later.
        stamp = self._folder.stamp()
        if stamp is None:
            raise NoIndex("There is no live index.")
        opened = self._opened
        if opened is None or opened.stamp != stamp:
            opened = self._opened = self._open(stamp)
        written = self._folder.stamp(opened.name)
        if opened.state is None or opened.written != written:
            opened.index.reload()
            searcher = opened.index.searcher()
            opened.state = State(opened.name, opened.schema, opened.questions, searcher)
            opened.written = written
        return opened.state

    def _open(self, stamp: Stamp) -> _Opened:
        name = self._folder.indexes().live
        index = self._folder.open(name)
        return _Opened(name, stamp, self._folder.schema(name), Questions(index.schema), index)
