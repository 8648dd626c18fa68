"""The page of projects and one project."""

from __future__ import annotations

from typing import Any, ClassVar

import graphene

from cms.content.graphql.children import children_of
from cms.content.graphql.organisations import Organisation
from cms.content.graphql.terms import Pillar
from cms.content.graphql.vocabulary import terms_of
from cms.graphql.shown import asked_of
from cms.graphql.types.blocks import Body
from cms.graphql.types.image import shown_image
from cms.graphql.types.page import Info, PageInterface
from plugins.projects import models
from plugins.projects.graphql.enums import ClusterRoleEnum, ProjectStateEnum
from plugins.projects.graphql.parts import (
    Deliverable,
    Exchange,
    Kpi,
    Mission,
    ProjectDate,
    ProjectLogo,
    ProjectMilestone,
    ProjectPartner,
    ShownExchange,
    ShownMission,
    exchanges_of,
    partners_of,
    shown_date,
)
from plugins.projects.graphql.state import states_of


def children(type_: type, description: str) -> graphene.List:
    """A list that is always there, though it may be empty."""
    return graphene.List(graphene.NonNull(type_), required=True, description=description)


class Project(graphene.ObjectType):
    """A project; its title is the acronym, or the name where it has none."""

    class Meta:
        interfaces = (PageInterface,)

    shown_as: ClassVar = {"start_on": "start", "end_on": "end"}

    full_name = graphene.String(description="The full name.")
    summary = graphene.String(description="Two or three sentences.")
    body = Body()
    programme = graphene.String(description="The programme that pays for it.")
    call = graphene.String(description="The call of the programme.")
    scheme = graphene.String(description="The scheme it works by, such as “ClusterXchange”.")
    provider = graphene.String(description="Who gives the money.")
    grant_number = graphene.String(description="The number of the grant, or the project's code.")
    start = graphene.Field(ProjectDate, description="When it starts.")
    end = graphene.Field(ProjectDate, description="When it ends.")
    duration_months = graphene.Int(description="How long it lasts, where somebody said.")
    state = graphene.Field(
        ProjectStateEnum,
        required=True,
        description="How far it has come today; UNKNOWN without dates.",
    )
    budget = graphene.Decimal(description="The budget, in its currency.")
    budget_currency = graphene.String(
        description="Such as “EUR”; null without a budget. Source: ISO 4217."
    )
    travel_grant_eur = graphene.Decimal(
        description="What one participant of a mission gets, in EUR."
    )
    cluster_role = graphene.Field(
        ClusterRoleEnum, required=True, description="What the cluster itself does in it."
    )
    coordinator = graphene.Field(Organisation, description="Who leads it, if that is known.")
    partners = children(ProjectPartner, "Who takes part, as far as they are named.")
    partners_total = graphene.Int(description="How many take part in all.")
    partner_countries = children(
        graphene.String, "Where partners are from. Source: ISO 3166-1 alpha-2."
    )
    is_eu_funded = graphene.Boolean(
        required=True, description="True when the European Union pays a part."
    )
    publicity = graphene.String(description="The sentence that has to stand with it.")
    logos = children(ProjectLogo, "The logos that have to stand with it.")
    website = graphene.String(description="Its website.")
    pillars = children(Pillar, "The pillars it belongs to.")
    offers = children(graphene.String, "What it offers to members of the cluster.")
    milestones = children(ProjectMilestone, "What happened when.")
    deliverables = children(Deliverable, "What it has to hand in.")
    kpis = children(Kpi, "Its indicators.")
    missions = children(Mission, "Journeys of delegations.")
    exchanges = children(Exchange, "Visits of organisations to one another.")

    @staticmethod
    def resolve_start(page: models.ProjectPage, info: Info) -> dict[str, object] | None:
        return shown_date(page.start_on, page.start_precision)

    @staticmethod
    def resolve_end(page: models.ProjectPage, info: Info) -> dict[str, object] | None:
        return shown_date(page.end_on, page.end_precision)

    @staticmethod
    async def resolve_state(page: models.ProjectPage, info: Info) -> object:
        return await info.context.loaders.get(states_of).load(page.pk)

    @staticmethod
    def resolve_budget_currency(page: models.ProjectPage, info: Info) -> str | None:
        return None if page.budget is None else page.budget_currency

    @staticmethod
    async def resolve_coordinator(page: models.ProjectPage, info: Info) -> object:
        partners = await partners_of(info, page)
        leading = (p for p in partners if p["role"] == models.PartnerRole.COORDINATOR)
        return next((partner["organisation"] for partner in leading), None)

    @staticmethod
    async def resolve_partners(page: models.ProjectPage, info: Info) -> list[dict[str, Any]]:
        return await partners_of(info, page)

    @staticmethod
    def resolve_partner_countries(page: models.ProjectPage, info: Info) -> list[str]:
        return list(page.partner_countries)

    @staticmethod
    async def resolve_logos(page: models.ProjectPage, info: Info) -> list[dict[str, Any]]:
        locale = asked_of(page).locale
        logos = await children_of(info, page, "logos")
        images = await info.context.loaders.gather(
            shown_image(info, logo.image_id, locale) for logo in logos
        )
        return [
            {"image": image, "url": logo.url or None}
            for logo, image in zip(logos, images, strict=True)
            if image is not None
        ]

    @staticmethod
    def resolve_pillars(page: models.ProjectPage, info: Info) -> object:
        return terms_of(info, page, "pillars")

    @staticmethod
    async def resolve_offers(page: models.ProjectPage, info: Info) -> list[str]:
        return [offer.text for offer in await children_of(info, page, "offers")]

    @staticmethod
    async def resolve_milestones(page: models.ProjectPage, info: Info) -> list[Any]:
        return await children_of(info, page, "milestones")

    @staticmethod
    async def resolve_deliverables(page: models.ProjectPage, info: Info) -> list[Any]:
        return await children_of(info, page, "deliverables")

    @staticmethod
    async def resolve_kpis(page: models.ProjectPage, info: Info) -> list[Any]:
        return await children_of(info, page, "kpis")

    @staticmethod
    async def resolve_missions(page: models.ProjectPage, info: Info) -> list[ShownMission]:
        missions = await children_of(info, page, "missions")
        return [ShownMission(mission, page) for mission in missions]

    @staticmethod
    async def resolve_exchanges(page: models.ProjectPage, info: Info) -> list[ShownExchange]:
        return await exchanges_of(info, page)


class ProjectIndexPage(graphene.ObjectType):
    """The page above all projects."""

    class Meta:
        interfaces = (PageInterface,)

    intro = graphene.String(description="The introduction.")
    body = Body()
