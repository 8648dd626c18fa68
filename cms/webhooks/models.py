"""The tables: who is told, and every message with how it went."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.publishing.events import Kind
from cms.webhooks.network import MAX_URL
from cms.webhooks.signing import new_secret

KINDS = [
    (Kind.PUBLISHED.value, pgettext_lazy("what happened to pages", "published")),
    (Kind.UNPUBLISHED.value, pgettext_lazy("what happened to pages", "unpublished")),
    (Kind.MOVED.value, pgettext_lazy("what happened to pages", "moved")),
    (Kind.DELETED.value, pgettext_lazy("what happened to pages", "deleted")),
    (Kind.RESTRICTED.value, pgettext_lazy("what happened to pages", "access changed")),
    (Kind.EDITED.value, pgettext_lazy("what happened to pages", "what they show changed")),
    (Kind.SWITCHED.value, pgettext_lazy("what happened to pages", "add-on switched")),
]


def new_message_id() -> str:
    """An id that stays with a message however often it is sent."""
    return f"msg_{uuid.uuid4().hex}"


class Disabled(models.TextChoices):
    """Why nothing is sent to an endpoint."""

    BY_HAND = "by_hand", _("switched off")
    GONE = "gone", _("it answered 410 Gone")
    FAILING = "failing", _("it failed for five days")


class Endpoint(models.Model):
    """A URL that is told what changed.

    Empty `kinds` and `locales` mean all. `secret` signs; so does `former_secret` until its time is
    over. `failing_since` is when it failed first since it last took a message.
    """

    url = models.CharField(_("URL"), max_length=MAX_URL)
    description = models.CharField(_("description"), max_length=200, blank=True)
    kinds = models.JSONField(_("kinds of change"), default=list, blank=True)
    locales = models.JSONField(_("languages"), default=list, blank=True)
    is_active = models.BooleanField(_("enabled"), default=True)
    secret = models.CharField(max_length=100, default=new_secret, editable=False)
    former_secret = models.CharField(max_length=100, blank=True, editable=False)
    former_secret_until = models.DateTimeField(null=True, editable=False)
    disabled_reason = models.CharField(
        max_length=20, choices=Disabled.choices, blank=True, editable=False
    )
    failing_since = models.DateTimeField(null=True, editable=False)
    resting_until = models.DateTimeField(null=True, editable=False)
    last_sent_at = models.DateTimeField(_("last delivery"), null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        default_permissions = ("add", "change", "delete", "view")
        ordering = ["url", "pk"]

    def __str__(self) -> str:
        return self.description or self.url


class State(models.TextChoices):
    """How far a message is."""

    WAITING = "waiting", pgettext_lazy("state of a message", "waiting")
    DELIVERED = "delivered", pgettext_lazy("state of a message", "delivered")
    DEAD = "dead", pgettext_lazy("state of a message", "given up")


class WebhookDelivery(models.Model):
    """One message for one endpoint, with the last answer to it.

    `body` is the very text that is signed and sent. `due_at` is also how long nobody else takes a
    message that is being sent.
    """

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    message_id = models.CharField(max_length=40, unique=True, default=new_message_id)
    event_number = models.BigIntegerField(null=True)
    kind = models.CharField(_("message"), max_length=40)
    body = models.TextField()
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("made"), default=timezone.now, db_index=True)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    sent_at = models.DateTimeField(_("last attempt"), null=True)
    status = models.PositiveIntegerField(_("status"), null=True)
    milliseconds = models.PositiveIntegerField(_("duration"), null=True)
    excerpt = models.CharField(_("answer"), max_length=500, blank=True)
    error = models.CharField(_("error"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("message of a webhook")
        verbose_name_plural = _("messages of webhooks")
        default_permissions = ()
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "event_number"], name="unique_webhook_message"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="due_webhooks", condition=Q(state=State.WAITING.value)
            )
        ]

    def __str__(self) -> str:
        return self.message_id
