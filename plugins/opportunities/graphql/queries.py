"""The fields of ``Query`` that the plugin adds."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import QuerySet

from cms.graphql.cost import priced
from cms.graphql.pagination import PageList
from cms.graphql.types.locale import LocaleCode, locale_argument
from cms.graphql.types.page import Info
from cms.publishing.visibility import live_pages
from plugins.opportunities import models
from plugins.opportunities.graphql.catalogue import OpportunityKindEntry, ShownKind, shown_kinds
from plugins.opportunities.graphql.enums import OpportunityOrder
from plugins.opportunities.graphql.filters import OpportunityFilter
from plugins.opportunities.graphql.types import Opportunity


class OpportunityQueries:
    """The board of opportunities."""

    opportunities = PageList(
        Opportunity,
        filter=OpportunityFilter,
        order=graphene.Argument(
            OpportunityOrder,
            default_value=OpportunityOrder.DEADLINE,
            description="In which order.",
        ),
        description="Opportunities. Closed and archived ones are left out unless asked for.",
    )
    opportunity_kinds = priced(
        graphene.Field(
            graphene.NonNull(graphene.List(graphene.NonNull(OpportunityKindEntry))),
            locale=locale_argument(),
            description="All kinds of opportunities with their fields, named in a language.",
        ),
        size=21,
    )

    @staticmethod
    def resolve_opportunities(
        root: object,
        info: Info,
        *,
        locale: str,
        order: OpportunityOrder,
        filter: Any = None,
    ) -> QuerySet[models.OpportunityPage]:
        rows = live_pages(models.OpportunityPage, locale).order_by(order.value)
        return rows.annotate(current_state=models.state_expression())

    @staticmethod
    def resolve_opportunity_kinds(
        root: object, info: Info, *, locale: LocaleCode
    ) -> list[ShownKind]:
        return shown_kinds(locale.value)
