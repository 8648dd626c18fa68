"""Tells handlers what happened: at least once, later again when they fail, and in the end not.

In the embedded set-up the process that made a change runs the handlers right after the commit. One
that serves leaves that to its courier, a thread that also does what is left over (somebody was
killed, a handler failed); any other does it at once. Otherwise ``klastr deliver`` does it all.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone, translation

from cms.plugin.contributions import Handler
from cms.plugin.scope import at_end, request_scope
from cms.publishing import courier
from cms.publishing.audience import Audience, shown_to
from cms.publishing.events import Changed, Kind
from cms.publishing.handlers import (
    MAIN,
    Postponed,
    TryLater,
    active_handlers,
    installed_handlers,
    lanes,
)
from cms.publishing.models import Delivery, Event
from cms.publishing.turns import only_here, turn_in

EMBEDDED, WORKER = "embedded", "worker"
WAIT_SECONDS = 1.0
FIRST_PAUSE_SECONDS = 5
LONGEST_PAUSE_SECONDS = 3600
LOOKED_AT = 50  # of those due; more than there are processes that deliver
MAX_ATTEMPTS = 12  # some three hours
ERROR_LENGTH = 2000
KEPT = timedelta(days=7)
DEAD_KEPT = timedelta(days=90)

logger = logging.getLogger(__name__)
_is_held: ContextVar[bool] = ContextVar("klastr_deliveries_are_held", default=False)


@dataclass(slots=True)
class Told:
    """How many deliveries went well, failed and will be tried again, or were given up.

    None at all when it was not our turn.
    """

    delivered: int = 0
    failed: int = 0
    dead: int = 0
    was_ours: bool = True

    def __add__(self, other: Told) -> Told:
        """Both together."""
        return Told(
            self.delivered + other.delivered,
            self.failed + other.failed,
            self.dead + other.dead,
            self.was_ours and other.was_ours,
        )


@contextmanager
def held() -> Iterator[None]:
    """Within this block nothing is delivered after commits; it stays due."""
    token = _is_held.set(True)
    try:
        yield
    finally:
        _is_held.reset(token)


def start_courier() -> None:
    """Let this process, which serves, make what is left over too, if that is done here."""
    if settings.KLASTR_DELIVERY == EMBEDDED:
        courier.start()


def after_commit(event: Event) -> None:
    """Have what has just been committed delivered, if that is done here; never raises.

    By the courier, so that nobody waits for handlers who waits for an answer; where there is none,
    as in a command, at once. A request does first what it still has to: a courier beside it would
    take turns with it at the interpreter and at the database.
    """
    if settings.KLASTR_DELIVERY != EMBEDDED or _is_held.get():
        return
    if courier.is_running():
        at_end(courier.wake)
        return
    courier.wake_others()
    try:
        deliver([event.pk])
        deliver()  # what others have left behind
    except Exception:  # what is due stays due; the change itself is done and must not fail
        logger.exception("delivery.interrupted", extra={"event_number": event.number})


def deliver(
    events: Iterable[int] | None = None,
    *,
    lane: str = MAIN,
    wait_seconds: float = WAIT_SECONDS,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Told:
    """Make all deliveries of a lane that are due, or those of these events, one after the other."""
    told = Told()
    handlers = _handlers_in(lane)
    due = due_deliveries(handlers)
    if events is not None:
        due = due.filter(event__in=list(events))
    with held(), turn_in(lane, wait_seconds=wait_seconds) as is_ours:
        told.was_ours = is_ours
        while is_ours and _deliver_some(due, handlers, told, is_stopped):
            pass
    return told


def deliver_all() -> Told:
    """Make all deliveries that are due, one lane after the other."""
    return sum((deliver(lane=lane) for lane in lanes()), start=Told())


def _handlers_in(lane: str) -> dict[str, Handler]:
    return {name: found for name, found in active_handlers().items() if found.lane == lane}


def deliver_here(events: Iterable[int]) -> Told:
    """Make what is due of these events, if that is done here; one at once, more by the courier."""
    pks = list(events)
    if settings.KLASTR_DELIVERY != EMBEDDED or not pks:
        return Told()
    courier.wake_others()
    if len(pks) > 1 and courier.is_running():
        courier.wake()
        return Told()
    return deliver(pks)


def deliver_left_over(is_stopped: Callable[[], bool] = lambda: False, lane: str = MAIN) -> Told:
    """What the courier does: look, and deliver if there is something and nobody else is at it."""
    if not due_deliveries(_handlers_in(lane)).exists():
        return Told()
    return deliver(lane=lane, wait_seconds=0, is_stopped=is_stopped)


def due_deliveries(handlers: Iterable[str]) -> QuerySet[Delivery]:
    """What these handlers are to be told now, oldest first."""
    return (
        waiting_deliveries()
        .filter(due_at__lte=timezone.now(), handler__in=list(handlers))
        .order_by("due_at", "pk")
    )


def waiting_deliveries() -> QuerySet[Delivery]:
    """All that is neither delivered nor given up."""
    return Delivery.objects.filter(delivered_at=None, dead_at=None)


def _deliver_some(
    due: QuerySet[Delivery],
    handlers: dict[str, Handler],
    told: Told,
    is_stopped: Callable[[], bool],
) -> bool:
    """Make the first of those due; False when none is, or others are making them all."""
    is_made = False
    for pk in list(due.values_list("pk", flat=True)[:LOOKED_AT]):
        if is_stopped():
            return False
        with only_here(pk) as is_ours:
            delivery = due.filter(pk=pk).select_related("event").first() if is_ours else None
            if delivery is not None:  # nobody has made it since we looked
                _deliver_one(delivery, handlers, told)
                is_made = True
    return is_made


def _deliver_one(delivery: Delivery, handlers: dict[str, Handler], told: Told) -> None:
    _begin(delivery, told)
    if delivery.dead_at is None:
        _make(delivery, handlers, told)


def _begin(delivery: Delivery, told: Told) -> None:
    """Count the attempt before it is made, for it may be the end of this process.

    Who is killed once leaves it due at once. What kills again and again has to wait and is given
    up at last.
    """
    if delivery.attempts >= MAX_ATTEMPTS:
        delivery.error = delivery.error or "The process was killed each time."
        _give_up(delivery, told)
    else:
        delivery.attempts += 1
        if delivery.attempts > 1:
            delivery.due_at = timezone.now() + pause_after(delivery.attempts)
    delivery.save(update_fields=["attempts", "due_at", "dead_at", "error"])


def _make(delivery: Delivery, handlers: dict[str, Handler], told: Told) -> None:
    try:
        _run(handlers[delivery.handler], changed(delivery.event))
    except Postponed as later:
        delivery.attempts -= 1
        delivery.due_at = timezone.now() + timedelta(seconds=later.seconds)
    except Exception as error:  # any code may fail in a handler that is not ours
        _fail(delivery, error, told)
    else:
        delivery.delivered_at = timezone.now()
        delivery.error = ""
        told.delivered += 1
    delivery.save(update_fields=["attempts", "due_at", "delivered_at", "dead_at", "error"])


def _run(handler: Handler, event: Changed) -> None:
    """Run with nothing of the request that happens to be going on: facts, language, audience."""
    with ExitStack() as clean:
        clean.enter_context(request_scope())
        clean.enter_context(shown_to(Audience.PUBLIC))
        clean.enter_context(translation.override(None))
        if connection.in_atomic_block:
            clean.enter_context(transaction.atomic())  # its failure must leave that usable
        handler.run(event)


def _fail(delivery: Delivery, error: Exception, told: Told) -> None:
    delivery.error = f"{type(error).__name__}: {error}"[:ERROR_LENGTH]
    if delivery.attempts >= MAX_ATTEMPTS:
        _give_up(delivery, told, error)
    else:
        wanted = timedelta(seconds=error.seconds if isinstance(error, TryLater) else 0)
        delivery.due_at = timezone.now() + max(pause_after(delivery.attempts), wanted)
        told.failed += 1
        logger.warning("delivery.failed: %s", delivery.error, extra=_facts(delivery))


def _give_up(delivery: Delivery, told: Told, error: Exception | None = None) -> None:
    delivery.dead_at = timezone.now()
    told.dead += 1
    logger.error("delivery.given_up", extra=_facts(delivery), exc_info=error)


def _facts(delivery: Delivery) -> dict[str, object]:
    return {
        "handler": delivery.handler,
        "event_number": delivery.event.number,
        "attempts": delivery.attempts,
    }


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many failures: doubled each time, up to an hour, never in step."""
    seconds = min(FIRST_PAUSE_SECONDS * 2 ** (attempts - 1), LONGEST_PAUSE_SECONDS)
    return timedelta(seconds=seconds * random.uniform(0.9, 1.1))  # noqa: S311 -- not for secrets


