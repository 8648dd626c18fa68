"""What indexing remembers: the number of the latest version, and the texts of files."""

from __future__ import annotations

from django.db import models


class VersionCounter(models.Model):
    """The number that the last batch of documents was given. One row."""

    ONLY = 1

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)


class ExtractedText(models.Model):
    """The text of a file, by the hash of its content; empty with a reason when there is none."""

    file_hash = models.CharField(max_length=64, primary_key=True)
    text = models.TextField(blank=True)
    problem = models.CharField(max_length=40, blank=True)
    extractor = models.CharField(max_length=40)
    extracted_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_hash
