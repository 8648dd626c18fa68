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
from cms.subscriptions.reading import Reading, pairs_in
from cms.subscriptions.tokens import Purpose, link
from cms.website.feeds import FeedEntry
from cms.website.feeds.text import address as one_url
from cms.website.feeds.text import one_line

SHOWN = 50
SUMMARY_LENGTH = 300


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
            "parameters": [tuple(map(one_line, pair)) for pair in pairs_in(subscription.address)],
            "entries": [_shown(entry) for entry in entries[:SHOWN]],
            "rest": len(entries) - SHOWN,
            "count": len(entries),
            "url": reading.url,
            "manage": manage,
        }
        text = render_to_string("cms_subscriptions/mail/digest.txt", context)
        html = render_to_string("cms_subscriptions/mail/digest.html", context)
    made = EmailMultiAlternatives(
        one_line(subject % {"list": reading.title, "count": len(entries)}),
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


def _shown(entry: FeedEntry) -> dict[str, str]:
    summary = Truncator(one_line(entry.summary)).chars(SUMMARY_LENGTH)
    return {"title": one_line(entry.title), "url": one_url(entry.url), "summary": summary}