def changed(event: Event) -> Changed:
    """What handlers are told of the event."""
    return Changed(
        number=event.number,
        kinds=frozenset(Kind(kind) for kind in event.kinds),
        page_ids=tuple(event.page_ids),
        objects=tuple(event.objects_changed),
        other_tags=tuple(event.tags),
        created_at=event.created_at,
    )


def retry_dead(pks: Iterable[int] | None = None) -> int:
    """How many of those given up (these, or all) are due again, with all their attempts."""
    dead = Delivery.objects.filter(dead_at__isnull=False)
    if pks is not None:
        dead = dead.filter(pk__in=list(pks))
    return dead.update(dead_at=None, attempts=0, due_at=timezone.now())


def waiting_for(handler: Handler) -> tuple[int, ...]:
    """What `handler` has not been told, dead ones included: for :func:`settle`."""
    names = [name for name, found in installed_handlers().items() if found == handler]
    rows = Delivery.objects.filter(handler__in=names, delivered_at=None)
    return tuple(rows.values_list("pk", flat=True))


def settle(deliveries: Iterable[int]) -> int:
    """How many deliveries are done now because somebody did more, such as a whole rebuild.

    They were taken from :func:`waiting_for` before it began to read.
    """
    return _update(deliveries, delivered_at=timezone.now(), dead_at=None, error="")


def postpone(deliveries: Iterable[int], pause: timedelta) -> int:
    """How many deliveries are due only after `pause`, because somebody did or tried them already.

    They were taken from :func:`waiting_for`, too. What is given up stays so.
    """
    return _update(deliveries, due_at=timezone.now() + pause)


def _update(deliveries: Iterable[int], **values: object) -> int:
    pks, done = list(deliveries), 0
    for start in range(0, len(pks), 500):
        rows = Delivery.objects.filter(pk__in=pks[start : start + 500], delivered_at=None)
        done += rows.update(**values)
    return done


def prune(now: datetime | None = None) -> int:
    """How many events were forgotten: told a week ago, or given up for good.

    Deliveries of a handler that is no longer installed go too.
    """
    now = now or timezone.now()
    old = Event.objects.filter(created_at__lt=now - KEPT)
    open_ones = Delivery.objects.filter(event=OuterRef("pk"), delivered_at=None)
    still = open_ones.filter(handler__in=list(installed_handlers()), dead_at=None)
    dead = open_ones.filter(dead_at__gte=now - DEAD_KEPT)
    done = old.exclude(Exists(still)).exclude(Exists(dead))
    pks = list(done.values_list("pk", flat=True))
    for start in range(0, len(pks), 500):
        Event.objects.filter(pk__in=pks[start : start + 500]).delete()
    return len(pks)
