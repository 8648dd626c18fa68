"""The read model of provenance: one row for each public object that can be translated."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.translation.state import State


class StoredProvenance(models.Model):
    """Where the text of one page or snippet comes from, as of the last publish that touched it.

    `model` is the model that carries the translation key ("wagtailcore.page" for all pages),
    `type` the object's own ("cms_content.standardpage"). Locales are language codes.
    """

    model = models.CharField(_("model"), max_length=100)
    object_id = models.PositiveBigIntegerField(_("object"))
    type = models.CharField(_("type"), max_length=100)
    title = models.CharField(_("title"), max_length=255)
    locale = models.CharField(_("language"), max_length=20)
    translation_key = models.UUIDField(_("translation key"), db_index=True)
    source_id = models.PositiveBigIntegerField(_("source"), null=True, blank=True)
    source_locale = models.CharField(_("language of the source"), max_length=20, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    fields = models.JSONField(_("states of fields"), default=dict)
    parts = models.JSONField(_("states of blocks and children"), default=dict)
    counts = models.JSONField(_("number of texts by state"), default=dict)
    memory = models.JSONField(
        _("memory"),
        default=dict,
        help_text=_("By path: what the text was translated from, what it said, its states."),
    )

    class Meta:
        verbose_name = _("provenance of an object")
        verbose_name_plural = _("provenance of objects")
        constraints = [
            models.UniqueConstraint(fields=("model", "object_id"), name="one_provenance_per_object")
        ]
        indexes = [models.Index(fields=("locale", "state"), name="provenance_by_state")]

    def __str__(self) -> str:
        return f"{self.title} ({self.locale}): {self.state}"
