"""One project."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.content.base import ContentPage
from cms.content.body import BodyField
from cms.translation.fields import SynchronizedManyToMany
from plugins.projects.models.choices import ClusterRole, Precision
from plugins.projects.models.countries import CountryListField
from plugins.projects.models.forms import ProjectForm
from plugins.projects.models.panels import project_tabs
from plugins.projects.models.periods import LastDayField, first_day, last_day, written
from plugins.projects.models.results import NOT_NEGATIVE, refuse_backward

ANY_DAY = _("For a month or a year choose any day of it.")


class ProjectPage(ContentPage):
    """A project. The page's title is its acronym, or its name where it has none."""

    full_name = models.CharField(_("full name"), max_length=255, blank=True)
    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=600,
        help_text=_("Two or three sentences that lists and feeds show."),
    )
    body = BodyField(verbose_name=_("body"))
    programme = models.CharField(
        _("programme"), max_length=160, blank=True, help_text=_("Such as: Horizon Europe.")
    )
    call = models.CharField(_("call"), max_length=160, blank=True)
    scheme = models.CharField(
        _("scheme"), max_length=80, blank=True, help_text=_("Such as: ClusterXchange.")
    )
    provider = models.CharField(_("provider of the money"), max_length=160, blank=True)
    grant_number = models.CharField(_("grant number or project code"), max_length=80, blank=True)
    start_on = models.DateField(
        pgettext_lazy("of a project", "start"),
        null=True,
        blank=True,
        db_index=True,
        help_text=ANY_DAY,
    )
    start_precision = models.CharField(
        _("start is known to the"),
        max_length=5,
        choices=Precision.choices,
        default=Precision.DAY,
    )
    end_on = models.DateField(
        pgettext_lazy("of a project", "end"), null=True, blank=True, help_text=ANY_DAY
    )
    end_precision = models.CharField(
        _("end is known to the"), max_length=5, choices=Precision.choices, default=Precision.DAY
    )
    duration_months = models.PositiveSmallIntegerField(
        _("duration in months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Where the end is not known."),
    )
    last_day = LastDayField()
    budget = models.DecimalField(
        _("budget"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
    )
    budget_currency = models.CharField(
        _("currency"),
        max_length=3,
        default="EUR",
        validators=[RegexValidator(r"^[A-Z]{3}\Z", _("Use three letters, such as EUR."))],
        help_text=_("Three letters of ISO 4217, such as EUR."),
    )
    travel_grant_eur = models.DecimalField(
        _("travel grant in EUR"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("What one participant of a mission gets."),
    )
    cluster_role = models.CharField(
        _("role of the cluster"), max_length=20, choices=ClusterRole.choices, db_index=True
    )
    partners_total = models.PositiveSmallIntegerField(
        _("number of partners"),
        null=True,
        blank=True,
        help_text=_("All of them, also those that are not named below."),
    )
    partner_countries = CountryListField(
        verbose_name=_("countries of the partners"),
        help_text=_("Where they are from: two letters each, such as CZ, LT, UA."),
    )
    is_eu_funded = models.BooleanField(
        _("co-financed by the European Union"),
        default=False,
        help_text=_("Then the publicity line is mandatory."),
    )
    publicity = models.TextField(
        _("publicity line"),
        blank=True,
        max_length=600,
        help_text=_("The sentence that the provider of the money demands."),
    )
    website = models.URLField(_("website"), blank=True)
    pillars = ParentalManyToManyField(
        "cms_content.Pillar", verbose_name=_("pillars"), blank=True, related_name="projects"
    )

    base_form_class = ProjectForm
    parent_page_types: ClassVar[list[str]] = ["projects.ProjectIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    override_translatable_fields = [
        SynchronizedManyToMany("pillars"),
        SynchronizedField("scheme", overridable=False),
        SynchronizedField("grant_number", overridable=False),
        SynchronizedField("budget_currency", overridable=False),
    ]
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("full_name"),
        index.SearchField("summary"),
        index.SearchField("body"),
        index.SearchField("grant_number"),
    ]
    edit_handler = project_tabs()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    @property
    def written_start(self) -> str | None:
        """The start as far as it is known, such as ``2025-03``."""
        return written(self.start_on, self.start_precision)

    @property
    def written_end(self) -> str | None:
        """The end as far as it is known."""
        return written(self.end_on, self.end_precision)

    def clean(self) -> None:
        """Refuse an end before the start, and a missing publicity line.

        A month or a year is all of its days: the first for a start, the last for an end.
        """
        super().clean()
        if self.start_on:
            self.start_on = first_day(self.start_on, self.start_precision)
        if self.end_on:
            self.end_on = last_day(self.end_on, self.end_precision)
        refuse_backward(self.start_on, self.end_on, "end_on")
        if self.is_eu_funded and not self.publicity:
            raise ValidationError(
                {"publicity": _("What the European Union co-finances has to say so.")}
            )
