"""One edition of a conference."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.content.base import ContentPage
from cms.content.body import BodyField
from cms.content.relations import PageKey
from cms.translation.fields import SynchronizedManyToMany
from plugins.conferences import panels, rules, site
from plugins.conferences.forms import ConferenceForm
from plugins.conferences.models.choices import ClusterRole, Currency, DatePrecision, FeePeriod
from plugins.conferences.models.sales import keep_stock


class ConferencePage(ContentPage):
    """An edition of a conference; the page's title is its full name in that language."""

    series = models.CharField(
        _("series"),
        max_length=160,
        blank=True,
        help_text=_("The name that all editions share, such as “Mikroskopie”."),
    )
    edition = models.CharField(
        _("edition"), max_length=40, blank=True, help_text=_("Such as “12th” or “66”.")
    )
    date_precision = models.CharField(
        _("dates are known"),
        max_length=5,
        choices=DatePrecision.choices,
        default=DatePrecision.DAY,
        help_text=_("To the month: only the month and year of the dates below are shown."),
    )
    start_on = models.DateField(_("first day"), db_index=True)
    end_on = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Empty: the first day, or the end of its month."),
    )
    year = models.PositiveSmallIntegerField(
        _("year of the edition"),
        null=True,
        blank=True,
        db_index=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2200)],
        help_text=_("Empty: the year of the first day."),
    )
    cluster_role = models.CharField(
        _("role of the cluster"),
        max_length=20,
        choices=ClusterRole.choices,
        default=ClusterRole.PARTICIPANT,
        db_index=True,
    )
    venue = models.CharField(
        _("venue"), max_length=160, blank=True, help_text=_("Empty while it is not known.")
    )
    street = models.CharField(_("street"), max_length=120, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True, db_index=True)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        db_index=True,
        validators=[RegexValidator(r"^[A-Z]{2}\Z", _("Use two letters, such as CZ."))],
        help_text=_("Two letters of ISO 3166-1, such as CZ."),
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )  # fmt: skip
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )  # fmt: skip
    website = models.URLField(_("website"), blank=True)
    registration_url = models.URLField(_("registration"), blank=True)
    registration_until = models.DateField(_("registration until"), null=True, blank=True)
    abstracts_until = models.DateField(_("abstracts until"), null=True, blank=True)
    pillars = ParentalManyToManyField(
        "cms_content.Pillar", verbose_name=_("pillars"), blank=True, related_name="conferences"
    )
    event = PageKey(
        "events.EventPage",
        verbose_name=_("event in the calendar"),
        help_text=_("The same conference in the calendar of events."),
    )
    intro = models.TextField(_("introduction"), blank=True)
    body = BodyField(verbose_name=_("body"))
    currency = models.CharField(
        _("currency"),
        max_length=3,
        choices=Currency.choices,
        default=Currency.CZK,
        help_text=_("Of all prices and fees of this edition."),
    )
    early_until = models.DateField(_("early fee until"), null=True, blank=True)
    regular_until = models.DateField(_("regular fee until"), null=True, blank=True)
    takes_enquiries = models.BooleanField(
        _("takes enquiries"),
        default=False,
        help_text=_("Shows a form by which companies ask for partnership, until the last day."),
    )
    enquiry_email = models.EmailField(
        _("e-mail for enquiries"),
        blank=True,
        help_text=_("Empty: the e-mail address in the site settings. Never shown to the public."),
    )

    base_form_class = ConferenceForm
    edit_handler = panels.edit_handler
    template = "conferences/conference_page.html"
    parent_page_types: ClassVar[list[str]] = ["conferences.ConferenceIndexPage"]
    subpage_types: ClassVar[list[str]] = ["cms_content.StandardPage"]
    override_translatable_fields = [
        SynchronizedManyToMany("pillars"),
        SynchronizedField("street", overridable=False),
        SynchronizedField("country", overridable=False),
    ]
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("series"),
        index.SearchField("intro"),
        index.SearchField("city"),
    ]

    class Meta:
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")
        constraints = [
            models.CheckConstraint(
                condition=Q(end_on__isnull=True) | Q(end_on__gte=F("start_on")),
                name="conference_ends_after_it_starts",
            )
        ]

    @property
    def last_day(self) -> datetime.date:
        """The last day on which the conference may be running."""
        if self.date_precision == DatePrecision.MONTH:
            last = self.end_on or self.start_on
            return last.replace(day=calendar.monthrange(last.year, last.month)[1])
        return self.end_on or self.start_on

    @property
    def fee_deadlines(self) -> Mapping[FeePeriod, datetime.date | None]:
        """The last day of each period of fees; None when nobody set one."""
        return {
            FeePeriod.EARLY: self.early_until,
            FeePeriod.REGULAR: self.regular_until,
            FeePeriod.LATE: self.registration_until or self.last_day,
        }

    def is_open_for_enquiries(self) -> bool:
        """True while companies may ask for partnership."""
        return self.takes_enquiries and timezone.localdate() <= self.last_day

    def clean(self) -> None:
        """Fill in what follows from the dates; refuse what cannot be."""
        super().clean()
        self._complete_dates()
        errors = rules.wrong_fields(self)
        if errors:
            raise ValidationError(errors)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """As Django does, and its rows with one another, since Wagtail looks at forms only."""
        super().full_clean(*args, **kwargs)
        found = rules.problems(self, self.rows())
        if found:
            raise ValidationError([problem.message for problem in found])

    def rows(self) -> dict[str, Sequence[Any]]:
        """The rows of this edition, saved or not, by the name of the relation."""
        return {name: list(getattr(self, name).all()) for name in rules.RELATIONS}

    def _complete_dates(self) -> None:
        if self.start_on is None:  # a draft
            return
        if self.date_precision == DatePrecision.MONTH:
            self.start_on = self.start_on.replace(day=1)
            if self.end_on is None or self.end_on >= self.start_on:
                self.end_on = self.last_day
        if self.year is None:
            self.year = self.start_on.year

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The context of every page, with what the page shows of an edition."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | site.context_of(self, request)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or the answer to an enquiry that its form sent."""
        if request.method == "POST":
            return site.answer_to(self, request)
        return super().serve(request, *args, **kwargs)

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the page, its rows, and what its packages may still sell, or nothing of it.

        Two who publish at once come one after the other: the first statement locks the page's row.
        A save of some columns, such as Wagtail's when it stores a draft, leaves rows alone.
        """
        if kwargs.get("update_fields") is not None:
            super().save(*args, **kwargs)
            return
        self._complete_dates()
        rules.free_unique_keys(self)
        super().save(*args, **kwargs)
        keep_stock(self)
