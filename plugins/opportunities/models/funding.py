"""Funding: programmes and calls, who may apply, for how much."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail_localize.fields import SynchronizedField

from cms.content.fields import ChoiceListField
from plugins.opportunities.models.choices import ActionType, Applicant, Currency, EvaluationModel
from plugins.opportunities.models.conditions import ONE_ON_A_LINE, amount

TRL = [MinValueValidator(1), MaxValueValidator(9)]


class Funding(models.Model):
    """What a call or another source of money says of itself."""

    programme = models.CharField(_("programme"), max_length=160, blank=True, db_index=True)
    call_id = models.CharField(_("call identifier"), max_length=120, blank=True, db_index=True)
    action_type = models.CharField(
        _("type of action"), max_length=10, choices=ActionType.choices, blank=True, db_index=True
    )
    evaluation_model = models.CharField(
        _("evaluation model"), max_length=12, choices=EvaluationModel.choices, blank=True
    )
    eligible_applicants = ChoiceListField(Applicant, verbose_name=_("eligible applicants"))
    allocation = amount(_("call budget"))
    grant_min = amount(_("lowest contribution per project"))
    grant_max = amount(_("highest contribution per project"))
    call_currency = models.CharField(
        _("currency of the call"), max_length=3, choices=Currency.choices, default=Currency.EUR
    )
    funding_rate = models.CharField(
        _("funding rate"),
        max_length=200,
        blank=True,
        help_text=_("In percent, by type of applicant where it differs."),
    )
    supported_activities = models.TextField(
        _("supported activities"), blank=True, help_text=ONE_ON_A_LINE
    )
    trl_min = models.PositiveSmallIntegerField(_("TRL from"), null=True, blank=True, validators=TRL)
    trl_max = models.PositiveSmallIntegerField(_("TRL to"), null=True, blank=True, validators=TRL)
    source_url = models.URLField(
        _("source"),
        blank=True,
        max_length=500,
        help_text=_("Where the facts come from, when that is not the apply link."),
    )

    SYNCHRONISED = [SynchronizedField("call_id", overridable=False)]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse ranges the wrong way round."""
        super().clean()
        for lower, upper in (("grant_min", "grant_max"), ("trl_min", "trl_max")):
            least, most = getattr(self, lower), getattr(self, upper)
            if least is not None and most is not None and most < least:
                raise ValidationError({upper: _("The highest value is lower than the lowest.")})
