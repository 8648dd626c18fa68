"""The list of conferences, and one edition."""

from __future__ import annotations

from typing import Any

import graphene

from cms.content.graphql.organisations import Organisation
from cms.content.graphql.places import Coordinates
from cms.content.graphql.terms import Pillar
from cms.content.graphql.vocabulary import terms_of
from cms.graphql.cost import priced
from cms.graphql.shown import is_withheld
from cms.graphql.types.blocks import Body
from cms.graphql.types.page import Info, PageInterface
from plugins.conferences import models
from plugins.conferences.graphql.enums import (
    PrecisionEnum,
    RoleEnum,
    State,
    StateEnum,
    state_of,
)
from plugins.conferences.graphql.parts import organisation_of, parts_of, wall_of
from plugins.conferences.graphql.programme import (
    ConferenceSession,
    ConferenceSpeaker,
    programme_of,
    speakers_of,
)
from plugins.conferences.graphql.sponsors import (
    ConferenceFee,
    ConferencePackage,
    ConferencePartner,
    ConferencePartnerTier,
    fees_of,
    packages_of,
)


def _list(type_: type, description: str, *, size: int = 5) -> Any:
    """A list without nulls, which is never null itself."""
    listed = graphene.List(graphene.NonNull(type_), required=True, description=description)
    return priced(listed, size=size)


class Conference(graphene.ObjectType):
    """An edition of a conference."""

    class Meta:
        interfaces = (PageInterface,)

    series = graphene.String(description="The name that all editions share.")
    edition = graphene.String(description="Which edition it is, such as “12th”.")
    year = graphene.Int(required=True, description="The year of the edition.")
    date_precision = graphene.Field(
        PrecisionEnum,
        required=True,
        description="How exactly the dates are known. To the month: the first day of the first"
        " month and the last day of the last one stand for them.",
    )
    start_on = graphene.Date(required=True, description="The first day.")
    end_on = graphene.Date(required=True, description="The last day.")
    state = graphene.Field(StateEnum, required=True, description="Where it stands today.")
    cluster_role = graphene.Field(
        RoleEnum, required=True, description="What the cluster does there."
    )
    venue = graphene.String(description="The venue; null while it is not known.")
    street = graphene.String(description="Street and number.")
    city = graphene.String(description="The town.")
    country = graphene.String(description="The country. Source: ISO 3166-1 alpha-2.")
    coordinates = graphene.Field(Coordinates, description="Where it is on the map.")
    website = graphene.String(description="Its website.")
    registration_url = graphene.String(description="Where to register.")
    registration_until = graphene.Date(description="The last day of registration.")
    abstracts_until = graphene.Date(description="The last day to send an abstract.")
    intro = graphene.String(description="The introduction.")
    body = Body()
    pillars = _list(Pillar, "The pillars it belongs to.")
    organisers = _list(Organisation, "Who organises it.")
    currency = graphene.String(
        required=True, description="The currency of its prices. Source: ISO 4217."
    )
    partner_tiers = _list(ConferencePartnerTier, "The tiers that have partners, the highest first.")
    partners = _list(
        ConferencePartner,
        "All partners: by the rank of the tier, then in the alphabet of the asked language.",
        size=10,
    )
    packages = _list(ConferencePackage, "What sponsors can buy.")
    fees = _list(ConferenceFee, "Fees by category and period.", size=10)
    programme = _list(ConferenceSession, "The programme by day, time and room.", size=10)
    speakers = _list(ConferenceSpeaker, "Who speaks.", size=10)
    takes_enquiries = graphene.Boolean(
        required=True, description="True while “sendConferenceEnquiry” takes enquiries about it."
    )

    @staticmethod
    def resolve_year(page: models.ConferencePage, info: Info) -> int:
        return page.year or page.start_on.year

    @staticmethod
    def resolve_end_on(page: models.ConferencePage, info: Info) -> object:
        return page.last_day

    @staticmethod
    def resolve_state(page: models.ConferencePage, info: Info) -> State:
        return state_of(page)

    @staticmethod
    def resolve_cluster_role(page: models.ConferencePage, info: Info) -> models.ClusterRole:
        return models.ClusterRole(page.cluster_role)

    @staticmethod
    def resolve_date_precision(page: models.ConferencePage, info: Info) -> models.DatePrecision:
        return models.DatePrecision(page.date_precision)

    @staticmethod
    def resolve_coordinates(page: models.ConferencePage, info: Info) -> dict[str, float] | None:
        if page.latitude is None or page.longitude is None or is_withheld(page, "latitude"):
            return None
        return {"latitude": float(page.latitude), "longitude": float(page.longitude)}

    @staticmethod
    def resolve_pillars(page: models.ConferencePage, info: Info) -> object:
        return terms_of(info, page, "pillars")

    @staticmethod
    async def resolve_organisers(page: models.ConferencePage, info: Info) -> list[Any]:
        rows = await parts_of(info, page, "organisers")
        shown = await info.context.loaders.gather(organisation_of(info, page, row) for row in rows)
        return [organisation for organisation in shown if organisation is not None]

    @staticmethod
    async def resolve_partner_tiers(page: models.ConferencePage, info: Info) -> list[Any]:
        return await wall_of(info, page)

    @staticmethod
    async def resolve_partners(page: models.ConferencePage, info: Info) -> list[Any]:
        return [partner for tier in await wall_of(info, page) for partner in tier.partners]

    @staticmethod
    async def resolve_packages(page: models.ConferencePage, info: Info) -> list[Any]:
        return await packages_of(info, page)

    @staticmethod
    async def resolve_fees(page: models.ConferencePage, info: Info) -> list[Any]:
        return await fees_of(info, page)

    @staticmethod
    async def resolve_programme(page: models.ConferencePage, info: Info) -> list[Any]:
        return await programme_of(info, page)

    @staticmethod
    async def resolve_speakers(page: models.ConferencePage, info: Info) -> list[Any]:
        return await speakers_of(info, page)

    @staticmethod
    def resolve_takes_enquiries(page: models.ConferencePage, info: Info) -> bool:
        return page.is_open_for_enquiries()


class ConferenceIndexPage(graphene.ObjectType):
    """The page above all conferences."""

    class Meta:
        interfaces = (PageInterface,)

    intro = graphene.String(description="The introduction.")
    body = Body()
