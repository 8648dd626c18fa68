"""An engine that is left alone for a while after it has failed, so that nobody waits in vain."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from search.document import Record, Schema
from search.engine import Engine, EngineDown, SearchError
from search.query import Find
from search.results import Found, Health, Written

T = TypeVar("T")

PAUSE_SECONDS = 10.0

logger = logging.getLogger(__name__)


class Guarded:
    """The engine that it holds, until that is down: then every verb raises `EngineDown` at once.

    After a pause the next verb has the engine asked in the background, until it answers again; then
    `recovered` is called, in the same thread, and verbs go through.
    """

    def __init__(
        self, engine: Engine, recovered: Callable[[], None], *, pause: float | None = None
    ) -> None:
        """Ask nothing yet."""
        self._engine = engine
        self._recovered = recovered
        self._pause = PAUSE_SECONDS if pause is None else pause
        self._lock = threading.Lock()
        self._failure = ""
        self._left_alone_until = 0.0

    def create(self, schema: Schema) -> str:
        """The name of a new and empty index."""
        return self._through(lambda: self._engine.create(schema))

    def put(self, records: Sequence[Record], *, index: str | None = None) -> Written:
        """Write records."""
        return self._through(lambda: self._engine.put(records, index=index))

    def remove(self, ids: Iterable[tuple[str, int]], *, index: str | None = None) -> Written:
        """Take documents out."""
        return self._through(lambda: self._engine.remove(ids, index=index))

    def find(self, question: Find) -> Found:
        """What of the live index answers the question."""
        return self._through(lambda: self._engine.find(question))

    def swap(self, index: str) -> None:
        """Make an index the live one."""
        self._through(lambda: self._engine.swap(index))

    def health(self) -> Health:
        """How the engine is; not ready while it is left alone."""
        try:
            return self._through(self._engine.health)
        except EngineDown as failure:
            return Health("", False, str(failure))

    def close(self) -> None:
        """Let go of the engine."""
        self._engine.close()

    def _through(self, verb: Callable[[], T]) -> T:
        with self._lock:
            failure = self._failure
            is_due = bool(failure) and time.monotonic() > self._left_alone_until
            if is_due:
                self._leave_alone(failure)  # by everybody but the thread that looks
        if is_due:
            threading.Thread(target=self._look, name="search-guard", daemon=True).start()
        if failure:
            raise EngineDown(failure)
        try:
            return verb()
        except EngineDown as down:
            with self._lock:
                self._leave_alone(str(down))
            raise

    def _leave_alone(self, failure: str) -> None:
        self._failure = failure
        self._left_alone_until = time.monotonic() + self._pause

    def _look(self) -> None:
        try:
            self._engine.find(Find(first=0))
        except EngineDown as down:
            with self._lock:
                self._leave_alone(str(down))
            return
        except SearchError as failure:  # it answers, be it that there is no index
            logger.info("search.answers", extra={"reason": str(failure)})
        with self._lock:
            self._failure = ""
        logger.info("search.recovered")
        self._recovered()
