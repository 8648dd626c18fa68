"""What tells a cache of changes: one handler for each, in a lane of its own.

Whoever publishes waits for none of them, and none for another. All that is due when a call is made
goes with it, so a hundred changes in a second are a few calls. Everything is dropped twice, the
second time when answers that were on their way meanwhile have arrived, for such an answer may be
older than the change and come to the cache after the first time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache, partial
from time import monotonic

from django.utils import timezone

from cms.plugin import Handler
from cms.publishing import delivery
from cms.publishing.epoch import EVERYTHING
from cms.publishing.events import Changed
from cms.publishing.handlers import Postponed
from cms.publishing.models import Delivery
from cms.publishing.showing import chunks
from cms.purging.addresses import urls_of
from cms.purging.caches import By, Cache, Wanted
from cms.purging.calls import PurgeFailed
from cms.purging.conf import caches

_resting: dict[
    str, float
] = {}  # until when caches do not want to be asked, by this machine's clock


def contributions() -> Iterator[Handler]:
    """A handler for each cache of the settings."""
    return (handler_of(cache) for cache in caches())


@lru_cache(maxsize=32)
def handler_of(cache: Cache) -> Handler:
    """The handler that tells `cache`."""
    name = f"purge-{cache.name}"
    return Handler(Changed, partial(tell, cache), name, lane=name)


def tell(cache: Cache, event: Changed) -> None:
    """Have the cache drop what changed, in this event and in all that wait with it.

    Raises:
        PurgeFailed: It did not.
        Postponed: It did, and is to do so again; or it does not want to be asked now.
    """
    rest = _resting.get(cache.name, 0) - monotonic()
    if rest > 0:
        raise Postponed(rest)
    began_at = timezone.now()
    others = [row for row in _waiting(cache) if row.event.number != event.number]
    calls = cache.calls(wanted([event, *(delivery.changed(row.event) for row in others)], cache))
    try:
        cache.tell(calls)
    except PurgeFailed as failure:
        _put_off(cache, others, failure)
        raise
    _settle(cache, others, before=began_at - timedelta(seconds=cache.again_after))
    if event.created_at and began_at < event.created_at + timedelta(seconds=cache.again_after):
        raise Postponed(cache.again_after)


def wanted(events: Iterable[Changed], cache: Cache) -> Wanted:
    """What is to be dropped after these events.

    Answers that cannot name all their tags carry one that every event drops.
    """
    tags, urls = {EVERYTHING}, set[str]()
    for event in events:
        tags.update(event.tags)
        if By.URLS in cache.by:
            urls |= urls_of(event, cache.also)
    return Wanted(frozenset(tags), frozenset(urls))


def _waiting(cache: Cache) -> list[Delivery]:
    found: list[Delivery] = []
    for pks in chunks(delivery.waiting_for(handler_of(cache))):
        found += Delivery.objects.filter(pk__in=pks).select_related("event")
    return found


def _put_off(cache: Cache, others: list[Delivery], failure: PurgeFailed) -> None:
    """Those that waited along need not fail one after the other."""
    if failure.seconds:
        _resting[cache.name] = monotonic() + failure.seconds
    attempts = max((row.attempts for row in others), default=0)
    pause = max(delivery.pause_after(attempts + 1), timedelta(seconds=failure.seconds))
    delivery.postpone((row.pk for row in others), pause)


def _settle(cache: Cache, others: list[Delivery], before: datetime) -> None:
    """What waited along is done, or comes again as what is new does."""
    is_over = {row.pk: row.event.created_at <= before for row in others}
    delivery.settle(pk for pk, over in is_over.items() if over)
    again = (pk for pk, over in is_over.items() if not over)
    delivery.postpone(again, timedelta(seconds=cache.again_after))
