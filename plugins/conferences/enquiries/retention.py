"""How long enquiries are kept: personal data go when nobody needs them any more."""

from __future__ import annotations

import datetime

from django.db.models import Q
from django.utils import timezone

from plugins.conferences.models import ConferenceEnquiry

HANDLED_DAYS = 365
UNHANDLED_DAYS = 3 * 365


def delete_old(now: datetime.datetime | None = None) -> int:
    """The number of enquiries deleted: handled ones a year after they came, others after three."""
    moment = now or timezone.now()
    old = Q(is_handled=True, created_at__lt=moment - datetime.timedelta(days=HANDLED_DAYS))
    forgotten = Q(created_at__lt=moment - datetime.timedelta(days=UNHANDLED_DAYS))
    deleted, _by_model = ConferenceEnquiry.objects.filter(old | forgotten).delete()
    return deleted
