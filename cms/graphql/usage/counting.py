"""Answers counted in memory, by client and document; a thread writes them once a minute.

A request only adds one to a number. What clients say about themselves is theirs to choose, so names
are cut to a plain alphabet and to a length, and what waits is bounded: whoever floods the endpoint
with names or documents is counted under "other". A process that is killed loses its last minute.
"""

from __future__ import annotations

import atexit
import logging
import re
import threading
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from cms.graphql.conf import conf

# As Apollo's clients call themselves, and as others do.
APOLLO_NAME, APOLLO_VERSION = "HTTP_APOLLOGRAPHQL_CLIENT_NAME", "HTTP_APOLLOGRAPHQL_CLIENT_VERSION"
NAME, VERSION = "HTTP_GRAPHQL_CLIENT_NAME", "HTTP_GRAPHQL_CLIENT_VERSION"

UNKNOWN = "unknown"
OTHER = "other"
MAX_NAME = 60
MAX_VERSION = 30
# No "@": what looks like an address of a person is no name of a program.
NAME_WORDS = re.compile(rf"\w[\w ._:/+–-]{{0,{MAX_NAME - 1}}}")
VERSION_WORDS = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._+-]{{0,{MAX_VERSION - 1}}}", re.ASCII)
MAX_WAITING = 1_000
MAX_WAITING_CHARACTERS = 4_000_000  # of documents; kept answers hold most of them anyway

logger = logging.getLogger(__name__)


class Asked(NamedTuple):
    """What is counted: a document, which of its operations ran, and who asked."""

    query: str
    operation_name: str | None
    client: str
    version: str


OTHERS = Asked("", None, OTHER, "")


class UsageLog:
    """Counts that wait in this process; `seconds` after the first of them all are written.

    With 0 seconds nothing is counted.
    """

    def __init__(self, seconds: float) -> None:
        """Count from now on."""
        self.seconds = seconds
        self._lock = threading.Lock()
        self._waiting: Counter[tuple[str, str | None, str, str]] = Counter()
        self._characters = 0
        self._timer: threading.Timer | None = None
        self._forgot_on: date | None = None

    def count(
        self,
        environ: Mapping[str, Any],
        query: str,
        operation_name: str | None = None,
        *,
        token: str = "",
    ) -> None:
        """Count an answer without touching the database; it is in the way of every request.

        `environ` has the headers by their WSGI names, `token` the name of the token if there is
        one.
        """
        get = environ.get
        client = get(APOLLO_NAME) or get(NAME) or token or UNKNOWN
        asked = (query, operation_name, client, get(APOLLO_VERSION) or get(VERSION) or "")
        with self._lock:
            if asked in self._waiting:
                self._waiting[asked] += 1
                return
        self._begin(Asked(*asked))

    def flush(self) -> None:
        """Write what waits; if that fails, it waits for the next time.

        Raises:
            DatabaseError: It could not be written.
        """
        # Models can be loaded only when this is called.
        from cms.graphql.usage.written import forget, write  # noqa: PLC0415 -- see above

        today = timezone.localdate()
        with self._lock:
            waiting, self._waiting = self._waiting, Counter()
            self._characters, self._timer = 0, None
        if not waiting:
            return
        try:
            write({Asked(*asked): times for asked, times in waiting.items()}, today)
        except DatabaseError:
            with self._lock:
                for asked, times in waiting.items():
                    self._add(Asked(*asked), times)
            raise
        if self._forgot_on != today:
            self._forgot_on = today
            forget(today, days=conf().usage_days)

    def _begin(self, asked: Asked) -> None:
        """Count what does not wait yet, or whose client calls itself something odd."""
        if not self.seconds or not conf().usage_days:
            return
        known = asked._replace(client=name_of(asked.client), version=version_of(asked.version))
        with self._lock:
            self._add(known, 1)
            if self._timer is None:
                self._timer = threading.Timer(self.seconds, self._flush_aside)
                self._timer.daemon = True
                self._timer.start()

    def _add(self, asked: Asked, times: int) -> None:
        if asked not in self._waiting:
            size = self._characters + len(asked.query)
            if len(self._waiting) >= MAX_WAITING or size > MAX_WAITING_CHARACTERS:
                asked = OTHERS
            else:
                self._characters = size
        self._waiting[asked] += times

    def _flush_aside(self) -> None:
        try:
            close_old_connections()
            self.flush()
        except DatabaseError:
            logger.warning("graphql.usage_not_written", exc_info=True)
        finally:
            connection.close()


def name_of(given: str) -> str:
    """The name of a client as it is kept."""
    return given if NAME_WORDS.fullmatch(given) else OTHER


def version_of(given: str) -> str:
    """The version of a client as it is kept; empty when there is none."""
    return given if not given or VERSION_WORDS.fullmatch(given) else OTHER


usage_log = UsageLog(settings.KLASTR_USAGE_SECONDS)
count = usage_log.count
if usage_log.seconds:
    atexit.register(usage_log._flush_aside)
