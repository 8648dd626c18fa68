"""The two e-mails of an enquiry: to the office in its language, to the sender in the sender's.

A mail server that is down loses nothing, nor does a limit that holds e-mails back: the enquiry is
stored before, and shows that it was not mailed until somebody sends the e-mails again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.content.models import SiteSettings
from plugins.conferences.enquiries import limits
from plugins.conferences.models import ConferenceEnquiry

HOUR = 3600  # seconds
logger = logging.getLogger(__name__)


def deliver_new(enquiry: ConferenceEnquiry) -> None:
    """Send the e-mails of an enquiry that has just come, or tell the office that they wait."""
    deliver(enquiry)
    if enquiry.office_mailed_at is None and limits.is_office_mailed_enough():
        _tell_office_once_an_hour(enquiry)


def deliver(enquiry: ConferenceEnquiry, *, is_limited: bool = True) -> bool:
    """Send the e-mails of `enquiry` that are missing and may be sent; True when none is left."""
    if not (is_limited and limits.is_office_mailed_enough()):
        _send("office_mailed_at", enquiry, office_message)
    if not (is_limited and limits.is_confirmed_enough(enquiry.email)):
        _send("visitor_mailed_at", enquiry, confirmation)
    return enquiry.is_mailed


def deliver_again(enquiry: ConferenceEnquiry) -> bool:
    """Send what is missing, or both e-mails anew when nothing is; True when all were sent.

    It is the office that wants them, so no limit holds.
    """
    if enquiry.is_mailed:
        enquiry.office_mailed_at = enquiry.visitor_mailed_at = None
    return deliver(enquiry, is_limited=False)


def _send(
    field: str,
    enquiry: ConferenceEnquiry,
    message_for: Callable[[ConferenceEnquiry], EmailMessage | None],
) -> None:
    if getattr(enquiry, field) is not None:
        return
    message = message_for(enquiry)
    facts = {"enquiry": enquiry.pk, "mail": field.removesuffix("_mailed_at")}
    if message is None:
        logger.error("conferences.enquiry_without_office", extra=facts)
        return
    if _is_sent(message, facts):
        setattr(enquiry, field, timezone.now())
        enquiry.save(update_fields=[field])


def _is_sent(message: EmailMessage, facts: dict[str, Any]) -> bool:
    try:
        message.send()
    except (OSError, SMTPException):  # the server is down, or does not want it
        logger.exception("conferences.enquiry_not_mailed", extra=facts)
        return False
    return True


def _tell_office_once_an_hour(enquiry: ConferenceEnquiry) -> None:
    """Mail the office that enquiries come which it is not mailed; not for each of them."""
    logger.warning("conferences.too_many_enquiries", extra={"enquiry": enquiry.pk})
    key = f"conferences.too_many_enquiries.{enquiry.conference_id}"
    address = office_address(enquiry)
    if address and cache.add(key, 1, timeout=HOUR):
        _is_sent(notice(address), {"enquiry": enquiry.pk, "mail": "notice"})


def office_address(enquiry: ConferenceEnquiry) -> str:
    """Where the office reads about this conference; empty when nobody has said."""
    if enquiry.conference is not None and enquiry.conference.enquiry_email:
        return enquiry.conference.enquiry_email
    found = SiteSettings.objects.exclude(email="").order_by("-locale__language_code", "pk")
    czech_first = sorted(found, key=lambda s: s.locale.language_code != settings.LANGUAGE_CODE)
    return czech_first[0].email if czech_first else ""


def office_message(enquiry: ConferenceEnquiry) -> EmailMessage | None:
    """What the office gets, in the language of the admin; its reply goes to the sender."""
    address = office_address(enquiry)
    if not address:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("Enquiry: %(conference)s – %(organisation)s")
        body = render_to_string("conferences/mail/office.txt", {"enquiry": enquiry})
    return EmailMessage(
        _one_line(
            subject % {"conference": enquiry.conference_title, "organisation": enquiry.organisation}
        ),
        body,
        to=[address],
        reply_to=[enquiry.email],
    )


def confirmation(enquiry: ConferenceEnquiry) -> EmailMessage:
    """What the sender gets, in the language of the enquiry; a reply goes to the office."""
    address = office_address(enquiry)
    with translation.override(enquiry.locale):
        subject = _("We have received your enquiry: %(conference)s")
        body = render_to_string("conferences/mail/confirmation.txt", {"enquiry": enquiry})
    return EmailMessage(
        _one_line(subject % {"conference": enquiry.conference_title}),
        body,
        to=[enquiry.email],
        reply_to=[address] if address else None,
        headers={"Auto-Submitted": "auto-replied"},
    )


def notice(address: str) -> EmailMessage:
    """What the office gets instead of more e-mails, in the language of the admin."""
    enquiries = reverse("wagtailsnippets_conferences_conferenceenquiry:list")
    context = {
        "limit": limits.PER_SITE_AND_HOUR,
        "address": f"{settings.WAGTAILADMIN_BASE_URL}{enquiries}",
    }
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("More enquiries have come than are sent by e-mail")
        body = render_to_string("conferences/mail/too_many.txt", context)
    return EmailMessage(subject, body, to=[address])


def _one_line(subject: str) -> str:
    return " ".join(subject.split())
