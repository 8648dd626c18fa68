"""Money: partners in tiers, packages for sponsors, fees of participants."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import graphene
from django.utils import timezone, translation

from cms.content.graphql.organisations import Organisation, ShownOrganisation
from cms.graphql.shown import asked_of
from cms.graphql.types.image import Image, shown_image
from cms.graphql.types.page import Info
from plugins.conferences import models
from plugins.conferences.graphql.enums import FeeCategoryEnum, FeePeriodEnum
from plugins.conferences.graphql.parts import (
    ShownBenefit,
    ShownPartner,
    ShownTier,
    benefits_of,
    parts_of,
    stock_of,
)


class SponsorBenefit(graphene.ObjectType):
    """Something that a partner gets."""

    code = graphene.String(required=True, description="The same in every language.")
    label = graphene.String(required=True, description="What it is called in the asked language.")


class _Tier:
    """What a tier tells of itself, with its partners and without them."""

    key = graphene.String(required=True, description="The same in every language.")
    name = graphene.String(required=True, description="What it is called in the asked language.")
    rank = graphene.Int(required=True, description="Lower numbers stand higher.")
    limit = graphene.Int(description="How many partners it can have; null for any number.")

    @staticmethod
    def resolve_key(tier: ShownTier, info: Info) -> str:
        return tier.row.key

    @staticmethod
    def resolve_rank(tier: ShownTier, info: Info) -> int:
        return tier.row.rank

    @staticmethod
    def resolve_limit(tier: ShownTier, info: Info) -> int | None:
        return tier.row.limit


class ConferenceTier(_Tier, graphene.ObjectType):
    """A rank of partners, such as gold."""


class ConferencePartner(graphene.ObjectType):
    """A partner of an edition."""

    organisation = graphene.Field(Organisation, required=True, description="Who it is.")
    tier = graphene.Field(ConferenceTier, required=True, description="In which tier it is.")
    logo = graphene.Field(Image, description="Its logo; null when there is none that is public.")

    @staticmethod
    def resolve_organisation(partner: ShownPartner, info: Info) -> ShownOrganisation:
        return partner.organisation

    @staticmethod
    def resolve_tier(partner: ShownPartner, info: Info) -> ShownTier:
        return partner.tier

    @staticmethod
    def resolve_logo(partner: ShownPartner, info: Info) -> object:
        return shown_image(info, partner.logo_id, asked_of(partner.page).locale)


class ConferencePartnerTier(_Tier, graphene.ObjectType):
    """A rank of partners with those who are in it."""

    benefits = graphene.List(
        graphene.NonNull(SponsorBenefit), required=True, description="What its partners get."
    )
    partners = graphene.List(
        graphene.NonNull(ConferencePartner),
        required=True,
        description="Its partners in the alphabet of the asked language.",
    )

    @staticmethod
    def resolve_benefits(tier: ShownTier, info: Info) -> list[ShownBenefit]:
        return benefits_of(tier.page, tier.row.benefits)


@dataclass(frozen=True, slots=True)
class ShownPackage:
    """A package, the edition it belongs to, and what can still be sold of it."""

    page: Any
    row: models.SponsorshipPackage
    stock: models.PackageStock | None

    @property
    def left(self) -> int | None:
        """How many are left; None when there is no limit."""
        limit: int | None = self.row.limit
        return limit if limit is None or self.stock is None else max(0, limit - self.stock.sold)


class ConferencePackage(graphene.ObjectType):
    """Something that sponsors can buy."""

    key = graphene.String(required=True, description="The same in every language.")
    name = graphene.String(required=True, description="What it is called.")
    tier = graphene.String(description="The key of the tier that its buyer gets into.")
    price = graphene.Decimal(description="The price; null for one on request.")
    currency = graphene.String(required=True, description="Its currency. Source: ISO 4217.")
    vat_note = graphene.String(description="What the price says of VAT.")
    limit = graphene.Int(description="How many there are; null for any number.")
    left = graphene.Int(description="How many are left; null for any number.")
    is_available = graphene.Boolean(required=True, description="True while it can be bought.")
    benefits = graphene.List(
        graphene.NonNull(SponsorBenefit), required=True, description="What its buyer gets."
    )
    description = graphene.String(description="What else it includes.")

    @staticmethod
    def read_field(attname: str, default_value: Any, shown: ShownPackage, info: Info) -> Any:
        found = getattr(shown.row, attname, default_value)
        return None if found == "" else found

    @staticmethod
    def resolve_currency(shown: ShownPackage, info: Info) -> str:
        return str(shown.page.currency)

    @staticmethod
    def resolve_left(shown: ShownPackage, info: Info) -> int | None:
        return shown.left

    @staticmethod
    def resolve_is_available(shown: ShownPackage, info: Info) -> bool:
        is_over = shown.page.last_day < timezone.localdate()
        is_offered = shown.stock is not None and shown.stock.is_offered
        return is_offered and not is_over and shown.left != 0

    @staticmethod
    def resolve_benefits(shown: ShownPackage, info: Info) -> list[ShownBenefit]:
        return benefits_of(shown.page, shown.row.benefits)


async def packages_of(info: Info, page: Any) -> list[ShownPackage]:
    """The packages of an edition, as arranged."""
    rows = await parts_of(info, page, "packages")
    if not rows:
        return []
    stock = await info.context.loaders.get(stock_of).load(page.translation_key)
    return [ShownPackage(page, row, stock.get(row.key)) for row in rows]


@dataclass(frozen=True, slots=True)
class ShownFee:
    """What one category pays in one period."""

    category: models.FeeCategory
    name: str
    period: models.FeePeriod
    amount: Decimal
    currency: str
    valid_until: datetime.date
    is_current: bool


class ConferenceFee(graphene.ObjectType):
    """What one category of participants pays in one period."""

    category = graphene.Field(FeeCategoryEnum, required=True, description="Who pays it.")
    name = graphene.String(
        required=True, description="What the category is called in the asked language."
    )
    period = graphene.Field(FeePeriodEnum, required=True, description="When it is paid.")
    amount = graphene.Decimal(required=True, description="How much it is.")
    currency = graphene.String(required=True, description="Its currency. Source: ISO 4217.")
    valid_until = graphene.Date(required=True, description="The last day on which it holds.")
    is_current = graphene.Boolean(
        required=True, description="True when it is what this category pays today."
    )


async def fees_of(info: Info, page: Any) -> list[ShownFee]:
    """The fees of an edition, each category with its periods, earliest first."""
    rows = await parts_of(info, page, "fees")
    return [shown for row in rows for shown in _periods_of(page, row)]


def _periods_of(page: models.ConferencePage, fee: models.Fee) -> list[ShownFee]:
    today = timezone.localdate()
    deadlines = page.fee_deadlines
    last = deadlines[models.FeePeriod.LATE] or page.last_day
    periods = [(period, amount, deadlines[period] or last) for period, amount in fee.amounts()]
    current = next((period for period, _amount, until in periods if today <= until), None)
    with translation.override(asked_of(page).locale):
        name = str(fee)
    return [
        ShownFee(
            category=models.FeeCategory(fee.category),
            name=f"{name[:1].upper()}{name[1:]}",
            period=period,
            amount=amount,
            currency=page.currency,
            valid_until=until,
            is_current=period is current,
        )
        for period, amount, until in periods
    ]
