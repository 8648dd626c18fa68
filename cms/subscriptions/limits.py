"""How often somebody may subscribe, and how many letters go out that nobody need have asked for.

Refused is only the network that asks too often. Beyond the other limits a subscription is taken and
its letter waits, so that nothing shows who is subscribed to what.
"""

from __future__ import annotations

import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cms.accounts.limits import has_had_its_share
from cms.subscriptions.models import SentLetter

PER_NETWORK_AND_HOUR = 20
LETTERS_PER_MAILBOX_AND_DAY = 5
LETTERS_PER_SITE_AND_HOUR = 100
PER_MAILBOX = 20  # subscriptions, and as many that wait for confirmation
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


def asks_too_often(request: HttpRequest | None) -> bool:
    """True when no subscription is taken from this visitor now; counts this time as well."""
    return request is not None and has_had_its_share(
        request, group="subscriptions.subscribe", per_hour=PER_NETWORK_AND_HOUR
    )


def has_letters_enough(mailbox: str) -> bool:
    """True when no letter should go to this mailbox now, or to anybody."""
    now = timezone.now()
    to_all = SentLetter.objects.filter(sent_at__gte=now - HOUR)
    if to_all.count() >= LETTERS_PER_SITE_AND_HOUR:
        return True
    to_one = SentLetter.objects.filter(sent_at__gte=now - DAY, mailbox_hash=_hash(mailbox))
    return to_one.count() >= LETTERS_PER_MAILBOX_AND_DAY


def count_letter(mailbox: str) -> None:
    """Remember for a day that a letter went there."""
    SentLetter.objects.create(mailbox_hash=_hash(mailbox))


def forget_letters(mailbox: str | None = None) -> None:
    """Forget letters older than a day, or all to one mailbox."""
    letters = SentLetter.objects.all()
    if mailbox is None:
        letters.filter(sent_at__lt=timezone.now() - DAY).delete()
    else:
        letters.filter(mailbox_hash=_hash(mailbox)).delete()


def _hash(mailbox: str) -> str:
    return salted_hmac("cms.subscriptions.letters", mailbox, algorithm="sha256").hexdigest()
