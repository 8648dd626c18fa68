"""The closed lists of the calendar."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Precision(models.TextChoices):
    """How exactly it is known when an event takes place."""

    MONTH = "month", _("the month only")
    DAY = "day", _("the day")
    TIME = "time", _("day and time")


class Status(models.TextChoices):
    """Whether an event takes place."""

    SCHEDULED = "scheduled", pgettext_lazy("event", "scheduled")
    CANCELLED = "cancelled", pgettext_lazy("event", "cancelled")
    POSTPONED = "postponed", pgettext_lazy("event", "postponed, new date not known")


class State(models.TextChoices):
    """Where an event stands in time; worked out when asked for, never stored."""

    UPCOMING = "upcoming", pgettext_lazy("event", "upcoming")
    RUNNING = "running", pgettext_lazy("event", "taking place now")
    PAST = "past", pgettext_lazy("event", "over")


class EventType(models.TextChoices):
    """What kind of event it is."""

    NETWORKING = "networking", _("networking")
    INTERNATIONAL_NETWORKING = "international-networking", _("international networking")
    MEMBERS_MEETING = "members-meeting", _("members’ meeting")
    WORKSHOP = "workshop", _("workshop")
    TRAINING = "training", _("seminar or training")
    WEBINAR = "webinar", _("webinar")
    CONFERENCE = "conference", _("conference")
    EXHIBITION = "exhibition", _("exhibition or trade fair")
    MATCHMAKING_MISSION = "matchmaking-mission", _("matchmaking mission")
    STUDY_VISIT = "study-visit", _("study visit")
    PROJECT_EVENT = "project-event", _("project event")
    OPEN_DAY = "open-day", _("open day for schools and the public")
    OTHER = "other", _("other event")


class Role(models.TextChoices):
    """What the cluster is at an event."""

    ORGANISER = "organiser", _("organiser")
    CO_ORGANISER = "co-organiser", _("co-organiser")
    HOST = "host", _("host")
    PARTNER = "partner", _("partner")
    PROJECT_PARTNER = "project-partner", _("project partner")
    EXHIBITOR = "exhibitor", _("exhibitor")
    PARTICIPANT = "participant", _("participant")


class Goal(models.IntegerChoices):
    """The goals of the cluster's action plan."""

    PRESTIGE = 1, _("1 Prestige and competence")
    INFORMATION = 2, _("2 Information and opportunities")
    TRENDS = 3, _("3 Trends")
    FINANCE = 4, _("4 Finance")
    INTERNATIONALISATION = 5, _("5 Internationalisation")


class Language(models.TextChoices):
    """Languages in which events are held. Source: ISO 639-1."""

    CS = "cs", pgettext_lazy("language", "Czech")
    EN = "en", pgettext_lazy("language", "English")
    SK = "sk", pgettext_lazy("language", "Slovak")
    DE = "de", pgettext_lazy("language", "German")
    PL = "pl", pgettext_lazy("language", "Polish")
    FR = "fr", pgettext_lazy("language", "French")
    JA = "ja", pgettext_lazy("language", "Japanese")
