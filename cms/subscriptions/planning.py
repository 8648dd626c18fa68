"""Which digests are due, and what is in them: written down before anything is sent.

A digest and its entries come in one transaction with the note that the subscription was looked at,
so that a killed process has either planned one or not. The database refuses an entry that a
subscriber has in another digest.
"""

from __future__ import annotations

import datetime
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cms.graphql.filters.flat import ParameterError
from cms.publishing.turns import locks_rows
from cms.subscriptions.models import (
    Digest,
    DigestEntry,
    FeedAddress,
    Frequency,
    SeenEntry,
    Subscription,
)
from cms.subscriptions.reading import Reading, UnknownFeed, observe, read
from cms.website.feeds.lists import BrokenFeed

BATCH = 200
DAYS = {Frequency.DAILY: 1, Frequency.WEEKLY: 7}

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Planned:
    """What is new at one address: how many digests, with how many entries together.

    `problem` says why it could not be read; its subscriptions stay due.
    """

    address: FeedAddress
    digests: int = 0
    entries: int = 0
    problem: str = ""


def plan(frequencies: Iterable[Frequency], *, is_dry: bool = False) -> Iterator[Planned]:
    """For each address with due subscriptions what was planned; with `is_dry` what would be."""
    due = due_subscriptions(frequencies)
    followed = FeedAddress.objects.filter(Exists(due.filter(address=OuterRef("pk"))))
    for address in followed.order_by("pk"):
        try:
            reading = read(address)
        except (UnknownFeed, ParameterError, BrokenFeed) as error:
            logger.warning(
                "subscriptions.feed_not_read",
                extra={"feed": address.feed, "reason": type(error).__name__},
            )
            yield Planned(address, problem=type(error).__name__)
            continue
        here = due.filter(address=address).order_by("pk")
        if is_dry:
            yield _foreseen(address, reading, here)
        else:
            yield _planned(address, reading, here)


def due_subscriptions(frequencies: Iterable[Frequency]) -> QuerySet[Subscription]:
    """Confirmed ones that were not looked at for a day or a week, and wait for no digest."""
    today = timezone.localdate()
    is_time = Q(pk=None)
    for frequency in frequencies:
        last = today - datetime.timedelta(days=DAYS[frequency])
        is_time |= Q(frequency=frequency, checked_on__lte=last)
    unsent = Digest.objects.filter(subscription=OuterRef("pk"), sent_at=None)
    confirmed = Subscription.objects.filter(confirmed_at__isnull=False, paused_at=None)
    return confirmed.filter(is_time).exclude(Exists(unsent))


def _planned(address: FeedAddress, reading: Reading, here: QuerySet[Subscription]) -> Planned:
    with transaction.atomic():
        FeedAddress.objects.select_for_update().get(pk=address.pk)
        seen = observe(address, reading.entries)
    shown = [seen[key] for key in reading.entries]
    digests = entries = 0
    while made := _plan_batch(here, shown, seen.values()):
        digests += sum(1 for new in made if new)
        entries += sum(map(len, made))
    return Planned(address, digests, entries)


@transaction.atomic
def _plan_batch(
    here: QuerySet[Subscription], shown: Sequence[int], seen: Iterable[int]
) -> list[list[int]]:
    """The new entries of each subscription of a batch; no batch when none is due any more."""
    batch = list((here.select_for_update(of=("self",)) if locks_rows() else here)[:BATCH])
    digests: list[Digest] = []
    rows: list[DigestEntry] = []
    made = []
    sent = _sent_to(batch)
    for subscription in batch:
        new = _new_to(subscription, shown, sent[subscription.pk])
        if new:
            digest = Digest(subscription=subscription, message_id=_new_message_id())
            digests.append(digest)
            rows += (
                DigestEntry(digest=digest, subscription=subscription, entry_id=pk) for pk in new
            )
        done = sent[subscription.pk].union(new)
        subscription.position = _position(subscription.position, seen, done)
        subscription.checked_on = timezone.localdate()
        made.append(new)
    Digest.objects.bulk_create(digests)
    DigestEntry.objects.bulk_create(rows)
    Subscription.objects.bulk_update(batch, ["position", "checked_on"])
    return made


def _sent_to(batch: Iterable[Subscription]) -> dict[int, set[int]]:
    """The entries above its position that each subscription has had in a digest."""
    batch = list(batch)
    sent: dict[int, set[int]] = defaultdict(set)
    lowest = min((subscription.position for subscription in batch), default=0)
    rows = DigestEntry.objects.filter(subscription__in=batch, entry_id__gt=lowest)
    for subscription_id, entry_id in rows.values_list("subscription_id", "entry_id"):
        sent[subscription_id].add(entry_id)
    return sent


def _new_to(subscription: Subscription, shown: Iterable[int], sent: set[int]) -> list[int]:
    """Those of the entries shown now that the subscriber has not had, in the feed's order."""
    return [pk for pk in shown if pk > subscription.position and pk not in sent]


def _position(position: int, seen: Iterable[int], done: set[int]) -> int:
    """The last entry such that it and all before it are done with.

    One that was seen by others and is not public now may come back, and is waited for.
    """
    above = sorted(pk for pk in seen if pk > position)
    for pk in above:
        if pk not in done:
            return pk - 1
    return above[-1] if above else position


def _foreseen(address: FeedAddress, reading: Reading, here: QuerySet[Subscription]) -> Planned:
    """What would be planned, without a trace."""
    seen: dict[object, int] = dict(
        SeenEntry.objects.filter(address=address).values_list("key", "pk")
    )
    unseen = max(seen.values(), default=0) + 1  # above every position
    batch = list(here)
    top = max((subscription.position for subscription in batch), default=0)
    shown = [seen.get(key, max(unseen, top + 1)) for key in reading.entries]
    sent = _sent_to(batch)
    counts = [len(_new_to(each, shown, sent[each.pk])) for each in batch]
    return Planned(address, sum(count > 0 for count in counts), sum(counts))


def _new_message_id() -> str:
    return f"<digest.{uuid4().hex}@{urlsplit(settings.PUBLIC_URL).hostname}>"
