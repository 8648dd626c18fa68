"""What visitors asked for: counts by day, and nothing about who asked."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_LENGTH = 80


class AskedQuery(models.Model):
    """How often one question was asked on one day, and with what success."""

    locale = models.CharField(max_length=2)
    key = models.CharField(max_length=MAX_LENGTH)  # folded: one question, however it is written
    text = models.CharField(max_length=MAX_LENGTH)
    day = models.DateField()
    asked = models.PositiveIntegerField(default=0)
    unanswered = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("search query")
        verbose_name_plural = _("search queries")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["day", "locale", "key"], name="unique_asked_query")
        ]

    def __str__(self) -> str:
        return self.text


class OpenedResult(models.Model):
    """How often visitors opened a page from the results of a question."""

    query = models.ForeignKey(AskedQuery, on_delete=models.CASCADE, related_name="results")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    opened = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["query", "page"], name="unique_opened_result")
        ]

    def __str__(self) -> str:
        return f"{self.query} → {self.page_id}"
