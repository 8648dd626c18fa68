"""Missions, exchanges, events, partnerships: when they take place, what they cost and give."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail_localize.fields import SynchronizedField

from cms.content.fields import ChoiceListField
from cms.content.relations import PageKey
from plugins.opportunities.models.choices import (
    Applicant,
    Collaboration,
    Currency,
    Role,
    TargetGroup,
)
from plugins.opportunities.models.conditions import ONE_ON_A_LINE, amount
from plugins.opportunities.models.timing import DAY

COUNTRY = [RegexValidator(r"^[A-Z]{2}\Z", _("Use two letters, such as CZ."))]


class Occasion(models.Model):
    """What belongs to a meeting, an exchange or a partnership."""

    event = PageKey("events.EventPage", verbose_name=_("event in the calendar"))
    conference = PageKey(
        "conferences.ConferencePage",
        verbose_name=_("conference"),
        help_text=_("The edition where it takes place, or which it supports."),
    )
    event_name = models.CharField(
        _("event that is not in the calendar"), max_length=200, blank=True
    )
    event_starts_on = models.DateField(
        _("takes place from"), null=True, blank=True, validators=DAY, db_index=True
    )
    event_ends_on = models.DateField(_("takes place to"), null=True, blank=True, validators=DAY)
    are_event_dates_months = models.BooleanField(
        _("only the months are known"),
        default=False,
        help_text=_("The days of the dates are then not shown."),
    )
    capacity = models.PositiveIntegerField(
        _("capacity"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    target_groups = ChoiceListField(TargetGroup, verbose_name=_("target groups"))
    role = models.CharField(_("role"), max_length=8, choices=Role.choices, blank=True)
    host_country = models.CharField(
        _("host country"),
        max_length=2,
        blank=True,
        db_index=True,
        validators=COUNTRY,
        help_text=_("Two letters of ISO 3166-1, such as DE."),
    )
    motivation = models.TextField(_("motivation and goals"), blank=True)
    report_evidence = models.TextField(
        _("closing report and evidence"), blank=True, help_text=ONE_ON_A_LINE
    )
    support_amount = amount(_("financial support"))
    support_currency = models.CharField(
        _("currency of the support"), max_length=3, choices=Currency.choices, default=Currency.EUR
    )
    support_conditions = models.TextField(_("conditions of the support"), blank=True)
    partner_sought = models.TextField(_("partner sought"), blank=True)
    partner_profile = ChoiceListField(Applicant, verbose_name=_("the partner should be"))
    collaboration = models.CharField(
        _("offer or request"), max_length=8, choices=Collaboration.choices, blank=True
    )
    package = models.CharField(_("partnership package"), max_length=120, blank=True)
    price = amount(_("price"))
    price_currency = models.CharField(
        _("currency of the price"), max_length=3, choices=Currency.choices, default=Currency.CZK
    )
    price_note = models.CharField(
        _("note on the price"), max_length=120, blank=True, help_text=_("Such as “without VAT”.")
    )
    benefits = models.TextField(_("benefits"), blank=True, help_text=ONE_ON_A_LINE)
    project = PageKey("projects.ProjectPage", verbose_name=_("project"))

    SYNCHRONISED = [SynchronizedField("host_country", overridable=False)]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse an end before the beginning."""
        super().clean()
        if self.event_ends_on is None:
            return
        if self.event_starts_on is None:
            raise ValidationError({"event_starts_on": _("Enter when it begins.")})
        if self.event_ends_on < self.event_starts_on:
            raise ValidationError({"event_ends_on": _("It ends before it begins.")})
