"""From an event of the outbox to a message for each endpoint; nothing is sent here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cms.plugin import Contribution, Handler, Reconciler
from cms.publishing import courier
from cms.publishing.changes import described
from cms.publishing.events import Changed
from cms.webhooks import payload, retention
from cms.webhooks.models import Endpoint, WebhookDelivery

LANE = "webhooks"


def contributions() -> Iterator[Contribution]:
    """Told of events in a lane of its own, so that nobody who publishes waits; and cleaned up."""
    yield Handler(Changed, plan, LANE, lane=LANE)
    yield Reconciler(LANE, reconcile)


def plan(event: Changed) -> None:
    """Write down what each endpoint is to be told of the event; once, however often it is told."""
    wanted = [each for each in Endpoint.objects.filter(is_active=True) if _wants(each, event)]
    if not wanted:
        return
    means = described(event)
    bodies = ((each, payload.changed_body(event, means, each.locales)) for each in wanted)
    WebhookDelivery.objects.bulk_create(
        [
            WebhookDelivery(
                endpoint=endpoint,
                event_number=event.number,
                kind=payload.CONTENT_CHANGED,
                body=body,
            )
            for endpoint, body in bodies
            if body is not None
        ],
        ignore_conflicts=True,
    )
    courier.wake_others()


def _wants(endpoint: Endpoint, event: Changed) -> bool:
    return not endpoint.kinds or not event.kinds.isdisjoint(endpoint.kinds)


def reconcile(say: Callable[[str], None]) -> int:
    """How many old messages were forgotten."""
    forgotten = retention.prune()
    if forgotten:
        say(f"webhooks: {forgotten} old messages forgotten")
    return 0
