"""The letter that asks for confirmation, or says that it was given long ago.

Strangers can have it sent to anybody, so it says nothing that they wrote.
"""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.subscriptions import limits
from cms.subscriptions.models import Subscription
from cms.subscriptions.reading import title_of
from cms.subscriptions.retention import UNCONFIRMED_DAYS
from cms.subscriptions.tokens import Purpose, link
from cms.website.feeds.lists import site_name
from cms.website.feeds.text import one_line

logger = logging.getLogger(__name__)


def send_if_allowed(subscription: Subscription) -> bool:
    """Send the letter unless it is one too many, or the mail server is down; else it waits."""
    if limits.has_letters_enough(subscription.mailbox):
        logger.warning("subscriptions.letter_held_back", extra={"feed": subscription.address.feed})
        return False
    limits.count_letter(subscription.mailbox)  # before, so that it counts whatever happens
    try:
        letter(subscription).send()
    except (OSError, SMTPException, ValueError) as error:  # not the traceback: it has the address
        logger.error("subscriptions.letter_not_sent", extra={"reason": type(error).__name__})
        return False
    Subscription.objects.filter(pk=subscription.pk).update(is_letter_due=False)
    return True


def send_waiting() -> int:
    """How many of the letters that waited were sent."""
    waiting = Subscription.objects.filter(is_letter_due=True).select_related("address")
    return sum(send_if_allowed(subscription) for subscription in waiting.order_by("created_at"))


def letter(subscription: Subscription) -> EmailMessage:
    """The letter in the language of the subscription."""
    locale = subscription.address.locale
    with translation.override(locale):
        title = title_of(subscription.address)
        is_known = subscription.confirmed_at is not None
        if is_known:
            name, subject = "known", _("You are subscribed already: %(list)s")
        else:
            name, subject = "confirm", _("Confirm your subscription: %(list)s")
        context = {
            "title": title,
            "site": site_name(locale) or settings.WAGTAIL_SITE_NAME,
            "frequency": subscription.get_frequency_display(),
            "link": link(subscription, Purpose.MANAGE if is_known else Purpose.CONFIRM),
            "days": UNCONFIRMED_DAYS,
            "day": timezone.localdate(subscription.confirmed_at) if is_known else None,
        }
        body = render_to_string(f"cms_subscriptions/mail/{name}.txt", context)
    return EmailMessage(
        one_line(subject % {"list": title}),
        body,
        to=[subscription.email],
        headers={"Auto-Submitted": "auto-replied"},
    )
