"""What is deleted when nobody needs it any more, or somebody wants it gone."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from cms.accounts.mailboxes import mailbox_of
from cms.subscriptions.limits import forget_letters
from cms.subscriptions.models import FeedAddress, Subscription

UNCONFIRMED_DAYS = 7


def delete_unconfirmed(now: datetime.datetime | None = None) -> int:
    """How many subscriptions were deleted that nobody has confirmed in a week."""
    before = (now or timezone.now()) - datetime.timedelta(days=UNCONFIRMED_DAYS)
    old = Subscription.objects.filter(confirmed_at=None, created_at__lt=before)
    deleted = old.count()
    old.delete()
    forget_letters()
    _delete_addresses()
    return deleted


def forget(email: str) -> int:
    """How many subscriptions of this mailbox were deleted, with all that was known of it."""
    mailbox = mailbox_of(email)
    found = Subscription.objects.filter(mailbox=mailbox)
    deleted = found.count()
    found.delete()
    forget_letters(mailbox)
    _delete_addresses()
    return deleted


def _delete_addresses() -> None:
    """Delete addresses of feeds, and what was seen there, that nobody follows any more."""
    for pk in FeedAddress.objects.filter(subscriptions=None).values_list("pk", flat=True):
        with transaction.atomic():
            address = FeedAddress.objects.select_for_update().filter(pk=pk).first()
            if address is not None and not address.subscriptions.exists():
                address.delete()
