"""The fields of ``Query`` that the plugin adds."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import QuerySet

from cms.graphql.pagination import PageList
from cms.graphql.types.page import Info
from cms.publishing.visibility import live_pages
from plugins.members import models
from plugins.members.graphql.enums import MemberOrder
from plugins.members.graphql.filters import MemberFilter
from plugins.members.graphql.types import Member


class MemberQueries:
    """The directory of members."""

    members = PageList(
        Member,
        filter=MemberFilter,
        order=graphene.Argument(
            MemberOrder, default_value=MemberOrder.NAME, description="In which order."
        ),
        description="The members of the cluster, in the alphabet of the asked language.",
    )

    @staticmethod
    def resolve_members(
        root: object,
        info: Info,
        *,
        locale: str,
        order: MemberOrder,
        filter: Any = None,
    ) -> QuerySet[models.MemberPage]:
        return live_pages(models.MemberPage, locale).order_by(order.value)
