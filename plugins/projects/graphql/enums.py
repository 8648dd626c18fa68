"""The closed lists of projects in GraphQL."""

from __future__ import annotations

from enum import Enum

import graphene
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cms.graphql.enums import enum_of
from plugins.projects.models import (
    ClusterRole,
    Counted,
    ExchangeStatus,
    Operator,
    PartnerRole,
    Precision,
)


class ProjectState(TextChoices):
    """How far a project has come, by its dates. Never stored: it depends on the day."""

    PLANNED = "planned", _("planned")
    RUNNING = "running", _("running")
    FINISHED = "finished", _("finished")
    UNKNOWN = "unknown", _("not known")


ProjectStateEnum = enum_of(
    ProjectState,
    "How far a project has come today; not known where its dates do not tell.",
)
ClusterRoleEnum = enum_of(
    ClusterRole, "What the cluster itself does in a project.", name="ProjectClusterRole"
)
PartnerRoleEnum = enum_of(
    PartnerRole, "What an organisation does in a project.", name="ProjectPartnerRole"
)
PrecisionEnum = enum_of(
    Precision, "How exactly a date of a project is known.", name="ProjectDatePrecision"
)
OperatorEnum = enum_of(Operator, "How achievement and target compare.", name="KpiOperator")
CountedEnum = enum_of(Counted, "What an indicator counts.", name="KpiCounted")
ExchangeStatusEnum = enum_of(ExchangeStatus, "How far an exchange has come.")


class Order(Enum):
    """The orders of projects."""

    START_DESC = "start-desc"
    START = "start"
    TITLE = "title"


COLUMNS = {
    Order.START_DESC: ("-start_on", "title_key"),
    Order.START: ("start_on", "title_key"),
    Order.TITLE: ("title_key",),
}
_ORDERS = {
    None: "The orders of a list of projects; those without a start come last.",
    Order.START_DESC: "Those that started last first.",
    Order.START: "Those that started first.",
    Order.TITLE: "In alphabetical order.",
}


class ProjectOrder(graphene.Enum):
    class Meta:
        enum = Order
        name = "ProjectOrder"
        description = _ORDERS.get
