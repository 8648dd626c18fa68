"""The closed lists of projects."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class ClusterRole(models.TextChoices):
    """What the cluster itself does in a project."""

    COORDINATOR = "coordinator", _("coordinator")
    BENEFICIARY = "beneficiary", _("beneficiary")
    PARTNER = "partner", _("partner")
    ASSOCIATED = "associated", _("associated partner")
    MEMBERS = "members", _("takes part through its members")
    NONE = "none", _("none")


class PartnerRole(models.TextChoices):
    """What an organisation does in a project."""

    COORDINATOR = "coordinator", _("coordinator")
    PARTNER = "partner", _("partner")
    ASSOCIATED = "associated", _("associated partner")
    SUBCONTRACTOR = "subcontractor", _("subcontractor")


class Operator(models.TextChoices):
    """How what has been achieved is compared with the target."""

    AT_LEAST = "at-least", _("at least")
    TARGET = "target", _("target")
    EXACTLY = "exactly", _("exactly")


class Counted(models.TextChoices):
    """What of the project's own records an indicator counts."""

    EXCHANGES = "exchanges", _("exchanges that are done")
    EXCHANGE_COUNTRIES = "exchange-countries", _("host countries of exchanges that are done")
    MISSIONS = "missions", _("missions that have begun")


class ExchangeStatus(models.TextChoices):
    """How far an exchange has come."""

    PLANNED = "planned", _("planned")
    AGREED = "agreed", _("agreed")
    DONE = "done", _("done")
    REPORTED = "reported", _("report submitted")
    PAID = "paid", _("paid")


# From its last day on an exchange counts, whatever the papers.
COUNTED_STATUSES = (ExchangeStatus.DONE, ExchangeStatus.REPORTED, ExchangeStatus.PAID)
