"""Which conferences: the filter, its facets and the parameters of feeds, all in one."""

from __future__ import annotations

from cms.graphql.filters import (
    Choices,
    Dates,
    Integers,
    PageFilter,
    Pages,
    Prefix,
    Terms,
    Texts,
)
from plugins.conferences import models
from plugins.conferences.graphql.enums import RoleEnum, StateEnum, state_expression


class ConferenceFilter(PageFilter):
    """Which conferences: all fields together must hold; within a list, any of its values."""

    class Meta:
        model = models.ConferencePage

    role = Choices(RoleEnum, "cluster_role", facet=True, description="What the cluster does there.")
    state = Choices(
        StateEnum, expression=state_expression, facet=True, description="Where they stand today."
    )
    year = Integers("year", facet=True, description="Years of the editions.")
    pillar = Terms("pillars", facet=True, description="Codes of pillars.")
    organiser = Pages(
        "organisers__organisation", facet=True, description="Pages of who organises them."
    )
    partner = Pages(
        "partners__organisation", facet=True, description="Pages of who is a partner of them."
    )
    project = Pages("projects__page", facet=True, description="Pages of projects.")
    city = Texts("city", facet=True, description="Towns, named as in the asked language.")
    country = Texts("country", facet=True, description="Such as “CZ”. Source: ISO 3166-1 alpha-2.")
    date = Dates("start_on", end="end_on", description="When they are held, in part at least.")
    text_prefix = Prefix(
        "title_folded", description="How the title begins; accents and case do not matter."
    )
