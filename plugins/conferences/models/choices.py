"""The closed lists of conferences, and the vocabulary of sponsors' benefits."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClusterRole(models.TextChoices):
    """What the cluster does at a conference."""

    ORGANISER = "organiser", _("organiser")
    CO_ORGANISER = "co-organiser", _("co-organiser")
    HOST = "host", _("host")
    PARTNER = "partner", _("partner")
    PROJECT_PARTNER = "project-partner", _("project partner")
    EXHIBITOR = "exhibitor", _("exhibitor")
    PARTICIPANT = "participant", _("participant")


class DatePrecision(models.TextChoices):
    """How exactly the dates are known."""

    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")


class Currency(models.TextChoices):
    """Currencies that conferences ask for. Source: ISO 4217."""

    CZK = "CZK", "CZK"
    EUR = "EUR", "EUR"
    USD = "USD", "USD"
    PLN = "PLN", "PLN"
    CHF = "CHF", "CHF"
    GBP = "GBP", "GBP"
    JPY = "JPY", "JPY"


class Benefit(models.TextChoices):
    """What a partner can get."""

    LOGO_WEB = "logo-web", _("logo on the event website")
    LOGO_PRINT = "logo-print", _("logo in programme and proceedings")
    STAND = "stand", _("exhibition space or table")
    PASSES = "passes", _("free full registrations")
    STAFF_PASSES = "staff-passes", _("stand staff registrations")
    TALK = "talk", _("company talk")
    INSERT = "insert", _("bag insert")
    BANNER = "banner", _("banner in the hall")
    SOCIAL = "social", _("social-media mention")
    NEWSLETTER = "newsletter", _("newsletter article")
    PRIORITY = "priority", _("priority choice of stand position")
    AWARD = "award", _("presenting an award")
    RECRUIT = "recruit", _("recruitment board")


class FeeCategory(models.TextChoices):
    """Who pays a fee."""

    MEMBER = "member", _("member")
    NON_MEMBER = "non-member", _("non-member")
    STUDENT = "student", _("student")
    ACCOMPANYING = "accompanying", _("accompanying person")
    ONE_DAY = "one-day", _("one day")
    OTHER = "other", _("other")


class FeePeriod(models.TextChoices):
    """When a fee is paid."""

    EARLY = "early", _("early")
    REGULAR = "regular", _("regular")
    LATE = "late", _("late")


class SessionKind(models.TextChoices):
    """What happens in a part of the programme."""

    TALKS = "talks", _("talks")
    PLENARY = "plenary", _("plenary lecture")
    POSTERS = "posters", _("posters")
    PANEL = "panel", _("panel discussion")
    WORKSHOP = "workshop", _("workshop")
    EXHIBITION = "exhibition", _("exhibition")
    SOCIAL = "social", _("social event")
    BREAK = "break", _("break")
