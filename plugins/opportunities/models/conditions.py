"""Work and study: for whom, how much, for what money, under whose guidance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail_localize.fields import SynchronizedField

from cms.content.fields import ChoiceListField
from cms.content.relations import OrganisationKey
from plugins.opportunities.models.choices import (
    Confidentiality,
    Currency,
    DurationUnit,
    Language,
    Level,
    Pay,
    PayPeriod,
    TopicStatus,
    Workload,
    WorkMode,
)
from plugins.opportunities.models.moments import DaysField
from plugins.opportunities.models.timing import DAY

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

ONE_ON_A_LINE = _("One on a line.")


def amount(verbose_name: StrOrPromise) -> models.DecimalField[Any, Any]:
    """A column for a sum of money that is not negative, or nothing."""
    return models.DecimalField(
        verbose_name,
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )


class Conditions(models.Model):
    """What work and study ask for and give."""

    levels = ChoiceListField(Level, verbose_name=_("study or career level"))
    work_mode = models.CharField(
        _("work mode"), max_length=10, choices=WorkMode.choices, blank=True, db_index=True
    )
    workload = models.CharField(
        _("workload"), max_length=10, choices=Workload.choices, blank=True, db_index=True
    )
    starts_on = models.DateField(_("start"), null=True, blank=True, validators=DAY, db_index=True)
    is_start_month_only = models.BooleanField(
        _("only the month is known"),
        default=False,
        help_text=_("The day of the start is then not shown."),
    )
    duration = models.PositiveSmallIntegerField(
        _("duration"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    duration_unit = models.CharField(
        _("unit of duration"),
        max_length=10,
        choices=DurationUnit.choices,
        default=DurationUnit.MONTHS,
    )
    duration_days = DaysField(_("duration in days"))
    pay = models.CharField(
        _("remuneration"), max_length=12, choices=Pay.choices, blank=True, db_index=True
    )
    pay_min = amount(_("from"))
    pay_max = amount(_("to"))
    pay_currency = models.CharField(
        _("currency"), max_length=3, choices=Currency.choices, default=Currency.CZK
    )
    pay_period = models.CharField(
        _("period"), max_length=6, choices=PayPeriod.choices, default=PayPeriod.MONTH
    )
    languages = ChoiceListField(Language, verbose_name=_("working language"))
    requirements = models.TextField(_("requirements"), blank=True, help_text=ONE_ON_A_LINE)
    offer = models.TextField(_("what we offer"), blank=True, help_text=ONE_ON_A_LINE)
    positions = models.PositiveSmallIntegerField(
        _("number of positions"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    supervisor = models.CharField(_("supervisor at the organisation"), max_length=120, blank=True)
    academic_supervisor = models.CharField(
        _("supervisor at the school"),
        max_length=120,
        blank=True,
        help_text=_("A thesis needs one besides the consultant at the organisation."),
    )
    university = OrganisationKey(
        verbose_name=_("university"), help_text=_("When it is a member of the cluster.")
    )
    university_name = models.CharField(
        _("another university or school"), max_length=160, blank=True
    )
    faculty = models.CharField(_("faculty or study programme"), max_length=200, blank=True)
    academic_year = models.CharField(
        _("academic year"),
        max_length=9,
        blank=True,
        db_index=True,
        validators=[RegexValidator(r"^2\d{3}/2\d{3}\Z", _("Write it like 2026/2027."))],
        help_text=_("Such as 2026/2027."),
    )
    topic_status = models.CharField(
        _("topic status"), max_length=10, choices=TopicStatus.choices, blank=True, db_index=True
    )
    confidentiality = models.CharField(
        _("confidentiality"),
        max_length=12,
        choices=Confidentiality.choices,
        blank=True,
        help_text=_("Theses are public by law; keep data under NDA out of their text."),
    )

    SYNCHRONISED = [
        SynchronizedField(name, overridable=False)
        for name in ("supervisor", "academic_supervisor", "academic_year")
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse sums the wrong way round, and an academic year of more than a year."""
        super().clean()
        if self.pay_min is not None and self.pay_max is not None and self.pay_max < self.pay_min:
            raise ValidationError({"pay_max": _("The highest sum is lower than the lowest.")})
        first, _slash, second = self.academic_year.partition("/")
        if second.isdigit() and first.isdigit() and int(second) != int(first) + 1:
            raise ValidationError({"academic_year": _("Write it like 2026/2027.")})
