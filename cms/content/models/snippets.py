"""Pillars and topics: the two vocabularies that everything in the cluster is sorted by."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.content.blocks import INLINE_FEATURES
from cms.content.collation import CollationKeyField, FoldedField

code_validator = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Use lower-case letters, digits and single hyphens.")
)


class Term(TranslatableMixin, index.Indexed, models.Model):
    """A word of a vocabulary: a code that is the same in every language, and a name."""

    code = models.CharField(
        _("code"),
        max_length=80,
        validators=[code_validator],
        help_text=_("The same in every language; used in filters and addresses."),
    )
    name = models.CharField(_("name"), max_length=160)
    name_key = CollationKeyField(source="name")
    name_folded = FoldedField(source="name")
    other_names = models.TextField(
        _("other names"), blank=True, help_text=_("One on a line; search finds them too.")
    )

    override_translatable_fields = [SynchronizedField("code", overridable=False)]
    panels: list[Any] = [FieldPanel("name"), FieldPanel("code"), FieldPanel("other_names")]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("locale_id"),
    ]

    class Meta(TranslatableMixin.Meta):
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=("locale", "code"), name="unique_%(class)s_code")
        ]

    def __str__(self) -> str:
        return self.name


class Topic(Term):
    """A competence or field of work, such as thin films."""

    class Meta(Term.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name_key"]


class PillarStatus(models.TextChoices):
    """Whether the cluster has adopted the pillar."""

    OFFICIAL = "official", _("official")
    PROPOSED = "proposed", _("proposed")


class Pillar(Term):
    """A technological pillar of the cluster."""

    summary = models.CharField(_("summary"), max_length=255, blank=True)
    description = RichTextField(_("description"), blank=True, features=INLINE_FEATURES)
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=PillarStatus.choices,
        default=PillarStatus.OFFICIAL,
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    image = models.ForeignKey(
        "cms_media.Image",
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [
        *Term.panels,
        FieldPanel("summary"),
        FieldPanel("description"),
        FieldPanel("status"),
        FieldPanel("order"),
        FieldPanel("image"),
    ]

    class Meta(Term.Meta):
        verbose_name = _("pillar")
        verbose_name_plural = _("pillars")
        ordering = ["order", "name_key"]
