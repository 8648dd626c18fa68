"""The two e-mails of an enquiry: to the office in its language, to the sender in the sender's.

A mail server that is down loses nothing: the enquiry is stored before, and shows that it was not
mailed until somebody sends the e-mails again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.content.models import SiteSettings
from plugins.conferences.models import ConferenceEnquiry

logger = logging.getLogger(__name__)


def deliver(enquiry: ConferenceEnquiry) -> bool:
    """Send the e-mails of `enquiry` that were not sent yet; True when none is missing now."""
    _send("office_mailed_at", enquiry, office_message)
    _send("visitor_mailed_at", enquiry, confirmation)
    return enquiry.is_mailed


def deliver_again(enquiry: ConferenceEnquiry) -> bool:
    """Send what is missing, or both e-mails anew when nothing is; True when all were sent."""
    if enquiry.is_mailed:
        enquiry.office_mailed_at = enquiry.visitor_mailed_at = None
    return deliver(enquiry)


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
    try:
        message.send()
    except (OSError, SMTPException):  # the server is down, or does not want it
        logger.exception("conferences.enquiry_not_mailed", extra=facts)
        return
    setattr(enquiry, field, timezone.now())
    enquiry.save(update_fields=[field])


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


def _one_line(subject: str) -> str:
    return " ".join(subject.split())
