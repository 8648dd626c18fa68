"""The deadline of an opportunity and its history. The resolvers get the page itself."""

from __future__ import annotations

import datetime
from typing import Any

import graphene

from cms.graphql.shown import asked_of
from cms.graphql.types.page import Info
from plugins.opportunities.graphql import enums
from plugins.opportunities.graphql.parts import parts_of
from plugins.opportunities.models import DeadlineExtension as ExtensionModel
from plugins.opportunities.models import OpportunityPage


class DeadlineExtension(graphene.ObjectType):
    """A later deadline, and when and why it was announced."""

    announced_on = graphene.Date(description="The day of the announcement, if it is known.")
    from_date = graphene.Date(description="The deadline before it.")
    to_date = graphene.Date(required=True, description="The new deadline.")
    note = graphene.String(description="Why, in the asked language.")


class Deadline(graphene.ObjectType):
    """Until when one may apply, register or submit. Days and hours are those of Prague."""

    meaning = graphene.Field(enums.MeaningEnum, description="What it ends; null for kinds without.")
    date = graphene.Date(description="The day that counts, extensions included.")
    time = graphene.Time(description="The hour; null for the end of the day.")
    original_date = graphene.Date(description="The day as it was first set.")
    closes_at = graphene.DateTime(
        description="The first moment that is too late; null when there is no such moment."
    )
    is_open_until_filled = graphene.Boolean(
        required=True, description="True when applications are taken until somebody comes."
    )
    filled_on = graphene.Date(description="The day when it was filled, if it was.")
    extensions = graphene.List(
        graphene.NonNull(DeadlineExtension),
        required=True,
        description="All extensions, in their order.",
    )

    @staticmethod
    def resolve_meaning(page: OpportunityPage, info: Info) -> Any:
        key = page.entry.deadline if page.entry else ""
        return enums.Meaning(key) if key else None

    @staticmethod
    def resolve_date(page: OpportunityPage, info: Info) -> datetime.date | None:
        return page.closes_on

    @staticmethod
    def resolve_original_date(page: OpportunityPage, info: Info) -> datetime.date | None:
        return page.deadline_on

    @staticmethod
    async def resolve_time(page: OpportunityPage, info: Info) -> datetime.time | None:
        extensions = await parts_of(info, page, "extensions", ExtensionModel)
        later = [row.deadline_time for row in extensions if row.deadline_time is not None]
        return later[-1] if later else page.deadline_time

    @staticmethod
    async def resolve_extensions(page: OpportunityPage, info: Info) -> list[dict[str, Any]]:
        before, shown = page.deadline_on, []
        asked = asked_of(page)
        for row in await parts_of(info, page, "extensions", ExtensionModel):
            notes = (getattr(row, f"note_{code}", "") for code in (asked.locale, *asked.fallback))
            shown.append(
                {
                    "announced_on": row.announced_on,
                    "from_date": before,
                    "to_date": row.deadline_on,
                    "note": next((note for note in notes if note), None),
                }
            )
            before = row.deadline_on
        return shown
