"""Exchanges: visits of one organisation to another one, by the rules of ClusterXchange.

Source: the scheme's pages and questions on clustercollaboration.eu: a visit has at least three
working days without the days of travel and lasts a month at most; the visitor gets a lump sum by
host country, half of it for fewer than five working days or less than 200 km; an organisation
visits once in a project; an exchange counts once, for the partnership that pays the visitor.
"""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from cms.content.relations import OrganisationKey, PageKeyPanel
from plugins.projects.models.choices import COUNTED_STATUSES, ExchangeStatus
from plugins.projects.models.countries import CountryField
from plugins.projects.models.results import NOT_NEGATIVE, refuse_backward

MIN_WORKING_DAYS = 3
MAX_DURATION = relativedelta(months=1)
FULL_WORKING_DAYS = 5
FULL_DISTANCE_KM = 200
CENT = Decimal("0.01")


def weekdays(first: datetime.date, last: datetime.date) -> int:
    """The number of days from Monday to Friday in a period, both ends included.

    Public holidays differ by country and the scheme says nothing of them: an editor who knows
    better enters the number of working days.
    """
    days = (last - first).days + 1
    return sum((first.weekday() + day) % 7 < 5 for day in range(days))


class HostCountryRate(Orderable):
    """What a visitor gets for a whole visit to one country."""

    project = ParentalKey("projects.ProjectPage", on_delete=models.CASCADE, related_name="rates")
    country = CountryField(_("host country"))
    lump_sum_eur = models.DecimalField(
        _("full lump sum in EUR"), max_digits=10, decimal_places=2, validators=[NOT_NEGATIVE]
    )

    panels = [FieldRowPanel([FieldPanel("country"), FieldPanel("lump_sum_eur")])]

    class Meta(Orderable.Meta):
        verbose_name = _("lump sum by host country")
        verbose_name_plural = _("lump sums by host country")

    def __str__(self) -> str:
        return f"{self.country}: {self.lump_sum_eur} EUR"


class Exchange(Orderable):
    """A visit of an organisation to another one."""

    project = ParentalKey(
        "projects.ProjectPage", on_delete=models.CASCADE, related_name="exchanges"
    )
    visitor = OrganisationKey(
        verbose_name=_("visitor"), help_text=_("If the organisation has a page here.")
    )
    visitor_name = models.CharField(
        _("name of the visitor"),
        max_length=200,
        blank=True,
        help_text=_("For a visitor without a page here, or while its page is not public."),
    )
    host = OrganisationKey(
        verbose_name=_("host"), help_text=_("If the organisation has a page here.")
    )
    host_name = models.CharField(
        _("name of the host"),
        max_length=200,
        blank=True,
        help_text=_("For a host without a page here, or while its page is not public."),
    )
    host_country = CountryField(_("host country"))
    distance_km = models.PositiveIntegerField(
        _("distance in km"), null=True, blank=True, help_text=_("Under 200 km halves the lump sum.")
    )
    starts_on = models.DateField(_("first day"), help_text=_("Days of travel do not count."))
    ends_on = models.DateField(_("last day"))
    working_days = models.PositiveSmallIntegerField(
        _("working days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Only if they are fewer than the days from Monday to Friday: holidays, say."),
    )
    full_lump_sum_eur = models.DecimalField(
        _("full lump sum in EUR"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
        help_text=_("Only if it differs from the project's lump sum for the host country."),
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=ExchangeStatus.choices,
        default=ExchangeStatus.PLANNED,
    )
    is_paid_here = models.BooleanField(
        _("the visitor is paid by this partnership"),
        default=True,
        help_text=_("An exchange counts once: for the partnership that pays the visitor."),
    )

    panels = [
        FieldRowPanel([PageKeyPanel("visitor"), FieldPanel("visitor_name")]),
        FieldRowPanel([PageKeyPanel("host"), FieldPanel("host_name")]),
        FieldRowPanel([FieldPanel("host_country"), FieldPanel("distance_km")]),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on"), FieldPanel("working_days")]),
        FieldRowPanel([FieldPanel("full_lump_sum_eur"), FieldPanel("status")]),
        FieldPanel("is_paid_here"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("exchange")
        verbose_name_plural = _("exchanges")

    def __str__(self) -> str:
        visitor = self.visitor_name or str(self.visitor or "")
        return f"{visitor} → {self.host_name or str(self.host or '')}"

    @property
    def counted_working_days(self) -> int:
        """The working days that an editor entered, or else those from Monday to Friday."""
        return self.working_days or weekdays(self.starts_on, self.ends_on)

    @property
    def is_counted(self) -> bool:
        """True when the exchange counts for this project."""
        return self.is_paid_here and self.status in COUNTED_STATUSES

    @property
    def is_halved(self) -> bool:
        """True when the rules give half of the lump sum."""
        is_near = self.distance_km is not None and self.distance_km < FULL_DISTANCE_KM
        return is_near or self.counted_working_days < FULL_WORKING_DAYS

    def lump_sum_eur(self, rates: dict[str, Decimal]) -> Decimal | None:
        """What the visitor gets; None when the full sum for the host country is not known.

        `rates` are the project's full lump sums by country.
        """
        full = self.full_lump_sum_eur
        if full is None:
            full = rates.get(self.host_country)
        if full is None:
            return None
        return (full / 2 if self.is_halved else full).quantize(CENT, ROUND_HALF_UP)

    def clean(self) -> None:
        """Refuse what the rules of ClusterXchange do not allow; each error names its rule."""
        super().clean()
        self._clean_organisations()
        if not self.starts_on or not self.ends_on:
            return
        refuse_backward(self.starts_on, self.ends_on, "ends_on")
        if self.ends_on >= self.starts_on + MAX_DURATION:
            raise ValidationError(
                {"ends_on": _("Rule of ClusterXchange: a visit lasts one month at most.")}
            )
        most = weekdays(self.starts_on, self.ends_on)
        if self.working_days and self.working_days > most:
            raise ValidationError(
                {
                    "working_days": ngettext(
                        "The dates have only %(days)s working day.",
                        "The dates have only %(days)s working days.",
                        most,
                    )
                    % {"days": most}
                }
            )
        if self.counted_working_days < MIN_WORKING_DAYS:
            raise ValidationError(
                {
                    "ends_on": ngettext(
                        "Rule of ClusterXchange: a visit has at least 3 working days without the"
                        " days of travel; this one has %(days)s.",
                        "Rule of ClusterXchange: a visit has at least 3 working days without the"
                        " days of travel; this one has %(days)s.",
                        self.counted_working_days,
                    )
                    % {"days": self.counted_working_days}
                }
            )

    def _clean_organisations(self) -> None:
        for name in ("visitor", "host"):
            if getattr(self, f"{name}_id") is None and not getattr(self, f"{name}_name"):
                raise ValidationError(
                    {f"{name}_name": _("Choose a member, or name the organisation.")}
                )
        ours = (self.visitor_id, self.visitor_name if self.visitor_id is None else "")
        theirs = (self.host_id, self.host_name if self.host_id is None else "")
        if ours == theirs:
            raise ValidationError(
                {"host_name": _("Rule of ClusterXchange: nobody visits themselves.")}
            )
