"""Whose turn it is to write: one batch after the other, and merging meanwhile.

Tantivy merges parts of an index in the background, which may take a second. A writer that is closed
waits for that, and the folder's lock with it. So writers stay open while they may be merging: the
next batch of this process goes through them at once, and when another thread or process wants to
write, or nobody does for a while, they are closed and the lock is given back.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from search.engine import EngineDown
from search.engines.tantivy.folder import Folder
from search.engines.tantivy.lock import WriteLock
from search.engines.tantivy.writing import Writing

LINGER = 2.0  # seconds without a batch after which writers are closed: most merging is over
LOOK = 0.01  # seconds between looks whether somebody else wants to write

logger = logging.getLogger(__name__)


class Turn:
    """What is open while the folder's lock is held."""

    def __init__(self, folder: Folder, lock: WriteLock) -> None:
        """Take over the lock."""
        self.folder, self._lock = folder, lock
        self._writings: dict[str, Writing] = {}

    @property
    def is_merging(self) -> bool:
        """True while parts of an index may be merging."""
        return any(writing.is_merging for writing in self._writings.values())

    @property
    def is_wanted(self) -> bool:
        """True when somebody else wants to write."""
        return self._lock.is_wanted()

    def writing(self, name: str) -> Writing:
        """Where batches for an index are written."""
        if name not in self._writings:
            schema = self.folder.schema(name)
            self._writings[name] = Writing(
                self.folder.open(name), schema, f"{self.folder.path}/{name}"
            )
        return self._writings[name]

    def finish(self) -> None:
        """Close the writers when merging is over."""
        for writing in self._writings.values():
            try:
                writing.finish()
            except ValueError:
                logger.exception("Parts of a search index could not be merged")
        self._writings.clear()

    def end(self) -> None:
        """Close the writers, and let the next one write."""
        try:
            self.finish()
        finally:
            self._lock.release()


class Turns:
    """The turns of one process in a folder, for all its threads."""

    _kept: Turn | None

    def __init__(self, folder: Folder, timeout: float) -> None:
        """Take the folder, and how many seconds to wait for other writers."""
        self._folder, self._timeout = folder, timeout
        self._begin_anew()

    @contextmanager
    def take(self) -> Iterator[Turn]:
        """The turn, for one batch.

        Raises:
            EngineDown: When others write for too long.
        """
        if self._process != os.getpid():
            self._begin_anew()
        if not self._mutex.acquire(timeout=self._timeout):
            raise EngineDown(f"Another thread writes in {self._folder.path}.")
        try:
            turn, self._kept = self._kept, None
            turn = turn or Turn(self._folder, self._folder.lock(self._timeout))
            try:
                yield turn
            except BaseException:
                turn.end()
                raise
            self._keep(turn)
        finally:
            self._mutex.release()

    def end(self) -> None:
        """Close what is open, when merging is over."""
        if self._process == os.getpid():
            with self._mutex:
                self._end_kept()

    def _begin_anew(self) -> None:
        # A forked process has the lock of its parent as it was, and none of its threads.
        self._process = os.getpid()
        self._mutex = threading.Lock()
        self._kept = None
        self._is_watched = False
        self._last = 0.0

    def _keep(self, turn: Turn) -> None:
        if not turn.is_merging:
            turn.end()
            return
        self._kept, self._last = turn, time.monotonic()
        if not self._is_watched:
            self._is_watched = True
            threading.Thread(target=self._watch, name="search-merging").start()

    def _watch(self) -> None:
        """End what is kept as soon as others want to write, or nobody does."""
        while True:
            time.sleep(LOOK)
            with self._mutex:
                if self._kept is None or self._is_over(self._kept):
                    self._is_watched = False
                    self._end_kept()
                    return

    def _is_over(self, turn: Turn) -> bool:
        is_idle = time.monotonic() - self._last > LINGER
        return is_idle or turn.is_wanted or not threading.main_thread().is_alive()

    def _end_kept(self) -> None:
        turn, self._kept = self._kept, None
        if turn is not None:
            turn.end()
