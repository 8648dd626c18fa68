"""What a project offers, when it did what, and how far it has come."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms.content.relations import OrganisationKey, PageKeyPanel
from plugins.projects.models.choices import Counted, Operator, Precision
from plugins.projects.models.countries import CountryField
from plugins.projects.models.periods import first_day, last_day

NOT_NEGATIVE = MinValueValidator(Decimal(0))


class Offer(TranslatableMixin, Orderable):
    """What the project offers to members of the cluster."""

    project = ParentalKey("projects.ProjectPage", on_delete=models.CASCADE, related_name="offers")
    text = models.CharField(pgettext_lazy("of an offer", "text"), max_length=255)

    panels = [FieldPanel("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("offer for members")
        verbose_name_plural = _("offers for members")

    def __str__(self) -> str:
        return self.text


class Milestone(TranslatableMixin, Orderable):
    """Something that happened, or is to happen, on a day or on a few."""

    project = ParentalKey(
        "projects.ProjectPage", on_delete=models.CASCADE, related_name="milestones"
    )
    starts_on = models.DateField(_("day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    text = models.CharField(pgettext_lazy("of a milestone", "text"), max_length=255)

    panels = [
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldPanel("text"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Refuse an end before the beginning."""
        super().clean()
        refuse_backward(self.starts_on, self.ends_on, "ends_on")


class Deliverable(TranslatableMixin, Orderable):
    """What the project has promised to hand in."""

    project = ParentalKey(
        "projects.ProjectPage", on_delete=models.CASCADE, related_name="deliverables"
    )
    number = models.CharField(_("number"), max_length=20, help_text=_("Such as D2.1."))
    title = models.CharField(pgettext_lazy("of a deliverable", "title"), max_length=200)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("handed in on"), null=True, blank=True)
    url = models.URLField(_("address"), blank=True)
    document = models.ForeignKey(
        "cms_media.Document",
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    override_translatable_fields = [SynchronizedField("number", overridable=False)]
    panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("title")]),
        FieldRowPanel([FieldPanel("due_on"), FieldPanel("done_on")]),
        FieldRowPanel([FieldPanel("url"), FieldPanel("document")]),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("deliverable")
        verbose_name_plural = _("deliverables")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Kpi(TranslatableMixin, Orderable):
    """An indicator: a target and what has been achieved, or a share of a whole."""

    project = ParentalKey("projects.ProjectPage", on_delete=models.CASCADE, related_name="kpis")
    label = models.CharField(
        _("indicator"), max_length=200, help_text=_("What is measured, such as “exchanges”.")
    )
    operator = models.CharField(
        _("comparison"), max_length=10, choices=Operator.choices, default=Operator.AT_LEAST
    )
    target = models.DecimalField(
        _("target"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
    )
    achieved = models.DecimalField(
        _("achieved"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
    )
    out_of = models.DecimalField(
        _("out of"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
        help_text=_("The whole that “achieved” is a part of, such as 205 in “11 of 205”."),
    )
    unit = models.CharField(_("unit"), max_length=60, help_text=_("Such as: exchanges, EUR, %."))
    as_of = models.DateField(_("as of"), null=True, blank=True)
    counts = models.CharField(
        _("counted from"),
        max_length=20,
        choices=Counted.choices,
        blank=True,
        help_text=_("What is achieved is then counted from the project's own records."),
    )

    panels = [
        FieldRowPanel([FieldPanel("label"), FieldPanel("unit")]),
        FieldRowPanel([FieldPanel("operator"), FieldPanel("target")]),
        FieldRowPanel([FieldPanel("achieved"), FieldPanel("out_of"), FieldPanel("as_of")]),
        FieldPanel("counts"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("indicator (KPI)")
        verbose_name_plural = _("indicators (KPI)")

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Refuse an indicator that says nothing, or says the same thing twice."""
        super().clean()
        if self.counts and (self.achieved is not None or self.as_of is not None):
            raise ValidationError(
                {"achieved": _("Leave this and its date empty: it is counted from the records.")}
            )
        if self.out_of is not None and self.achieved is None:
            raise ValidationError({"achieved": _("Say how many out of the whole.")})
        if self.out_of is not None and self.achieved is not None and self.achieved > self.out_of:
            raise ValidationError({"out_of": _("The whole cannot be less than its part.")})
        if self.target is None and self.achieved is None and not self.counts:
            raise ValidationError({"target": _("Give a target, or what has been achieved.")})

    def progress(self, achieved: Decimal | int | None) -> float | None:
        """How many percent of the target `achieved` is; None when that cannot be computed."""
        if achieved is None or not self.target:
            return None
        return round(float(100 * Decimal(achieved) / self.target), 1)


class Mission(TranslatableMixin, Orderable):
    """A journey of a delegation to a host or an event, or a visit of one."""

    project = ParentalKey("projects.ProjectPage", on_delete=models.CASCADE, related_name="missions")
    name = models.CharField(pgettext_lazy("of a mission", "name"), max_length=200)
    host = OrganisationKey(
        verbose_name=_("host"), help_text=_("If the organisation has a page here.")
    )
    host_name = models.CharField(
        _("name of the host"),
        max_length=200,
        blank=True,
        help_text=_("For a host without a page here, or while its page is not public."),
    )
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    precision = models.CharField(
        _("dates are known to the"),
        max_length=5,
        choices=Precision.choices,
        default=Precision.DAY,
        help_text=_("For a month or a year choose any day of it."),
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    country = CountryField(_("country"), blank=True)
    participants = models.PositiveIntegerField(_("number of participants"), null=True, blank=True)

    override_translatable_fields = [
        SynchronizedField("host_name", overridable=False),
        SynchronizedField("country", overridable=False),
    ]
    panels = [
        FieldPanel("name"),
        PageKeyPanel("host"),
        FieldRowPanel([FieldPanel("host_name"), FieldPanel("participants")]),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on"), FieldPanel("precision")]),
        FieldRowPanel([FieldPanel("place"), FieldPanel("country")]),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("mission")
        verbose_name_plural = _("missions")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse an end before the beginning; a month or a year is all of its days."""
        super().clean()
        if self.ends_on and not self.starts_on:
            raise ValidationError({"starts_on": _("Say when it begins as well.")})
        if self.starts_on:
            self.starts_on = first_day(self.starts_on, self.precision)
        if self.ends_on:
            self.ends_on = last_day(self.ends_on, self.precision)
        refuse_backward(self.starts_on, self.ends_on, "ends_on")


def refuse_backward(start: datetime.date | None, end: datetime.date | None, field: str) -> None:
    """Raise an error of `field` when the period ends before it begins."""
    if start and end and end < start:
        raise ValidationError({field: _("The end is before the beginning.")})
