"""The tables: who follows which feed, what was there before, and what was sent.

Besides the e-mail address nothing personal is kept.
"""

from __future__ import annotations

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_PARAMETERS = 2000  # characters; what PostgreSQL can index
MAX_ADDRESS = 500  # a domain written for name servers is longer than what was typed


def new_key() -> str:
    """128 bits that nobody guesses."""
    return secrets.token_urlsafe(16)


class Frequency(models.TextChoices):
    """How often a digest comes at most."""

    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")


class FeedAddress(models.Model):
    """A feed in one language with its parameters, written so that equal ones are the same text."""

    feed = models.CharField(_("list"), max_length=100)
    locale = models.CharField(_("language"), max_length=2)
    parameters = models.CharField(_("filter"), max_length=MAX_PARAMETERS, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["feed", "locale", "parameters"], name="unique_feed_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.locale}/{self.feed}?{self.parameters}"


class SeenEntry(models.Model):
    """An entry that has been in the feed at least once, by its key; the ids tell the order."""

    address = models.ForeignKey(FeedAddress, on_delete=models.CASCADE, related_name="seen")
    key = models.UUIDField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["address", "key"], name="unique_seen_entry")]

    def __str__(self) -> str:
        return str(self.key)


class Subscription(models.Model):
    """A mailbox that follows a feed: from `confirmed_at` on, unless `paused_at` is set.

    `email` is written to as it was typed; `email_key` is the same for spellings of one address,
    `mailbox` for all that lead to one mailbox. Entries up to `position` are done with: they were
    there before the confirmation, or have been sent.
    """

    address = models.ForeignKey(FeedAddress, on_delete=models.PROTECT, related_name="subscriptions")
    email = models.EmailField(_("e-mail"), max_length=254)
    email_key = models.CharField(max_length=MAX_ADDRESS)
    mailbox = models.CharField(max_length=MAX_ADDRESS, db_index=True)
    frequency = models.CharField(_("how often"), max_length=6, choices=Frequency.choices)
    key = models.CharField(max_length=22, unique=True, default=new_key)
    created_at = models.DateTimeField(_("asked for"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    is_letter_due = models.BooleanField(default=True)
    position = models.BigIntegerField(default=0)
    checked_on = models.DateField(_("last looked"), null=True)
    paused_at = models.DateTimeField(_("paused"), null=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(fields=["address", "email_key"], name="unique_subscription")
        ]

    def __str__(self) -> str:
        return f"{self.address} ({self.frequency})"  # without the e-mail: this may be logged


class Digest(models.Model):
    """An e-mail with new entries, written down before it is sent; its id never changes.

    `attempts` counts how often it was handed to the mail server, `failures` how often that was
    refused; the server has taken it at `sent_at`.
    """

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="digests")
    message_id = models.CharField(max_length=300, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["due_at"], name="unsent_digests", condition=models.Q(sent_at=None))
        ]

    def __str__(self) -> str:
        return self.message_id


class DigestEntry(models.Model):
    """An entry in a digest; in no other one for the same subscriber.

    `is_offered` is set before the entry is handed to the mail server for the first time.
    """

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="entries")
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(SeenEntry, on_delete=models.CASCADE, related_name="+")
    is_offered = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["subscription", "entry"], name="unique_digest_entry")
        ]

    def __str__(self) -> str:
        return f"{self.digest_id}: {self.entry_id}"


class SentLetter(models.Model):
    """A letter to somebody who need not have asked for it, for a day: what limits count.

    The mailbox is a hash that only this site can make.
    """

    mailbox_hash = models.CharField(max_length=64, db_index=True)
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.sent_at)
