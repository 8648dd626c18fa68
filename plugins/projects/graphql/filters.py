"""Which projects: the filter, its facets and the parameters of feeds, all in one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import graphene
from django.db.models import Model, Q, QuerySet

from cms.graphql.context import AskedLocale
from cms.graphql.filters import (
    Choices,
    Dates,
    FilterField,
    Integers,
    PageFilter,
    Pages,
    Prefix,
    Terms,
    Texts,
)
from cms.graphql.filters.fields import Shown, Tally, grouped, list_of, storable, within
from plugins.projects import models
from plugins.projects.graphql.enums import ClusterRoleEnum, ProjectStateEnum
from plugins.projects.graphql.state import state_expression


class PartnerCountries(FilterField):
    """``[String!]``: projects with a partner from one of the countries.

    They stand in a list of the project's, and beside each partner that is named.
    """

    listed, named = "partner_countries", "partners__country"

    def __init__(self, *, description: str) -> None:
        super().__init__(list_of(graphene.String), self.listed, description=description, facet=True)

    def condition(self, model: type[Model], wanted: Any, name: str) -> Q:
        """The condition to have a partner from there."""
        codes = storable(wanted)
        listed = Q(**{f"{self.listed}__has_any": codes})
        return listed | within(model, Q(**{f"{self.named}__in": codes}))

    def tally(self, rows: QuerySet[Any], partition: str = "") -> Iterable[Tally]:
        """How many projects have each country; a project counts once for each of its countries."""
        rows, groups = grouped(rows, partition)
        having: defaultdict[tuple[Any, str], set[int]] = defaultdict(set)
        for *group, pk, listed, named in rows.values_list(*groups, "pk", self.listed, self.named):
            for code in {*listed, named} - {None, ""}:
                having[(group[0] if group else None, code)].add(pk)
        return [Tally(part, code, len(projects)) for (part, code), projects in having.items()]

    def shown(
        self, model: type[Model], values: Sequence[Hashable], asked: AskedLocale
    ) -> dict[Any, Shown]:
        """The codes themselves."""
        return {value: Shown(str(value), str(value)) for value in values}


class ProjectFilter(PageFilter):
    """Which projects: all fields together must hold; within a list, any of its values."""

    class Meta:
        model = models.ProjectPage

    programme = Texts(
        "programme", facet=True, description="Programmes, named as in the asked language."
    )
    role = Choices(
        ClusterRoleEnum, "cluster_role", facet=True, description="The role of the cluster."
    )
    state = Choices(
        ProjectStateEnum,
        expression=state_expression,
        facet=True,
        description="How far they have come today.",
    )
    pillar = Terms("pillars", facet=True, description="Codes of pillars.")
    partner = Pages("partners__organisation", facet=True, description="Ids of pages of partners.")
    country = PartnerCountries(description="Countries of partners, such as “LT”.")
    year = Integers("start_on__year", facet=True, description="The years they started.")
    period = Dates(
        "start_on",
        end="last_day",
        description="Days they ran on; where neither end nor duration is known, their start.",
    )
    text_prefix = Prefix(
        "title_folded", description="How the title begins; accents and case do not matter."
    )
