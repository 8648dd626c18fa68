"""The directory, one member, and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import graphene

from cms.content.graphql.organisations import ShownOrganisation
from cms.content.graphql.places import Coordinates, RegionEnum
from cms.content.graphql.site import SocialLink
from cms.content.graphql.terms import Pillar, TermInterface, Topic, rich_text
from cms.content.graphql.vocabulary import terms_of
from cms.graphql.activity import ActivityField
from cms.graphql.pages import VersionsOf
from cms.graphql.shown import asked_of, is_part_withheld, is_withheld
from cms.graphql.types.blocks import BlockInterface, Body, ShownBlock, items_of
from cms.graphql.types.document import Document, shown_document
from cms.graphql.types.image import Image, shown_image
from cms.graphql.types.page import Info, PageInterface
from cms.graphql.types.richtext import RichText, ShownRichText
from cms.publishing.visibility import hidden_fields
from plugins.members import models
from plugins.members.graphql.enums import MemberTypeEnum, SizeClassEnum


class Market(graphene.ObjectType):
    """An application market."""

    class Meta:
        interfaces = (TermInterface,)


class Offering(graphene.ObjectType):
    """A product, service, laboratory or instrument."""

    name = graphene.String(required=True, description="What it is called.")
    description = graphene.String(description="A sentence on it.")

    @staticmethod
    def resolve_description(offering: Any, info: Info) -> str | None:
        return offering.description or None


class ContactPerson(graphene.ObjectType):
    """Somebody who answers for the member."""

    name = graphene.String(required=True, description="The name.")
    role = graphene.String(description="What the person does.")
    email = graphene.String(description="The e-mail address.")
    phone = graphene.String(description="The telephone number.")

    @staticmethod
    def read_field(attname: str, default_value: Any, root: Any, info: Info) -> Any:
        return getattr(root, attname, default_value) or None


@dataclass(frozen=True)
class PartsOf:
    """Fetches contact persons, products and the like of members by page id; one query."""

    model: type[Any]

    def __call__(self, page_ids: list[int]) -> list[list[Any]]:
        found: dict[int, list[Any]] = {page_id: [] for page_id in page_ids}
        rows = self.model._default_manager.filter(member_id__in=page_ids)
        for part in rows.order_by("sort_order", "pk"):
            found[part.member_id].append(part)
        return list(found.values())


async def parts_of(info: Info, page: models.MemberPage, field: str, model: type[Any]) -> list[Any]:
    """The parts of a member that may be shown: none kept for members, none untranslated."""
    if field in hidden_fields(page):
        return []
    parts = await info.context.loaders.get(PartsOf(model)).load(page.pk)
    return [
        part
        for part in parts
        if not hasattr(part, "translation_key")
        or not is_part_withheld(page, field, str(part.translation_key))
    ]


class Member(graphene.ObjectType):
    """A member of the cluster; its title is the organisation's name."""

    class Meta:
        interfaces = (PageInterface,)

    claim = graphene.String(description="What it does, in one line.")
    profile = graphene.Field(RichText, description="Who it is, in a few sentences.")
    other_names = graphene.List(
        graphene.NonNull(graphene.String), required=True, description="Names it is also known by."
    )
    member_type = graphene.Field(MemberTypeEnum, required=True, description="What it is.")
    street = graphene.String(description="Street and number.")
    postal_code = graphene.String(description="The postal code.")
    city = graphene.String(description="The town.")
    region = graphene.Field(RegionEnum, description="The region.")
    country = graphene.String(required=True, description="The country. Source: ISO 3166-1 alpha-2.")
    coordinates = graphene.Field(Coordinates, description="Where it is on the map.")
    website = graphene.String(description="Its website.")
    email = graphene.String(description="Its e-mail address.")
    phone = graphene.String(description="Its telephone number.")
    logo = graphene.Field(Image, description="Its logo; null when there is none that is public.")
    pillars = graphene.List(
        graphene.NonNull(Pillar), required=True, description="The pillars it works in."
    )
    topics = graphene.List(graphene.NonNull(Topic), required=True, description="Its competences.")
    markets = graphene.List(
        graphene.NonNull(Market), required=True, description="The markets it works for."
    )
    products = graphene.List(
        graphene.NonNull(Offering), required=True, description="Its products and services."
    )
    equipment = graphene.List(
        graphene.NonNull(Offering), required=True, description="Its laboratories and instruments."
    )
    contacts = graphene.List(
        graphene.NonNull(ContactPerson), required=True, description="Whom to ask."
    )
    socials = graphene.List(
        graphene.NonNull(SocialLink), required=True, description="Profiles on social networks."
    )
    size_class = graphene.Field(SizeClassEnum, description="How large it is.")
    employees = graphene.Int(description="The number of employees.")
    founded = graphene.Int(description="The year of its foundation.")
    member_since = graphene.Date(description="When it became a member.")
    member_until = graphene.Date(description="The last day of its membership, if that is set.")
    parent_member = graphene.Field(
        lambda: Member, description="The member that it is a part of, if that is public."
    )
    technology_profile = graphene.Field(
        Document, description="Its technology profile; null when there is none that is public."
    )
    activity = ActivityField(
        description="The pages with a date that name it, whatever their type, the latest first."
    )

    @staticmethod
    def resolve_profile(page: models.MemberPage, info: Info) -> ShownRichText | None:
        return rich_text(page, "profile")

    @staticmethod
    def resolve_other_names(page: models.MemberPage, info: Info) -> list[str]:
        return [name.strip() for name in page.other_names.splitlines() if name.strip()]

    @staticmethod
    def resolve_coordinates(page: models.MemberPage, info: Info) -> dict[str, float] | None:
        if page.latitude is None or page.longitude is None or is_withheld(page, "latitude"):
            return None
        return {"latitude": float(page.latitude), "longitude": float(page.longitude)}

    @staticmethod
    def resolve_logo(page: Any, info: Info) -> object:
        return shown_image(info, page.logo_id, asked_of(page).locale)

    @staticmethod
    def resolve_pillars(page: models.MemberPage, info: Info) -> object:
        return terms_of(info, page, "pillars")

    @staticmethod
    def resolve_topics(page: models.MemberPage, info: Info) -> object:
        return terms_of(info, page, "topics")

    @staticmethod
    def resolve_markets(page: models.MemberPage, info: Info) -> object:
        return terms_of(info, page, "markets")

    @staticmethod
    async def resolve_products(page: models.MemberPage, info: Info) -> list[Any]:
        return await parts_of(info, page, "products", models.Product)

    @staticmethod
    async def resolve_equipment(page: models.MemberPage, info: Info) -> list[Any]:
        return await parts_of(info, page, "equipment", models.Equipment)

    @staticmethod
    async def resolve_contacts(page: models.MemberPage, info: Info) -> list[Any]:
        people = await parts_of(info, page, "contacts", models.ContactPerson)
        return [person for person in people if not person.is_members_only]

    @staticmethod
    async def resolve_socials(page: models.MemberPage, info: Info) -> list[Any]:
        return await parts_of(info, page, "socials", models.MemberSocialLink)

    @staticmethod
    async def resolve_parent_member(page: Any, info: Info) -> object:
        if page.parent_member_id is None:
            return None
        return await info.context.loaders.get(VersionsOf(asked_of(page))).load(
            page.parent_member_id
        )

    @staticmethod
    async def resolve_technology_profile(page: Any, info: Info) -> object:
        if is_withheld(page, "technology_profile"):
            return None
        return await shown_document(info, page.technology_profile_id)


class OrganisationMember:
    """What the directory knows of an organisation."""

    member = graphene.Field(
        Member, description="Its entry in the directory, if it is a member and that is public."
    )

    @staticmethod
    def resolve_member(organisation: ShownOrganisation, info: Info) -> models.MemberPage | None:
        page = organisation.page
        return page if isinstance(page, models.MemberPage) else None


class MemberIndexPage(graphene.ObjectType):
    """The page above all members."""

    class Meta:
        interfaces = (PageInterface,)

    intro = graphene.String(description="The introduction.")
    body = Body()


class FeaturedMembersBlock(graphene.ObjectType):
    """Members that an editor chose."""

    class Meta:
        interfaces = (BlockInterface,)

    title = graphene.String(description="The title.")
    members = graphene.List(
        graphene.NonNull(Member), required=True, description="The public ones of them, in order."
    )

    @staticmethod
    async def resolve_members(block: ShownBlock, info: Info) -> list[Any]:
        ids = [pk for pk in items_of(block.value.get("members")) if pk]
        pages = await info.context.loaders.get(VersionsOf(block.asked)).load_many(ids)
        return [page for page in pages if isinstance(page, models.MemberPage)]
