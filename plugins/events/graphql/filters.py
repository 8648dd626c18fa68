"""Which events: the filter, its facets and the parameters of feeds, all in one."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.content.graphql.places import RegionEnum
from cms.graphql.filters import (
    Choices,
    Dates,
    Flag,
    Integers,
    PageFilter,
    Pages,
    Prefix,
    Terms,
    Texts,
)
from plugins.events import models
from plugins.events.graphql.enums import (
    EventLanguageEnum,
    EventRoleEnum,
    EventStateEnum,
    EventStatusEnum,
    EventTypeEnum,
)
from plugins.events.models.state import can_register, state


class EventFilter(PageFilter):
    """Which events: all fields together must hold; within a list, any of its values."""

    class Meta:
        model = models.EventPage

    labels = {"date": _("When"), "registration_open": _("Registration open")}

    date = Dates(
        "start_date",
        end="last_date",
        description="Days by the clocks of the place; an event that touches them is found, one"
        " known to the month touches all days of it.",
    )
    event_type = Choices(EventTypeEnum, "event_type", facet=True, description="What they are.")
    role = Choices(EventRoleEnum, "role", facet=True, description="What the cluster is there.")
    state = Choices(
        EventStateEnum,
        expression=state,
        facet=True,
        description="Where they stand in time; the whole calendar unless said.",
    )
    status = Choices(EventStatusEnum, "status", facet=True, description="Whether they take place.")
    pillar = Terms("pillars", facet=True, description="Codes of pillars.")
    topic = Terms("topics", facet=True, description="Codes of topics.")
    project = Pages(
        "projects__page", facet=True, description="Ids of projects that they belong to."
    )
    organisation = Pages(
        "organiser", facet=True, description="Ids of pages of organisations that hold them."
    )
    country = Texts("country", facet=True, description="Such as “CZ”.")
    region = Choices(RegionEnum, "region", facet=True, description="Where in the Czech Republic.")
    city = Texts("city", facet=True, description="Towns, named as in the asked language.")
    language = Choices(
        EventLanguageEnum, "languages", many=True, facet=True, description="In which languages."
    )
    action_plan_goal = Integers(
        "action_plan_goal", facet=True, description="Goals of the action plan, 1 to 5."
    )
    registration_open = Flag(can_register, facet=True, description="Whether one can register now.")
    is_online = Flag(
        lambda: Q(is_online=True), facet=True, description="Whether one can take part online."
    )
    is_internal = Flag(
        lambda: Q(is_internal=True),
        facet=True,
        description="Whether they are for members only; who may not see those finds none.",
    )
    is_summary = Flag(
        lambda: Q(is_summary=True), description="Whether they stand for several events."
    )
    text_prefix = Prefix(
        "title_folded", description="How the title begins; accents and case do not matter."
    )
