"""How many enquiries are taken and mailed, so that nobody floods the office or a stranger.

Refused is only the network that sends too many: a limit that all visitors share would let one of
them close the form for everybody. Beyond the other limits an enquiry is taken, and its e-mails are
held back. They count the e-mails sent, also those that wait for a while: each enquiry has an
address confirmed that may be anybody's.
"""

from __future__ import annotations

import datetime

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.limits import has_had_its_share
from cms.accounts.mailboxes import mailbox_of
from plugins.conferences.models import ConferenceEnquiry

PER_NETWORK_AND_HOUR = 10
PER_MAILBOX_AND_DAY = 5  # confirmations
PER_SITE_AND_HOUR = 100  # e-mails to the office, and as many confirmations


def refusal(*, request: HttpRequest | None) -> str:
    """Why no enquiry is taken from this visitor now, in words; empty when one is."""
    if request is None:  # in process: no visitor
        return ""
    if has_had_its_share(request, group="conferences.enquiries", per_hour=PER_NETWORK_AND_HOUR):
        return _("Too many enquiries have come from your network. Try again in an hour.")
    return ""


def is_office_mailed_enough() -> bool:
    """True when no enquiry should be mailed to an office now."""
    return _mailed_since("office_mailed_at", hours=1).count() >= PER_SITE_AND_HOUR


def is_confirmed_enough(email: str) -> bool:
    """True when no confirmation should go to `email` now: to its mailbox, or to anybody."""
    if _mailed_since("visitor_mailed_at", hours=1).count() >= PER_SITE_AND_HOUR:
        return True
    mailbox = mailbox_of(email)
    today = _mailed_since("visitor_mailed_at", hours=24).values_list("email", flat=True)
    return sum(mailbox_of(other) == mailbox for other in today) >= PER_MAILBOX_AND_DAY


def _mailed_since(field: str, *, hours: int) -> QuerySet[ConferenceEnquiry]:
    """The enquiries with an e-mail, the one that `field` tells of, in the last `hours`."""
    since = timezone.now() - datetime.timedelta(hours=hours)
    return ConferenceEnquiry.objects.filter(**{f"{field}__gte": since})
