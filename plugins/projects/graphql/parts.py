"""What hangs on a project: partners, results, indicators, missions, exchanges."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import graphene

from cms.content.graphql.children import children_of
from cms.content.graphql.organisations import Organisation, shown_organisation
from cms.graphql.shown import asked_of
from cms.graphql.types.document import Document, shown_document
from cms.graphql.types.image import Image
from cms.graphql.types.page import Info
from plugins.projects import models
from plugins.projects.graphql.counts import counts_of
from plugins.projects.graphql.enums import (
    CountedEnum,
    ExchangeStatusEnum,
    OperatorEnum,
    PartnerRoleEnum,
    PrecisionEnum,
)
from plugins.projects.models.periods import written


class ProjectDate(graphene.ObjectType):
    """A date of a project, as exactly as it is known."""

    date = graphene.Date(
        required=True, description="The day; of a month or a year its first, for an end its last."
    )
    precision = graphene.Field(PrecisionEnum, required=True, description="How exact it is.")
    text = graphene.String(
        required=True, description="Such as “2018”, “2025-03” or “2021-01-01”. Source: ISO 8601."
    )


def shown_date(date: datetime.date | None, precision: str) -> dict[str, object] | None:
    """The value of a :class:`ProjectDate`; None where there is no date."""
    if date is None:
        return None
    return {
        "date": date,
        "precision": models.Precision(precision),
        "text": written(date, precision),
    }


def or_null(attname: str, default_value: Any, root: Any, info: Info) -> Any:
    """The attribute of a child; null for an empty text."""
    value = getattr(root, attname, default_value)
    return None if value == "" else value


class ProjectPartner(graphene.ObjectType):
    """An organisation that takes part in a project."""

    organisation = graphene.Field(Organisation, required=True, description="The organisation.")
    role = graphene.Field(PartnerRoleEnum, required=True, description="What it does.")


async def partners_of(info: Info, page: models.ProjectPage) -> list[dict[str, Any]]:
    """The partners of a project that can be shown, in their order."""
    asked = asked_of(page)
    partners = await children_of(info, page, "partners")
    organisations = await info.context.loaders.gather(
        shown_organisation(
            info, asked, partner.organisation_id, partner.name, partner.website, partner.country
        )
        for partner in partners
    )
    return [
        {"organisation": organisation, "role": models.PartnerRole(partner.role)}
        for partner, organisation in zip(partners, organisations, strict=True)
        if organisation is not None
    ]


class ProjectLogo(graphene.ObjectType):
    """A logo that the page of a project has to show."""

    image = graphene.Field(Image, required=True, description="The logo.")
    url = graphene.String(description="Where it leads.")


class ProjectMilestone(graphene.ObjectType):
    """Something that happened, or is to happen, on a day or on a few."""

    starts_on = graphene.Date(required=True, description="The day, or the first of them.")
    ends_on = graphene.Date(description="The last day, if there are several.")
    text = graphene.String(required=True, description="What happens.")


class Deliverable(graphene.ObjectType):
    """What a project has promised to hand in."""

    read_field = staticmethod(or_null)

    number = graphene.String(required=True, description="Such as “D2.1”.")
    title = graphene.String(required=True, description="What it is called.")
    due_on = graphene.Date(description="The day it is due.")
    done_on = graphene.Date(description="The day it was handed in.")
    url = graphene.String(description="Where it can be read.")
    document = graphene.Field(
        Document, description="The file; null when there is none that is public."
    )

    @staticmethod
    async def resolve_document(deliverable: Any, info: Info) -> object:
        return await shown_document(info, deliverable.document_id)


class Kpi(graphene.ObjectType):
    """An indicator: a target and what has been achieved, or a share of a whole."""

    label = graphene.String(required=True, description="What is measured.")
    unit = graphene.String(required=True, description="In what it is measured.")
    operator = graphene.Field(
        OperatorEnum, description="How the two compare; null where there is no target."
    )
    target = graphene.Float(description="What was promised.")
    achieved = graphene.Float(description="What has been achieved; null when nobody said.")
    out_of = graphene.Float(description="The whole that the achieved is a part of.")
    as_of = graphene.Date(
        description="The day of the achieved; null when nobody said, or when it is counted now."
    )
    counts = graphene.Field(
        CountedEnum, description="What the achieved is counted from; null when somebody wrote it."
    )
    progress = graphene.Float(
        description="Percent of the target; over 100 beyond it, null when it cannot be computed."
    )

    @staticmethod
    def resolve_operator(kpi: models.Kpi, info: Info) -> models.Operator | None:
        return None if kpi.target is None else models.Operator(kpi.operator)

    @staticmethod
    def resolve_counts(kpi: models.Kpi, info: Info) -> models.Counted | None:
        return models.Counted(kpi.counts) if kpi.counts else None

    @staticmethod
    async def resolve_achieved(kpi: models.Kpi, info: Info) -> Decimal | int | None:
        return await achieved_of(info, kpi)

    @staticmethod
    async def resolve_progress(kpi: models.Kpi, info: Info) -> float | None:
        return kpi.progress(await achieved_of(info, kpi))


async def achieved_of(info: Info, kpi: Any) -> Decimal | int | None:
    """What an editor wrote, or what the project's own records say now."""
    if not kpi.counts:
        found: Decimal | None = kpi.achieved
        return found
    counts = await info.context.loaders.get(counts_of).load(kpi.project_id)
    return counts[kpi.counts]


