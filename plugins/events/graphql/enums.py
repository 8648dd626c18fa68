"""The closed lists of the calendar in GraphQL."""

from __future__ import annotations

from enum import Enum

import graphene

from cms.graphql.enums import enum_of
from plugins.events import models

EventTypeEnum = enum_of(models.EventType, "What kind of event it is.")
EventRoleEnum = enum_of(models.Role, "What the cluster is at an event.", name="EventRole")
EventStatusEnum = enum_of(models.Status, "Whether an event takes place.", name="EventStatus")
EventLanguageEnum = enum_of(
    models.Language, "A language in which events are held. Source: ISO 639-1.", name="EventLanguage"
)

_PRECISIONS = {
    None: "How exactly it is known when an event takes place.",
    models.Precision.MONTH: "The month is known, the day is not.",
    models.Precision.DAY: "The days are known, the hours are not, or do not matter.",
    models.Precision.TIME: "The hour of the beginning is known.",
}
_STATES = {
    None: "Where an event stands in time.",
    models.State.UPCOMING: "To come. Known to the month only, until the month is over; postponed"
    " without a new date, as long as it is.",
    models.State.RUNNING: "Taking place now.",
    models.State.PAST: "Over, or its time is when it was cancelled.",
}


class EventPrecisionEnum(graphene.Enum):
    class Meta:
        enum = models.Precision
        name = "EventPrecision"
        description = _PRECISIONS.get


class EventStateEnum(graphene.Enum):
    class Meta:
        enum = models.State
        name = "EventState"
        description = _STATES.get


class Order(Enum):
    """The orders of the calendar; columns, except for the first."""

    UPCOMING_FIRST = ""
    START = "begins_at"
    START_DESC = "-begins_at"
    NEWEST = "-first_published_at"


_ORDERS = {
    None: "The orders of a list of events.",
    Order.UPCOMING_FIRST: "What is to come or takes place now, the soonest first; then what is"
    " over, the latest first.",
    Order.START: "By beginning, the earliest first.",
    Order.START_DESC: "By beginning, the latest first.",
    Order.NEWEST: "The most recently added first.",
}


class EventOrder(graphene.Enum):
    class Meta:
        enum = Order
        name = "EventOrder"
        description = _ORDERS.get
