"""The fields of ``Query`` that the plugin adds."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import QuerySet

from cms.graphql.pagination import PageList
from cms.graphql.types.page import Info
from cms.publishing.visibility import live_pages
from plugins.events import models
from plugins.events.graphql.enums import EventOrder, Order
from plugins.events.graphql.filters import EventFilter
from plugins.events.graphql.types import Event
from plugins.events.models.state import upcoming_first


class EventQueries:
    """The calendar."""

    events = PageList(
        Event,
        filter=EventFilter,
        order=graphene.Argument(
            EventOrder, default_value=EventOrder.UPCOMING_FIRST, description="In which order."
        ),
        description="The events of the calendar, whatever their time unless the filter says.",
    )

    @staticmethod
    def resolve_events(
        root: object, info: Info, *, locale: str, order: Order, filter: Any = None
    ) -> QuerySet[models.EventPage]:
        events = live_pages(models.EventPage, locale)
        if order.value == Order.UPCOMING_FIRST.value:
            return events.order_by(*upcoming_first())
        return events.order_by(order.value, "title_key")
