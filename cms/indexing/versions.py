"""Versions of documents: numbers that grow, whichever process takes them.

Whoever indexes takes a number first and reads the pages afterwards. So of two processes that index
one page, the one with the greater number read later than the other took its own. In particular
nothing that was read before a change was committed has a greater number than what is indexed
because of that change: engines, which keep the greatest, cannot end with an old state.

The number stands in a row of the database, not in a clock, which processes and machines do not
share, and not in the ids of events, which are not committed in their order.
"""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import F

from cms.indexing.models import VersionCounter


def next_version() -> int:
    """A number greater than all that were taken before; two statements in a transaction.

    Call it outside of transactions: inside one, others wait for its end.
    """
    with transaction.atomic():
        if not _rows().update(number=F("number") + 1):
            VersionCounter.objects.get_or_create(pk=VersionCounter.ONLY)
            _rows().update(number=F("number") + 1)
        return _rows().values_list("number", flat=True).get()


def last_version() -> int:
    """The number that was taken last, 0 before the first."""
    return _rows().values_list("number", flat=True).first() or 0


def take_at_least(number: int) -> None:
    """Let the next version be greater than `number`, for an index that is ahead of the database.

    That happens when an older database is restored beside it.
    """
    VersionCounter.objects.get_or_create(pk=VersionCounter.ONLY)
    _rows().filter(number__lt=number).update(number=number)


def _rows() -> models.QuerySet[VersionCounter]:
    return VersionCounter.objects.filter(pk=VersionCounter.ONLY)