@dataclass(frozen=True, slots=True)
class ShownMission:
    """A mission, and the page that shows it."""

    mission: models.Mission
    page: models.ProjectPage


class Mission(graphene.ObjectType):
    """A journey of a delegation to a host or an event, or a visit of one."""

    name = graphene.String(required=True, description="What it is called.")
    host = graphene.Field(Organisation, description="Who was visited, if that is known.")
    start = graphene.Field(ProjectDate, description="When it begins.")
    end = graphene.Field(ProjectDate, description="When it ends; null for a single day.")
    place = graphene.String(description="The town.")
    country = graphene.String(description="The country. Source: ISO 3166-1 alpha-2.")
    participants = graphene.Int(description="How many took part.")

    @staticmethod
    def read_field(attname: str, default_value: Any, root: ShownMission, info: Info) -> Any:
        return or_null(attname, default_value, root.mission, info)

    @staticmethod
    async def resolve_host(shown: ShownMission, info: Info) -> object:
        mission: Any = shown.mission
        return await shown_organisation(
            info, asked_of(shown.page), mission.host_id, mission.host_name
        )

    @staticmethod
    def resolve_start(shown: ShownMission, info: Info) -> dict[str, object] | None:
        return shown_date(shown.mission.starts_on, shown.mission.precision)

    @staticmethod
    def resolve_end(shown: ShownMission, info: Info) -> dict[str, object] | None:
        return shown_date(shown.mission.ends_on, shown.mission.precision)


@dataclass(frozen=True, slots=True)
class ShownExchange:
    """An exchange, the page that shows it, and the page's lump sums by country."""

    exchange: models.Exchange
    page: models.ProjectPage
    rates: dict[str, Decimal]


class Exchange(graphene.ObjectType):
    """A visit of an organisation to another one, by the rules of ClusterXchange."""

    visitor = graphene.Field(Organisation, description="Who visits, if that is known.")
    host = graphene.Field(Organisation, description="Who is visited, if that is known.")
    host_country = graphene.String(required=True, description="Where. Source: ISO 3166-1 alpha-2.")
    distance_km = graphene.Int(description="How far that is, in km.")
    starts_on = graphene.Date(required=True, description="The first day, travel not counted.")
    ends_on = graphene.Date(required=True, description="The last day, travel not counted.")
    working_days = graphene.Int(required=True, description="How many of the days are working days.")
    status = graphene.Field(ExchangeStatusEnum, required=True, description="How far it has come.")
    lump_sum_eur = graphene.Decimal(
        description="What the visitor gets, in EUR; null when no sum is known for the country."
    )
    is_halved = graphene.Boolean(
        required=True,
        description="True when the rules give half: fewer than 5 working days, or under 200 km.",
    )
    is_counted = graphene.Boolean(
        required=True,
        description="True when it counts: it is done, and this partnership pays the visitor.",
    )

    @staticmethod
    def read_field(attname: str, default_value: Any, root: ShownExchange, info: Info) -> Any:
        return or_null(attname, default_value, root.exchange, info)

    @staticmethod
    async def resolve_visitor(shown: ShownExchange, info: Info) -> object:
        exchange: Any = shown.exchange
        return await shown_organisation(
            info, asked_of(shown.page), exchange.visitor_id, exchange.visitor_name
        )

    @staticmethod
    async def resolve_host(shown: ShownExchange, info: Info) -> object:
        exchange: Any = shown.exchange
        return await shown_organisation(
            info, asked_of(shown.page), exchange.host_id, exchange.host_name
        )

    @staticmethod
    def resolve_working_days(shown: ShownExchange, info: Info) -> int:
        return shown.exchange.counted_working_days

    @staticmethod
    def resolve_status(shown: ShownExchange, info: Info) -> models.ExchangeStatus:
        return models.ExchangeStatus(shown.exchange.status)

    @staticmethod
    def resolve_lump_sum_eur(shown: ShownExchange, info: Info) -> Decimal | None:
        return shown.exchange.lump_sum_eur(shown.rates)


async def exchanges_of(info: Info, page: models.ProjectPage) -> list[ShownExchange]:
    """The exchanges of a project in their order."""
    exchanges, rates = await info.context.loaders.gather(
        [children_of(info, page, "exchanges"), children_of(info, page, "rates")]
    )
    by_country = {rate.country: rate.lump_sum_eur for rate in rates}
    return [ShownExchange(exchange, page, by_country) for exchange in exchanges]
