"""When one may apply: opening, deadline, extensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable
from wagtail_localize.fields import SynchronizedField

from plugins.opportunities.models.moments import (
    LAST_DAY,
    ClosesAtField,
    ClosesOnField,
    OpensAtField,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

DAY = [MaxValueValidator(LAST_DAY)]


class Timing(models.Model):
    """The opening, the deadline as it was first set, and what follows from both."""

    opening_on = models.DateField(
        _("opening"),
        null=True,
        blank=True,
        validators=DAY,
        help_text=_("The first day when one may apply; empty when that is possible already."),
    )
    deadline_on = models.DateField(
        _("deadline"),
        null=True,
        blank=True,
        validators=DAY,
        help_text=_("Leave it as it was first set; a later one belongs among extensions."),
    )
    deadline_time = models.TimeField(
        _("time of the deadline"),
        null=True,
        blank=True,
        help_text=_("By clocks in Prague. Empty: to the end of the day."),
    )
    is_open_until_filled = models.BooleanField(
        _("open until filled"),
        default=False,
        help_text=_("Tick it when applications are taken until somebody suitable comes."),
    )
    filled_on = models.DateField(
        _("filled on"),
        null=True,
        blank=True,
        validators=DAY,
        help_text=_("From this day on the opportunity is closed, whatever its deadline."),
    )
    opens_at = OpensAtField(_("opens at"))
    closes_on = ClosesOnField(_("deadline that counts"))
    closes_at = ClosesAtField(_("closes at"))

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse a deadline before the opening, and a time without a day."""
        super().clean()
        if self.opening_on and self.deadline_on and self.deadline_on < self.opening_on:
            raise ValidationError({"deadline_on": _("The deadline is before the opening.")})
        if self.deadline_time is not None and self.deadline_on is None:
            raise ValidationError({"deadline_time": _("A time needs a day: enter the deadline.")})


class DeadlineExtension(Orderable):
    """A later deadline, with the day when it was announced, if that is known, and why.

    The note stands here in both languages, so that a new deadline reaches all of them at once and
    does not wait for a translation.
    """

    opportunity = ParentalKey(
        "opportunities.OpportunityPage", on_delete=models.CASCADE, related_name="extensions"
    )
    announced_on = models.DateField(
        _("announced on"),
        null=True,
        blank=True,
        validators=DAY,
        help_text=_("Empty when it is not known."),
    )
    deadline_on = models.DateField(_("new deadline"), validators=DAY)
    deadline_time = models.TimeField(
        _("time of the deadline"), null=True, blank=True, help_text=_("Empty: as it was before.")
    )
    note_cs = models.CharField(_("note in Czech"), max_length=255, blank=True)
    note_en = models.CharField(_("note in English"), max_length=255, blank=True)

    override_translatable_fields = [
        SynchronizedField("note_cs", overridable=False),
        SynchronizedField("note_en", overridable=False),
    ]
    panels = [
        FieldRowPanel(
            [FieldPanel("announced_on"), FieldPanel("deadline_on"), FieldPanel("deadline_time")]
        ),
        FieldPanel("note_cs"),
        FieldPanel("note_en"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("extension of the deadline")
        verbose_name_plural = _("extensions of the deadline")

    def __str__(self) -> str:
        return str(self.deadline_on)


NO_DEADLINE = _("There is no deadline yet that could be extended.")
NOT_LATER = _("An extension must be later than the deadline before it.")


def wrong_extension(first: date | None, later: Iterable[date | None]) -> tuple[int, str] | None:
    """The place of the first extension that extends nothing, and why; None when all do.

    `later` are the deadlines of the extensions in order; None where nobody has entered one yet.
    """
    before = first
    for place, deadline in enumerate(later):
        if deadline is None:
            continue
        if before is None:
            return place, str(NO_DEADLINE)
        if deadline <= before:
            return place, str(NOT_LATER)
        before = deadline
    return None
