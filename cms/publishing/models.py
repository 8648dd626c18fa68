"""The rows of the outbox: what happened, to whom it is still to be told, and how far things are."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_NAME = 150


class Event(models.Model):
    """What one transaction changed of what is public. `number` is the global epoch it made."""

    number = models.BigIntegerField(unique=True)
    kinds = models.JSONField(default=list)
    page_ids = models.JSONField(default=list)
    objects_changed = models.JSONField(default=list)
    tags = models.JSONField(default=list)  # without those of the pages, which follow from their ids
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.number}: {', '.join(self.kinds)}"


class Delivery(models.Model):
    """One event for one handler: due, delivered, or given up (`dead_at`) with the last error."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(_("handler"), max_length=MAX_NAME)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    delivered_at = models.DateTimeField(_("delivered"), null=True)
    dead_at = models.DateTimeField(_("given up"), null=True)
    error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(fields=["event", "handler"], name="unique_delivery"),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="due_deliveries",
                condition=models.Q(delivered_at=None, dead_at=None),
            ),
            models.Index(
                fields=["-dead_at"],
                name="dead_deliveries",
                condition=models.Q(dead_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.handler}"


class Epoch(models.Model):
    """The number of the last event that concerned `tag`; the empty tag has the number of the last.

    Answers that are kept carry the number they were made at: they are still true while none of
    the tags that they have read has a greater one.
    """

    tag = models.CharField(max_length=200, primary_key=True)
    number = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.tag or '*'}: {self.number}"


class Departure(models.TextChoices):
    """Why a page is not at an address any more."""

    MOVED = "moved", _("moved")
    UNPUBLISHED = "unpublished", _("unpublished")
    EXPIRED = "expired", _("expired")
    DELETED = "deleted", _("deleted")


class FormerAddress(models.Model):
    """An address at which a page was public, and whose it was last.

    The page may be public elsewhere now, or here again, or deleted: `page_id` outlives it.
    `address` is the path in plain letters; the longest that both databases can index.
    """

    MAX_ADDRESS = 640

    address = models.CharField(_("address"), max_length=MAX_ADDRESS, unique=True)
    page_id = models.BigIntegerField(_("page"), db_index=True)
    reason = models.CharField(_("reason"), max_length=20, choices=Departure.choices)
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        default_permissions = ()

    def __str__(self) -> str:
        return self.address
