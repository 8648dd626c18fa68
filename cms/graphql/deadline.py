"""Breaks off what the database still works on when the time of a query is over.

The executor looks at the clock between the objects of an answer; a single slow statement it cannot
see. So one thread of the process looks after all queries that run, and has the database cancel what
their connections are at. That costs a query no round trip, and leaves the connection as it was for
whoever publishes or imports by it next.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Any

from django.db import connections

from cms.graphql.errors import ErrorCode, LimitError

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.25  # how late a statement may be broken off
CANCEL_SECONDS = 2  # to reach PostgreSQL, which is told by a connection of its own
LONGEST_NAME = 100


class OutOfTime(BaseException):
    """Ends a query; no exception of a field, which would only make that field null."""


class _Query:
    """One that runs, by the connections of its thread."""

    def __init__(self, seconds: int) -> None:
        self.ends_at = monotonic() + seconds
        self.databases = connections.all()
        self.lock = threading.Lock()  # once the query is over, its connections are others'
        self.is_running = True
        self.is_broken_off = False

    def break_off(self) -> None:
        """Cancel its statement, if there is one: another may follow, so it is called again."""
        with self.lock:
            if self.is_running:
                self.is_broken_off = True
                for database in self.databases:
                    _cancel(database)

    def end(self) -> None:
        """Leave its connections alone from now on."""
        with self.lock:
            self.is_running = False


class _Watch:
    """The queries that run in this process, and the thread that looks at the clock for them."""

    def __init__(self) -> None:
        self._running: set[_Query] = set()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def add(self, query: _Query) -> None:
        self._running.add(query)
        if not self._is_looked_after():
            self._start()

    def remove(self, query: _Query) -> None:
        self._running.discard(query)
        query.end()

    def _is_looked_after(self) -> bool:
        """True while the thread runs: none of a forked process's parent goes on in it."""
        return self._thread is not None and self._thread.is_alive()

    def _start(self) -> None:
        with self._starting:
            if not self._is_looked_after():
                self._thread = threading.Thread(target=self._look, name="deadlines", daemon=True)
                self._thread.start()

    def _look(self) -> None:
        while True:
            sleep(LOOK_SECONDS)
            for query in tuple(self._running):
                if monotonic() > query.ends_at:
                    query.break_off()


_watch = _Watch()


@contextmanager
def broken_off_after(seconds: int, *, name: str = "") -> Iterator[None]:
    """Cancels what the block's thread has the database do when it takes longer; never with 0.

    `name` is that of the operation, for the log.

    Raises:
        LimitError: It did, whatever became of the block: rows are missing in what it made.
    """
    if not seconds:
        yield
        return
    query = _Query(seconds)
    _watch.add(query)
    is_over = False
    try:
        yield
    except OutOfTime:
        is_over = True
    finally:
        _watch.remove(query)
        if is_over or query.is_broken_off:
            logger.warning("graphql.timeout", extra={"operation": name[:LONGEST_NAME]})
            raise LimitError(
                f"The operation took longer than {seconds} seconds: ask for less at once.",
                ErrorCode.TIMEOUT,
                limit=seconds,
            ) from None


def _cancel(database: Any) -> None:
    driver = database.connection
    try:
        if driver is None:
            return
        if database.vendor == "postgresql":
            driver.cancel_safe(timeout=CANCEL_SECONDS)
        else:
            driver.interrupt()
    except database.Database.Error:  # closed meanwhile, or out of reach: the next look tries again
        logger.warning("graphql.not_cancelled", exc_info=True)
