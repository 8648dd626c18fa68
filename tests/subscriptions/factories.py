"""Subscriptions for tests; plain functions, no surprises."""

from __future__ import annotations

import datetime
import email
import json
import re
from email.message import EmailMessage
from email.policy import default
from typing import Any

from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cms.accounts.mailboxes import mailbox_of
from cms.subscriptions.models import FeedAddress, Frequency, Subscription
from cms.subscriptions.subscribe import confirm, key_of

SUBSCRIBE = """mutation ($input: SubscribeInput!) {
  subscribe(input: $input) { ok errors { field message } } }"""
GIVEN = {"email": "jana@example.org", "locale": "EN", "feed": "members", "frequency": "DAILY"}
LINK = re.compile(r"http://\S+(/subscriptions/\S+/)")
TAKEN = {"ok": True, "errors": []}


def ask(client: Client, **values: Any) -> dict[str, Any]:
    """What the mutation answers."""
    given = {**GIVEN, **values}
    body = json.dumps({"query": SUBSCRIBE, "variables": {"input": given}})
    answer = client.post("/graphql", body, content_type="application/json").json()
    assert "errors" not in answer, answer
    result: dict[str, Any] = answer["data"]["subscribe"]
    return result


def make_subscription(
    address: str = "jana@example.org",
    *,
    feed: str = "members",
    locale: str = "cs",
    parameters: str = "",
    frequency: Frequency = Frequency.DAILY,
    is_confirmed: bool = True,
) -> Subscription:
    """A subscription, confirmed unless said; what is in the feed now is known to it."""
    where, _new = FeedAddress.objects.get_or_create(feed=feed, locale=locale, parameters=parameters)
    made = Subscription.objects.create(
        address=where,
        email=address,
        email_key=key_of(address),
        mailbox=mailbox_of(address),
        frequency=frequency,
        is_letter_due=False,
    )
    if is_confirmed:
        confirm(made)
        made.refresh_from_db()
    return made


def let_days_pass(days: int = 1) -> None:
    """Make all that was looked at so many days older."""
    for subscription in Subscription.objects.exclude(checked_on=None):
        subscription.checked_on -= datetime.timedelta(days=days)
        subscription.save(update_fields=["checked_on"])


def run(*options: str) -> list[mail.EmailMessage]:
    """The e-mails that ``klastr digests`` sends."""
    before = len(mail.outbox)
    call_command("digests", *options, stdout=_Silent())
    return mail.outbox[before:]


class _Silent:
    def write(self, text: str) -> None:
        """Nothing."""


def read(message: mail.EmailMessage) -> EmailMessage:
    """The e-mail as a mail program understands it."""
    parsed = email.message_from_bytes(message.message().as_bytes(), policy=default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def text_of(message: EmailMessage) -> str:
    """Its plain text."""
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def titles(message: mail.EmailMessage) -> list[str]:
    """The entries of a digest, by their titles."""
    lines = text_of(read(message)).splitlines()
    return [line.removeprefix("* ") for line in lines if line.startswith("* ")]


def link_in(message: mail.EmailMessage) -> str:
    """The path of the link in a letter."""
    found = LINK.search(str(message.body))
    assert found is not None, message.body
    return found[1]


def yesterday() -> datetime.datetime:
    """A day ago."""
    return timezone.now() - datetime.timedelta(days=1)
