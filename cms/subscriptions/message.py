"""The digest as an e-mail: plain text and simple HTML, in the subscriber's language."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import ngettext

from cms.subscriptions.models import Digest
from cms.subscriptions.reading import Reading
from cms.subscriptions.tokens import Purpose, link
from cms.website.feeds import FeedEntry
from cms.website.feeds.text import address as one_url
from cms.website.feeds.text import one_line

SHOWN = 50
SUMMARY_LENGTH = 300
SUBJECT_LENGTH = 60


def message(
    digest: Digest, reading: Reading, entries: Sequence[FeedEntry]
) -> EmailMultiAlternatives:
    """The e-mail of a digest with these entries, the first of them in full.

    Its id is the digest's, so the same digest sent twice is one message to whoever counts.
    """
    subscription = digest.subscription
    manage = link(subscription, Purpose.MANAGE)
    locale, host = subscription.address.locale, urlsplit(settings.PUBLIC_URL).hostname
    with translation.override(locale):
        subject = ngettext(
            "%(list)s: %(count)d new entry", "%(list)s: %(count)d new entries", len(entries)
        )
        context = {
            "locale": locale,
            "title": one_line(reading.title),
            "site": one_line(reading.site),
            "parameters": [tuple(map(one_line, pair)) for pair in reading.words],
            "entries": [_shown(entry, locale) for entry in entries[:SHOWN]],
            "rest": len(entries) - SHOWN,
            "count": len(entries),
            "url": reading.url,
            "manage": manage,
        }
        text = render_to_string("cms_subscriptions/mail/digest.txt", context)
        html = render_to_string("cms_subscriptions/mail/digest.html", context)
    made = EmailMultiAlternatives(
        one_line(subject % {"list": _followed(reading), "count": len(entries)}),
        text,
        to=[subscription.email],
        headers={
            "Message-ID": digest.message_id,
            "List-ID": f"<{subscription.address.feed}.{locale}.{host}>",
            "List-Unsubscribe": f"<{manage}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    made.attach_alternative(html, "text/html")
    return made


def _followed(reading: Reading) -> str:
    """The title with what is asked for, so that two searches of one subscriber differ."""
    asked = ", ".join(value for _name, value in reading.words)
    return f"{reading.title} – {Truncator(asked).chars(SUBJECT_LENGTH)}" if asked else reading.title


def _shown(entry: FeedEntry, locale: str) -> dict[str, str]:
    return {
        "title": one_line(entry.title),
        "url": one_url(entry.url),
        "summary": Truncator(one_line(entry.summary)).chars(SUMMARY_LENGTH),
        "language": entry.language if entry.language != locale else "",
    }
