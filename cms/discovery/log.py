"""The log of questions: counted in memory, written every few seconds, forgotten in time.

Nothing personal is kept: no address, no user, no time of day. What looks like an e-mail address
or a number of a person is not kept at all, and questions that hardly anybody asks are dropped.
"""

from __future__ import annotations

import logging
import re
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import F, Sum
from django.utils import timezone

from cms.discovery.models.asked import MAX_LENGTH, AskedQuery, OpenedResult
from cms.translation.alphabet import fold

RARE = 3  # a question asked less often than this …
RARE_DAYS = 30  # … is dropped after so many days
KEPT_DAYS = 400  # a year, and what is needed to compare it with the one before
MAX_WAITING = 1_000
# Addresses and numbers of persons; and what no database can hold or no keyboard types.
NOT_KEPT = re.compile(r"@|(?:\d[\s./-]?){6,}|[\x00-\x08\x0e-\x1f\ud800-\udfff]")

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Counts:
    """What is not written yet of one question."""

    text: str
    asked: int = 0
    unanswered: int = 0
    opened: Counter[int] = field(default_factory=Counter)


class QueryLog:
    """Counts that wait in this process; `seconds` after the first of them all are written.

    With 0 seconds each is written at once. A killed process loses what waits, which is statistics.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._lock = threading.Lock()
        self._waiting: dict[tuple[date, str, str], Counts] = {}
        self._timer: threading.Timer | None = None
        self._forgot_on: date | None = None

    def asked(self, text: str, locale: str, *, total: int) -> None:
        """Count a question that was answered by `total` pages."""
        with self._lock:
            counts = self._counts(text, locale)
            if counts is not None:
                counts.asked += 1
                counts.unanswered += total == 0
        self._soon()

    def opened(self, text: str, locale: str, page_id: int) -> None:
        """Count that a page was opened from the results of a question."""
        with self._lock:
            counts = self._counts(text, locale)
            if counts is not None:
                counts.opened[page_id] += 1
        self._soon()

    def flush(self) -> None:
        """Write what waits."""
        with self._lock:
            waiting, self._waiting = self._waiting, {}
            self._timer = None
        if waiting:
            with transaction.atomic():
                for (day, locale, key), counts in sorted(waiting.items(), key=lambda item: item[0]):
                    _write(day, locale, key, counts)
        if self._forgot_on != timezone.localdate():
            self._forgot_on = timezone.localdate()
            forget()

    def _counts(self, text: str, locale: str) -> Counts | None:
        shown = " ".join(text.split()).lower()
        key = fold(shown)
        place = (timezone.localdate(), locale, key)
        if not key or max(len(shown), len(key)) > MAX_LENGTH or NOT_KEPT.search(shown):
            return None
        if place not in self._waiting and len(self._waiting) >= MAX_WAITING:
            return None  # somebody floods the search; statistics can wait
        return self._waiting.setdefault(place, Counts(shown))

    def _soon(self) -> None:
        if not self.seconds:
            self.flush()
            return
        with self._lock:
            if self._timer is None and self._waiting:
                self._timer = threading.Timer(self.seconds, self._flush_aside)
                self._timer.daemon = True
                self._timer.start()

    def _flush_aside(self) -> None:
        try:
            close_old_connections()
            self.flush()
        except DatabaseError:
            logger.exception("Counts of searches were lost.")
        finally:
            connection.close()


def _write(day: date, locale: str, key: str, counts: Counts) -> None:
    query, _is_new = AskedQuery.objects.get_or_create(
        day=day, locale=locale, key=key, defaults={"text": counts.text}
    )
    AskedQuery.objects.filter(pk=query.pk).update(
        asked=F("asked") + counts.asked,
        unanswered=F("unanswered") + counts.unanswered,
        opened=F("opened") + counts.opened.total(),
    )
    for page_id, times in counts.opened.items():
        result, _is_new = OpenedResult.objects.get_or_create(query=query, page_id=page_id)
        OpenedResult.objects.filter(pk=result.pk).update(opened=F("opened") + times)


def forget(today: date | None = None) -> int:
    """How many counts were dropped: those of rare questions after a month, all after 400 days."""
    today = today or timezone.localdate()
    rare = (
        AskedQuery.objects.values("locale", "key")
        .annotate(total=Sum("asked"))
        .filter(total__lt=RARE)
        .values_list("locale", "key")
    )
    rare_keys = set(rare)
    old = AskedQuery.objects.filter(day__lt=today - timedelta(days=RARE_DAYS))
    ids = [
        pk
        for pk, *question in old.values_list("pk", "locale", "key")
        if tuple(question) in rare_keys
    ]
    with transaction.atomic():
        too_old, _by_model = AskedQuery.objects.filter(
            day__lt=today - timedelta(days=KEPT_DAYS)
        ).delete()
        too_rare, _by_model = AskedQuery.objects.filter(pk__in=ids).delete()
    return too_old + too_rare


query_log = QueryLog(settings.KLASTR_QUERY_LOG_SECONDS)
