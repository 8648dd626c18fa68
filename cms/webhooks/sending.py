"""Sends messages: at least once, under the same id, again later when it fails, and in the end not.

An attempt is taken by a single statement that only one process can win, and put off for a minute,
longer than it may last. Who is killed meanwhile leaves a message that is due again after that.
Endpoints have a thread each while there is something to send, so none waits for another.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from cms.publishing.retry_after import seconds_asked_for
from cms.webhooks import health, network
from cms.webhooks.models import Endpoint, State, WebhookDelivery
from cms.webhooks.posting import Answer, post
from cms.webhooks.signing import signed_headers

PAUSES = (5, 30, 120, 600, 3600, 3 * 3600, 6 * 3600, 6 * 3600, 8 * 3600)  # seconds; some 25 hours
MAX_ATTEMPTS = len(PAUSES) + 1
LEASE = timedelta(seconds=60)
LONGEST_RETRY_AFTER = 6 * 3600
MAX_THREADS = 8
LOOK_SECONDS = 0.5
USER_AGENT = "Klastr-Webhooks/1"

logger = logging.getLogger(__name__)


def due(now: datetime | None = None) -> QuerySet[WebhookDelivery]:
    """What is to be sent now, oldest first."""
    now = now or timezone.now()
    is_rested = Q(endpoint__resting_until=None) | Q(endpoint__resting_until__lte=now)
    return WebhookDelivery.objects.filter(
        is_rested, state=State.WAITING, due_at__lte=now, endpoint__is_active=True
    ).order_by("due_at", "pk")


def send_due(is_stopped: Callable[[], bool] = lambda: False) -> None:
    """Send until nothing is due and all are done: up to eight endpoints at a time."""
    running: dict[int, threading.Thread] = {}
    changed = threading.Event()
    while not is_stopped():
        running = {pk: thread for pk, thread in running.items() if thread.is_alive()}
        changed.clear()
        free = MAX_THREADS - len(running)
        waiting = due().exclude(endpoint__in=list(running)) if free else due().none()
        found = list(dict.fromkeys(waiting.values_list("endpoint_id", flat=True)[:1000]))
        for pk in found[:free]:
            running[pk] = threading.Thread(target=_send_to, args=(pk, changed), daemon=True)
            running[pk].start()
        if not running:
            return
        changed.wait(LOOK_SECONDS)


def _send_to(endpoint: int, changed: threading.Event) -> None:
    """Send what is due to one endpoint, until it fails once."""
    try:
        for pk in list(due().filter(endpoint=endpoint).values_list("pk", flat=True)[:50]):
            if attempt(pk) is State.WAITING:
                break
        changed.set()
    except Exception:  # the database may be away for a while; we look again
        logger.exception("webhook.interrupted", extra={"endpoint": endpoint})
    finally:
        connection.close()


def attempt(pk: int) -> State | None:
    """What became of the message after one attempt; None when others make it, or it is not due."""
    row = due().filter(pk=pk).select_related("endpoint").first()
    if row is None or not _take(row):
        return None
    if row.attempts > MAX_ATTEMPTS:  # it was killed each time
        return _settle(row, State.DEAD)
    answer = _send(row)
    _note(row, answer)
    if answer.status is not None and answer.status // 100 == 2:
        health.note_success(row.endpoint)
        return _settle(row, State.DELIVERED)
    return _failed(row, answer)


def _take(row: WebhookDelivery) -> bool:
    """True when this attempt is ours alone."""
    now = timezone.now()
    until = now + LEASE
    same = WebhookDelivery.objects.filter(
        pk=row.pk, state=State.WAITING, attempts=row.attempts, due_at__lte=now
    )
    row.attempts += 1
    row.due_at = until
    return bool(same.update(attempts=row.attempts, due_at=until))


def _send(row: WebhookDelivery) -> Answer:
    endpoint, now = row.endpoint, timezone.now()
    try:
        target = network.target_of(endpoint.url)
    except network.Refused as refusal:
        return Answer(error=str(refusal))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
        **signed_headers(row.message_id, row.body, health.secrets_of(endpoint, now), now),
    }
    return post(target, row.body.encode(), headers)


def _note(row: WebhookDelivery, answer: Answer) -> None:
    row.sent_at = timezone.now()
    row.status, row.milliseconds = answer.status, answer.milliseconds
    row.excerpt, row.error = answer.excerpt, answer.error[:200]


def _failed(row: WebhookDelivery, answer: Answer) -> State:
    facts = {"endpoint": row.endpoint_id, "delivery": row.message_id, "attempts": row.attempts}
    problem = answer.error or f"HTTP {answer.status}"
    if answer.status == HTTPStatus.GONE:
        state = _settle(row, State.DEAD)
        health.disable_gone(row.endpoint)
    elif row.attempts >= MAX_ATTEMPTS:
        logger.error("webhook.given_up: %s", problem, extra=facts)
        state = _settle(row, State.DEAD)
        health.note_failure(row.endpoint)
    else:
        logger.warning("webhook.failed: %s", problem, extra=facts)
        wanted = retry_after(answer.retry_after)
        row.due_at = timezone.now() + max(pause_after(row.attempts), wanted)
        state = _settle(row, State.WAITING)
        health.note_failure(row.endpoint, rest=wanted)
    return state


def _settle(row: WebhookDelivery, state: State) -> State:
    """Write how it went, unless somebody took the next attempt meanwhile."""
    row.state = state
    same = WebhookDelivery.objects.filter(pk=row.pk, attempts=row.attempts)
    names = ("state", "due_at", "sent_at", "status", "milliseconds", "excerpt", "error")
    same.update(**{name: getattr(row, name) for name in names})
    return state


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts, never in step with others."""
    seconds = PAUSES[min(attempts, len(PAUSES)) - 1]
    return timedelta(seconds=seconds * random.uniform(0.9, 1.1))  # noqa: S311 -- not for secrets


def retry_after(text: str) -> timedelta:
    """For how long the other side does not want to be asked, up to six hours."""
    return timedelta(seconds=seconds_asked_for(text, LONGEST_RETRY_AFTER))


def send_again(row: WebhookDelivery) -> None:
    """Have a message sent anew, under its id, with all its attempts."""
    WebhookDelivery.objects.filter(pk=row.pk).update(
        state=State.WAITING, attempts=0, due_at=timezone.now()
    )
    Endpoint.objects.filter(pk=row.endpoint_id).update(resting_until=None)


def send_test(endpoint: Endpoint, body: str, kind: str) -> WebhookDelivery:
    """A message that was sent now, once, whether or not the endpoint is enabled."""
    row = WebhookDelivery(endpoint=endpoint, kind=kind, body=body, attempts=1)
    answer = _send(row)
    _note(row, answer)
    is_fine = answer.status is not None and answer.status // 100 == 2
    row.state = State.DELIVERED if is_fine else State.DEAD
    row.save()
    return row
