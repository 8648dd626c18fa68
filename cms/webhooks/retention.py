"""What is forgotten when nobody needs it any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from cms.webhooks.models import Endpoint, WebhookDelivery

KEPT = timedelta(days=30)


def prune(now: datetime | None = None) -> int:
    """How many messages were forgotten: made a month ago, however they went.

    Former secrets whose time is over are forgotten, too.
    """
    now = now or timezone.now()
    Endpoint.objects.filter(former_secret_until__lte=now).update(
        former_secret="", former_secret_until=None
    )
    return WebhookDelivery.objects.filter(created_at__lt=now - KEPT).delete()[0]
