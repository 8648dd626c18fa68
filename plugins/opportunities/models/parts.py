"""What an opportunity has several of: fees and files."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, TranslatableMixin

from plugins.opportunities.models.choices import Currency, Purpose
from plugins.opportunities.models.timing import DAY


class Fee(TranslatableMixin, Orderable):
    """What somebody of a category pays, to a day or always."""

    opportunity = ParentalKey(
        "opportunities.OpportunityPage", on_delete=models.CASCADE, related_name="fees"
    )
    category = models.CharField(
        _("category"), max_length=120, help_text=_("Such as “member of the cluster”.")
    )
    until = models.DateField(
        _("until"), null=True, blank=True, validators=DAY, help_text=_("The last day of the fee.")
    )
    amount = models.DecimalField(
        _("amount"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(
        _("currency"), max_length=3, choices=Currency.choices, default=Currency.CZK
    )

    panels = [
        FieldRowPanel([FieldPanel("category"), FieldPanel("until")]),
        FieldRowPanel([FieldPanel("amount"), FieldPanel("currency")]),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("fee")
        verbose_name_plural = _("fees")

    def __str__(self) -> str:
        return self.category


class Attachment(Orderable):
    """A file for download."""

    opportunity = ParentalKey(
        "opportunities.OpportunityPage", on_delete=models.CASCADE, related_name="attachments"
    )
    document = models.ForeignKey(
        "cms_media.Document",
        verbose_name=_("document"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    purpose = models.CharField(
        _("purpose"), max_length=12, choices=Purpose.choices, default=Purpose.INFORMATION
    )

    panels = [FieldPanel("document"), FieldPanel("purpose")]

    class Meta(Orderable.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return str(self.document)
