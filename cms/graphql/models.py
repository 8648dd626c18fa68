"""What the endpoint keeps."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


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
