"""How many enquiries are taken, so that nobody floods the office, a stranger or the mail server.

Counted by the network of the visitor in the cache, and by what is stored: each enquiry has an
e-mail confirmed that may be anybody's, so those to one address are few, whoever sends them.
"""

from __future__ import annotations

import datetime
import logging

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django_ratelimit.core import is_ratelimited

from cms.accounts.networks import address_of, network_of
from plugins.conferences.models import ConferenceEnquiry

RATE = "10/h"  # for one network
PER_ADDRESS_AND_DAY = 5
PER_SITE_AND_HOUR = 100
logger = logging.getLogger(__name__)


def refusal(email: str, *, request: HttpRequest | None) -> str:
    """Why no enquiry with this `email` is taken now, for the sender; empty when one is."""
    if _has_sent_too_many(request):
        return _("Too many enquiries have come from your network. Try again in an hour.")
    if _confirmed_today(email) >= PER_ADDRESS_AND_DAY:
        return _(
            "Too many enquiries have come with this e-mail address. Try again tomorrow, or write"
            " to the organisers yourself."
        )
    if _stored_since(hours=1).count() >= PER_SITE_AND_HOUR:
        logger.warning("conferences.too_many_enquiries")
        return _("Too many enquiries are coming at the moment. Try again in an hour.")
    return ""


def _has_sent_too_many(request: HttpRequest | None) -> bool:
    """True when the network of `request` has sent its share; counts this time as well."""
    if request is None:  # in process: no visitor
        return False
    too_often: bool = is_ratelimited(
        request,
        group="conferences.enquiries",
        key=lambda group, asked: network_of(address_of(asked)),
        rate=RATE,
        increment=True,
    )
    return too_often


def _confirmed_today(email: str) -> int:
    """How many enquiries of the last day are confirmed to the mailbox of `email`."""
    domain = email.rpartition("@")[2]
    stored = _stored_since(hours=24).filter(email__iendswith=f"@{domain}")
    mailbox = mailbox_of(email)
    return sum(mailbox_of(other) == mailbox for other in stored.values_list("email", flat=True))


def _stored_since(*, hours: int) -> QuerySet[ConferenceEnquiry]:
    """The enquiries of the last `hours`."""
    since = timezone.now() - datetime.timedelta(hours=hours)
    return ConferenceEnquiry.objects.filter(created_at__gte=since)


def mailbox_of(email: str) -> str:
    """Whose mailbox it is, as far as one can tell: letters for “jana+stand” are Jana's."""
    name, _at, domain = email.strip().casefold().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"
