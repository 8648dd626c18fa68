"""The log of questions: counted in memory, written every few seconds, forgotten in time.

Nothing personal is kept: no address, no user, no time of day. What looks like an e-mail address
or a number of a person is not kept at all, and questions that hardly anybody asks are dropped.
Whoever floods the search fills neither the memory nor the table.
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
from wagtail.models import Page

from cms.discovery.models.asked import MAX_LENGTH, AskedQuery, OpenedResult
from cms.translation.alphabet import fold

RARE = 3  # a question asked less often than this …
RARE_DAYS = 30  # … is dropped after so many days
KEPT_DAYS = 400  # a year, and what is needed to compare it with the one before
MAX_WAITING = 1_000
MAX_A_DAY = 10_000  # different questions in the table
MAX_OPENED = 50  # different pages for one question on a day
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
    is_late: bool = False


Place = tuple[date, str, str]  # day, language and key of a question


class QueryLog:
    """Counts that wait in this process; `seconds` after the first of them all are written.

    With 0 seconds each is written at once. A killed process loses what waits, which is statistics.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._lock = threading.Lock()
        self._waiting: dict[Place, Counts] = {}
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
                self._wait_on(_written(waiting))
        if self._forgot_on != timezone.localdate():
            self._forgot_on = timezone.localdate()
            forget()

    def _wait_on(self, unknown: dict[Place, Counts]) -> None:
        """Keep clicks on questions that another process has yet to write, once."""
        late = {place: counts for place, counts in unknown.items() if not counts.is_late}
        with self._lock:
            for place, counts in late.items():
                counts.is_late = True
                if place in self._waiting:
                    self._waiting[place].opened += counts.opened
                else:
                    self._waiting[place] = counts
        if late:
            self._soon()

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


def _written(waiting: dict[Place, Counts]) -> dict[Place, Counts]:
    """Clicks on questions that nobody has asked so far; all else has been written.

    Of new questions only as many are as a day may have.
    """
    days = {day for day, _locale, _key in waiting}
    room = {day: MAX_A_DAY - AskedQuery.objects.filter(day=day).count() for day in days}
    unknown = {}
    for place, counts in sorted(waiting.items(), key=lambda item: item[0]):
        day, locale, key = place
        known = AskedQuery.objects.filter(day=day, locale=locale, key=key)
        query = known.first()
        if query is None and not counts.asked:
            unknown[place] = counts
        elif query is None and room[day] > 0:
            query, _is_new = known.get_or_create(
                day=day, locale=locale, key=key, defaults={"text": counts.text}
            )
            room[day] -= 1
        if query is not None:
            _add(query, counts)
    return unknown


def _add(query: AskedQuery, counts: Counts) -> None:
    opened = _shown(query, counts.opened)
    AskedQuery.objects.filter(pk=query.pk).update(
        asked=F("asked") + counts.asked,
        unanswered=F("unanswered") + counts.unanswered,
        opened=F("opened") + opened.total(),
    )
    for page_id, times in opened.items():
        result, _is_new = OpenedResult.objects.get_or_create(query=query, page_id=page_id)
        OpenedResult.objects.filter(pk=result.pk).update(opened=F("opened") + times)


def _shown(query: AskedQuery, opened: Counter[int]) -> Counter[int]:
    """Those of the opened pages that are still there, as far as there is room for them."""
    if not opened:
        return opened
    known = set(query.results.values_list("page_id", flat=True))
    there = set(Page.objects.filter(pk__in=opened).values_list("pk", flat=True))
    new = sorted(there - known)[: max(MAX_OPENED - len(known), 0)]
    return Counter({page: opened[page] for page in (*(there & known), *new)})


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
