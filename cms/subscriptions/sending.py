"""Sends digests that were planned: each one once, as far as mail servers let one know.

What is about to be sent is written down first, then sent, then noted as sent. Who is killed
between the last two leaves a digest that is sent again, under the same id and with no entry that
was not in it; its entries never come in another one. Where rows can be locked, a digest is locked
while it is sent, elsewhere all of it is one process's turn; either lock ends with its holder.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cms.graphql.filters.flat import ParameterError
from cms.publishing.turns import locks_rows
from cms.subscriptions.message import message
from cms.subscriptions.models import Digest, DigestEntry, FeedAddress, Subscription
from cms.subscriptions.outgoing import Outgoing, Refused
from cms.subscriptions.reading import Reading, UnknownFeed, read
from cms.website.feeds.lists import BrokenFeed

MAX_FAILURES = 10
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(days=1)
CLAIM = timedelta(minutes=1)  # nobody else takes it between being written down and locked
READ_AGAIN_SECONDS = 30  # what is public may have changed since

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Sent:
    """How many digests went out, failed and will be tried again, or were given up."""

    sent: int = 0
    failed: int = 0
    paused: int = 0


@dataclass(frozen=True, slots=True)
class _Ready:
    """A digest about to be sent; `offered` are entries that were never handed over before."""

    digest: Digest
    email: EmailMessage
    offered: list[int] = field(default_factory=list)


def send_due(outgoing: Outgoing) -> Sent:
    """Send what is due, address by address of feeds.

    Raises:
        MailServerDown: What is left stays due, and counts as no failure.
    """
    done = Sent()
    due = Exists(due_digests().filter(subscription__address=OuterRef("pk")))
    for address in FeedAddress.objects.filter(due).order_by("pk"):
        for pk, reading in _with_readings(address):
            outgoing.open()
            ready = _begin(pk, reading)
            if ready is not None:
                _hand_over(ready, outgoing, done)
    return done


def due_digests() -> QuerySet[Digest]:
    """What is to be sent now."""
    return Digest.objects.filter(
        sent_at=None, due_at__lte=timezone.now(), subscription__paused_at=None
    )


def _with_readings(address: FeedAddress) -> Iterator[tuple[int, Reading]]:
    """The due digests of an address, each with what its feed holds at most half a minute ago."""
    due = due_digests().filter(subscription__address=address).order_by("pk")
    reading, read_at = None, 0.0
    for pk in list(due.values_list("pk", flat=True)):
        if reading is None or time.monotonic() - read_at > READ_AGAIN_SECONDS:
            try:
                reading, read_at = read(address), time.monotonic()
            except (UnknownFeed, ParameterError, BrokenFeed) as error:
                facts = {"feed": address.feed, "reason": type(error).__name__}
                logger.warning("subscriptions.feed_not_read", extra=facts)
                return
        yield pk, reading


def _locked(digests: QuerySet[Digest]) -> QuerySet[Digest]:
    if locks_rows():
        return digests.select_for_update(skip_locked=True, of=("self",))
    return digests


@transaction.atomic
def _begin(pk: int, reading: Reading) -> _Ready | None:
    """The digest as it may be sent now, and noted as handed over; None when there is nothing.

    What is not public now, and never was handed over, may come in a later digest.
    """
    digest = _locked(due_digests().filter(pk=pk)).select_related("subscription__address").first()
    if digest is None:
        return None
    rows = list(digest.entries.select_related("entry"))
    shown = {row.entry.key: row for row in rows if row.entry.key in reading.entries}
    hidden = [row for row in rows if row.entry.key not in shown]
    _release(digest.subscription, [row for row in hidden if not row.is_offered])
    if not shown:
        _close(digest, was_offered=any(row.is_offered for row in rows))
        return None
    new = [row.pk for row in shown.values() if not row.is_offered]
    DigestEntry.objects.filter(pk__in=new).update(is_offered=True)
    digest.attempts += 1
    if locks_rows():
        digest.due_at = timezone.now() + CLAIM
    digest.save(update_fields=["attempts", "due_at"])
    entries = [entry for key, entry in reading.entries.items() if key in shown]
    return _Ready(digest, message(digest, reading, entries), new)


def _release(subscription: Subscription, rows: list[DigestEntry]) -> None:
    if not rows:
        return
    DigestEntry.objects.filter(pk__in=[row.pk for row in rows]).delete()
    before = min(row.entry_id for row in rows) - 1
    Subscription.objects.filter(pk=subscription.pk, position__gt=before).update(position=before)


def _close(digest: Digest, *, was_offered: bool) -> None:
    """End a digest of which nothing is public any more; its subscriber may have had it."""
    if was_offered:
        digest.sent_at = timezone.now()
        digest.save(update_fields=["sent_at"])
    else:
        digest.delete()


def _hand_over(ready: _Ready, outgoing: Outgoing, done: Sent) -> None:
    with transaction.atomic() if locks_rows() else nullcontext():
        ours = _locked(Digest.objects.filter(pk=ready.digest.pk, sent_at=None))
        digest = ours.select_related("subscription__address").first()
        if digest is None:
            return
        try:
            if digest.attempts == 1 or not outgoing.has(digest.message_id):
                outgoing.send(ready.email)
        except Refused as refusal:
            if refusal.is_certain:
                DigestEntry.objects.filter(pk__in=ready.offered).update(is_offered=False)
            _fail(digest, str(refusal), done)
        else:
            digest.sent_at = timezone.now()
            digest.error = ""
            digest.save(update_fields=["sent_at", "error"])
            done.sent += 1


def _fail(digest: Digest, reason: str, done: Sent) -> None:
    digest.failures += 1
    digest.error = reason[:200]
    digest.due_at = timezone.now() + pause_after(digest.failures)
    digest.save(update_fields=["failures", "error", "due_at"])
    facts = {"digest": digest.pk, "reason": digest.error, "failures": digest.failures}
    if digest.failures >= MAX_FAILURES:
        Subscription.objects.filter(pk=digest.subscription_id).update(paused_at=timezone.now())
        done.paused += 1
        logger.error("subscriptions.paused", extra=facts)
    else:
        done.failed += 1
        logger.warning("subscriptions.digest_not_sent", extra=facts)


def pause_after(failures: int) -> timedelta:
    """How long to wait after so many failures: doubled each time, up to a day."""
    return min(FIRST_PAUSE * 2 ** (failures - 1), LONGEST_PAUSE)


def try_again(subscriptions: QuerySet[Subscription]) -> int:
    """How many subscriptions get their digest tried again at the next run, as if never failed."""
    digests = Digest.objects.filter(subscription__in=subscriptions, sent_at=None)
    pks = list(digests.values_list("subscription_id", flat=True))
    with transaction.atomic():
        digests.update(failures=0, due_at=timezone.now())
        Subscription.objects.filter(pk__in=pks).update(paused_at=None)
    return len(set(pks))
