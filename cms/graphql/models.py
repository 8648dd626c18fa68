"""What the endpoint keeps."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PersistedDocument(models.Model):
    """A valid document that clients may ask for by the SHA-256 of its text."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    source = models.TextField()
    size = models.PositiveIntegerField()  # bytes
    used_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.sha256


class UsedDocument(models.Model):
    """A document that clients asked, without what they filled in; "other" stands for all others."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    source = models.TextField()
    size = models.PositiveIntegerField()  # bytes

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.sha256


class DocumentUse(models.Model):
    """How often a client got an answer to a document on one day. Nothing else is known of it."""

    day = models.DateField()
    client = models.CharField(max_length=60, db_index=True)
    version = models.CharField(max_length=30, blank=True)
    document = models.ForeignKey(UsedDocument, on_delete=models.CASCADE, related_name="uses")
    times = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("use of the API")
        verbose_name_plural = _("uses of the API")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["day", "client", "version", "document"], name="unique_document_use"
            )
        ]

    def __str__(self) -> str:
        return f"{self.client} {self.version}: {self.document_id}"
