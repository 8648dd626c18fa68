"""What keeps the indexes up to date by itself: handlers of events, and reconcilers.

Each place has its own, so that what one misses while it is down keeps nothing from the other.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import partial

from django.db import DatabaseError, connections
from django.utils import timezone

from cms.indexing.connection import Place, places
from cms.indexing.extraction.later import read_files
from cms.indexing.extraction.texts import forget_unused, noting_missing
from cms.indexing.index import index_pages
from cms.indexing.status import Status, mend, status_with_files
from cms.plugin import Handler, Reconciler
from cms.publishing import courier, delivery
from cms.publishing.events import Changed
from cms.publishing.handlers import installed_handlers

NAMES = {Place.MAIN: "search", Place.STANDIN: "search_standin"}

logger = logging.getLogger(__name__)


def handle(event: Changed, place: Place = Place.MAIN) -> None:
    """Index the pages that may have changed; tried again later when the engine is down."""
    with noting_missing() as missing:
        index_pages(event.page_ids, place)
    if missing:
        read_files(missing, event.page_ids)


def reconcile(say: Callable[[str], None], place: Place = Place.MAIN) -> int:
    """How many documents were put or removed, because events did not tell of them.

    Such are pages that became public by the clock, and whatever was written past the signals.
    """
    forget_unused()
    found = status_with_files(place)
    for line in differences(found):
        say(line)
    if found.is_equal:
        return 0
    mended = mend(found)
    return mended.put + mended.removed


def differences(found: Status) -> Iterator[str]:
    """A line for each document that is missing, outdated or surplus."""
    name = NAMES[found.place]
    if not found.is_current:
        yield f"{name}: no index of the present schema; a new one is built"
        return
    for what in ("missing", "outdated", "surplus"):
        for pk, (kind, locale) in getattr(found, what).items():
            yield f"{name}: {what}: page {pk} {kind} {locale}".rstrip()


handlers = {place: Handler(Changed, partial(handle, place=place), NAMES[place]) for place in Place}
reconcilers = {place: Reconciler(NAMES[place], partial(reconcile, place=place)) for place in Place}


def contributions() -> Iterator[Handler | Reconciler]:
    """What the core contributes to keep up the indexes that there are."""
    for place in places():
        yield handlers[place]
        yield reconcilers[place]


def catch_up(**kwargs: object) -> None:
    """Have the main engine told now what it missed while it was down: it answers again, and has
    pauses of up to an hour, or all its attempts, behind it.
    """
    try:
        make_due(handlers[Place.MAIN])
    except DatabaseError:  # then the pauses go on; and what was given up can be tried again
        logger.exception("search.not_caught_up")
    finally:
        connections.close_all()  # those of the thread in which this runs


def make_due(handler: Handler) -> None:
    """Have what the handler was not told delivered now, what was given up included."""
    labels = [name for name, found in installed_handlers().items() if found == handler]
    missed = delivery.waiting_deliveries().filter(handler__in=labels)
    due = missed.update(due_at=timezone.now())
    given_up = delivery.Delivery.objects.filter(handler__in=labels, dead_at__isnull=False)
    due += delivery.retry_dead(given_up.values_list("pk", flat=True))
    if due:
        logger.info("search.catching_up", extra={"deliveries": due})
        courier.wake()
