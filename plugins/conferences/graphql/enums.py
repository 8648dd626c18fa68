"""The closed lists of conferences in GraphQL, and the state that follows from the dates."""

from __future__ import annotations

from enum import Enum

import graphene
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.graphql.enums import enum_of
from plugins.conferences.models import (
    ClusterRole,
    ConferencePage,
    DatePrecision,
    FeeCategory,
    FeePeriod,
    SessionKind,
)

RoleEnum = enum_of(ClusterRole, "What the cluster does at a conference.", name="ConferenceRole")
PrecisionEnum = enum_of(
    DatePrecision, "How exactly the dates are known.", name="ConferenceDatePrecision"
)
FeeCategoryEnum = enum_of(FeeCategory, "Who pays a fee.", name="ConferenceFeeCategory")
FeePeriodEnum = enum_of(FeePeriod, "When a fee is paid.", name="ConferenceFeePeriod")
SessionKindEnum = enum_of(
    SessionKind, "What happens in a part of the programme.", name="ConferenceSessionKind"
)


class State(models.TextChoices):
    """Where a conference stands today; follows from its dates and is never stored."""

    UPCOMING = "upcoming", _("upcoming")
    RUNNING = "running", _("running")
    PAST = "past", _("past")


StateEnum = enum_of(
    State, "Where a conference stands today, by the calendar of Prague.", name="ConferenceState"
)


def state_expression() -> Case:
    """The state as SQL, as of today. The last day of a month is stored with the conference.

    Of what is known to the month only nobody can say that it runs: it is to come until the month
    is over, as in the calendar of events.
    """
    today = timezone.localdate()
    is_over = Q(end_on__lt=today) | Q(end_on__isnull=True, start_on__lt=today)
    return Case(
        When(start_on__gt=today, then=Value(State.UPCOMING.value)),
        When(is_over, then=Value(State.PAST.value)),
        When(date_precision=DatePrecision.MONTH, then=Value(State.UPCOMING.value)),
        default=Value(State.RUNNING.value),
        output_field=models.CharField(),
    )


def state_of(page: ConferencePage) -> State:
    """The state of one conference, as of today."""
    today = timezone.localdate()
    if page.last_day < today:
        return State.PAST
    is_vague = page.date_precision == DatePrecision.MONTH
    return State.UPCOMING if is_vague or page.start_on > today else State.RUNNING


class Order(Enum):
    """The orders of conferences, as columns."""

    START = "start_on"
    START_DESC = "-start_on"
    TITLE = "title_key"


_ORDERS = {
    None: "The orders of a list of conferences.",
    Order.START: "The earliest first.",
    Order.START_DESC: "The latest first.",
    Order.TITLE: "In the alphabet of the asked language.",
}


class ConferenceOrder(graphene.Enum):
    class Meta:
        enum = Order
        name = "ConferenceOrder"
        description = _ORDERS.get
