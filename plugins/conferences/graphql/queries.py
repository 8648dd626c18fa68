"""The fields of ``Query`` that the plugin adds."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import QuerySet

from cms.graphql.pagination import PageList
from cms.graphql.types.page import Info
from cms.publishing.visibility import live_pages
from plugins.conferences import models
from plugins.conferences.graphql.enums import ConferenceOrder
from plugins.conferences.graphql.filters import ConferenceFilter
from plugins.conferences.graphql.types import Conference


class ConferenceQueries:
    """Conferences in lists."""

    conferences = PageList(
        Conference,
        filter=ConferenceFilter,
        order=graphene.Argument(
            ConferenceOrder,
            default_value=ConferenceOrder.START_DESC,
            description="In which order.",
        ),
        description="Conferences that the cluster organises, supports or takes part in.",
    )

    @staticmethod
    def resolve_conferences(
        root: object,
        info: Info,
        *,
        locale: str,
        order: ConferenceOrder,
        filter: Any = None,
    ) -> QuerySet[models.ConferencePage]:
        return live_pages(models.ConferencePage, locale).order_by(order.value)
