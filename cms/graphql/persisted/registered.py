"""Documents that clients registered: kept in the database, so that all workers know them.

A document never changes under its hash, so each process may remember what it has read. The table
is bounded in number and size: what was used longest ago goes, and whoever still asks for it
registers it again, as the protocol wants.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import Sum
from django.utils import timezone

from cms.graphql.cache.store import Store
from cms.graphql.conf import conf
from cms.graphql.models import PersistedDocument

logger = logging.getLogger(__name__)

REMEMBERED_BYTES = 4_000_000
USED = timedelta(days=1)  # how exactly the last use is noted, and how long a row is remembered
ROOM = 10  # a tenth is freed at once, so that not every document has to make room for itself


@dataclass(frozen=True, slots=True)
class _Remembered:
    source: str
    since: datetime

    @property
    def size(self) -> int:
        return 4 * len(self.source) + 300


class Registered:
    """The documents of the table, and those of them that this process remembers."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._store: Store[_Remembered] = Store(REMEMBERED_BYTES)

    def source(self, sha256: str) -> str | None:
        """The text of the document with this hash; None when it is not registered."""
        now = timezone.now()
        remembered = self._store.get(sha256)
        if remembered is not None and remembered.since > now - USED:
            return remembered.source
        row = PersistedDocument.objects.filter(pk=sha256).first()
        if row is None:
            return None
        self._store.put(sha256, _Remembered(row.source, now))
        if row.used_at < now - USED:
            PersistedDocument.objects.filter(pk=sha256).update(used_at=now)
        return row.source

    def register(self, sha256: str, source: str) -> None:
        """Keep a valid document. One that cannot be kept is registered again by its client."""
        # Not by what this process remembers: the table may have made room since.
        if PersistedDocument.objects.filter(pk=sha256).exists():
            return
        row = PersistedDocument(sha256=sha256, source=source, size=len(source.encode()))
        try:
            with transaction.atomic():
                PersistedDocument.objects.bulk_create([row], ignore_conflicts=True)
                _make_room()
        except DatabaseError:
            logger.warning("graphql.document_not_registered", exc_info=True)
            return
        self._store.put(sha256, _Remembered(source, timezone.now()))

    def forget(self) -> None:
        """Remember nothing."""
        self._store.clear()


registered = Registered()


def _make_room() -> None:
    """Delete what was used longest ago while there are too many, or too large ones."""
    limits = conf()
    rows = PersistedDocument.objects.all()
    total = rows.aggregate(size=Sum("size"))["size"] or 0
    count = rows.count()
    if count <= limits.persisted_documents and total <= limits.persisted_bytes:
        return
    max_count = limits.persisted_documents - limits.persisted_documents // ROOM
    max_size = limits.persisted_bytes - limits.persisted_bytes // ROOM
    oldest_first = rows.order_by("used_at", "pk").values_list("pk", "size")
    leaving = []
    for pk, size in oldest_first:
        if count <= max_count and total <= max_size:
            break
        leaving.append(pk)
        count -= 1
        total -= size
    rows.filter(pk__in=leaving).delete()
