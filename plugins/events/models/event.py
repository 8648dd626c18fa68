"""One event of the calendar."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.content.base import ContentPage
from cms.content.body import BodyField
from cms.content.fields import ChoiceListField
from cms.content.places import Region
from cms.content.relations import OrganisationKey
from cms.publishing.audience import Audience, audience
from cms.publishing.clock import Around, around
from cms.translation.fields import SynchronizedManyToMany
from plugins.events.models.choices import EventType, Goal, Language, Precision, Role, Status
from plugins.events.models.moments import When, WorkedOutDate, WorkedOutMoment
from plugins.events.models.panels import edit_handler
from plugins.events.models.rules import check_event
from plugins.events.models.sequence import SequenceField
from plugins.events.models.state import CHANGES

HOME_ZONE = "Europe/Prague"


class EventPage(ContentPage):
    """An event. Its times are those of clocks at its place."""

    summary = models.TextField(
        _("summary"), blank=True, help_text=_("One or two sentences; calendars show them too.")
    )
    body = BodyField(verbose_name=_("body"))
    event_type = models.CharField(
        _("type"), max_length=30, choices=EventType.choices, db_index=True
    )
    precision = models.CharField(
        _("what is known of the date"),
        max_length=5,
        choices=Precision.choices,
        default=Precision.DAY,
    )
    start_date = models.DateField(
        _("begins on"), help_text=_("When only the month is known, any day of it.")
    )
    start_time = models.TimeField(_("begins at"), null=True, blank=True)
    end_date = models.DateField(
        _("ends on"),
        null=True,
        blank=True,
        help_text=_("The last day; empty when it is the same day or month."),
    )
    end_time = models.TimeField(_("ends at"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default=HOME_ZONE)
    begins_at = WorkedOutMoment(source="computed_begins_at")
    ends_at = WorkedOutMoment(source="computed_ends_at")
    last_date = WorkedOutDate(source="computed_last_date")
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.SCHEDULED, db_index=True
    )
    status_note = models.CharField(
        _("note on the status"),
        max_length=250,
        blank=True,
        help_text=_("Why it is cancelled or postponed, or that its date has changed."),
    )
    place_name = models.CharField(_("place"), max_length=160, blank=True)
    street = models.CharField(_("street"), max_length=120, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True, db_index=True)
    region = models.CharField(
        _("region"), max_length=5, choices=Region.choices, blank=True, db_index=True
    )
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        db_index=True,
        validators=[RegexValidator(r"^[A-Z]{2}\Z", _("Use two letters, such as CZ."))],
        help_text=_("Two letters of ISO 3166-1, such as CZ."),
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    is_online = models.BooleanField(_("one can take part online"), default=False)
    online_url = models.URLField(_("address of the online meeting"), blank=True)
    organiser = OrganisationKey(verbose_name=_("organiser"))
    organiser_name = models.CharField(_("organiser who is no member"), max_length=200, blank=True)
    role = models.CharField(
        _("role of the cluster"), max_length=20, choices=Role.choices, blank=True, db_index=True
    )
    pillars = ParentalManyToManyField(
        "cms_content.Pillar", verbose_name=_("pillars"), blank=True, related_name="events"
    )
    topics = ParentalManyToManyField(
        "cms_content.Topic", verbose_name=_("topics"), blank=True, related_name="events"
    )
    action_plan_goal = models.PositiveSmallIntegerField(
        _("goal of the action plan"), null=True, blank=True, choices=Goal.choices, db_index=True
    )
    is_summary = models.BooleanField(
        _("summary entry"),
        default=False,
        help_text=_("It stands for several events, which are listed as related ones."),
    )
    is_internal = models.BooleanField(
        _("internal"),
        default=False,
        db_index=True,
        help_text=_("For members only: it is nowhere on the public site and in public calendars."),
    )
    languages = ChoiceListField(Language, verbose_name=_("languages"))
    registration_deadline = models.DateField(
        _("registration until"), null=True, blank=True, help_text=_("The last day to register.")
    )
    registration_url = models.URLField(_("address of the registration"), blank=True)
    registration_closes_at = WorkedOutMoment(source="computed_registration_closes_at")
    capacity = models.PositiveIntegerField(
        pgettext_lazy("event", "capacity"), null=True, blank=True
    )
    fees = models.TextField(_("fees"), blank=True)
    calendar_sequence = SequenceField()
    calendar_digest = models.CharField(max_length=32, editable=False, blank=True)
    calendar_changed_at = models.DateTimeField(editable=False, null=True)

    parent_page_types: ClassVar[list[str]] = ["events.CalendarPage"]
    subpage_types: ClassVar[list[str]] = []
    override_translatable_fields = [
        SynchronizedManyToMany("pillars"),
        SynchronizedManyToMany("topics"),
        SynchronizedField("time_zone", overridable=False),
        SynchronizedField("street", overridable=False),
        SynchronizedField("country", overridable=False),
    ]
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("summary"),
        index.SearchField("city"),
    ]
    edit_handler = edit_handler()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        permissions = [("view_internal", "Can see internal events")]

    @classmethod
    def hidden_now(cls) -> Q | None:
        """Internal events, unless they are read for members."""
        # Not “=True”: SQLite compares that with nothing, and so looks at all events each time.
        return None if audience() is Audience.MEMBERS else Q(is_internal__in=[True])

    @classmethod
    def changes_around(cls, now: datetime.datetime) -> Around:
        """When the last and the next one begins, ends or takes no more registrations."""
        return around(cls, now, CHANGES)

    @property
    def when(self) -> When:
        """What is known of its time."""
        return When(
            precision=self.precision,
            time_zone=self.time_zone,
            start_date=self.start_date,
            end_date=self.end_date,
            start_time=self.start_time,
            end_time=self.end_time,
        )

    @property
    def computed_begins_at(self) -> datetime.datetime:
        """The instant of the beginning."""
        return self.when.begins_at

    @property
    def computed_ends_at(self) -> datetime.datetime:
        """The first instant when it is over."""
        return self.when.ends_at

    @property
    def computed_last_date(self) -> datetime.date:
        """The last day by the clocks of the place."""
        return self.when.last_date

    @property
    def computed_registration_closes_at(self) -> datetime.datetime:
        """The first instant when nobody can register: without a deadline, the beginning."""
        if self.registration_deadline is None:
            return self.when.begins_at
        last = When(Precision.DAY, self.time_zone, self.registration_deadline)
        return last.ends_at

    def clean(self) -> None:
        """Refuse times that cannot be; keep of a month its first day."""
        super().clean()
        if self.precision == Precision.MONTH:
            self.start_date = self.start_date and self.start_date.replace(day=1)
            self.end_date = self.end_date and self.end_date.replace(day=1)
        check_event(self)
