"""What an edition has several of, each kind brought for all editions of an answer in one query.

The wall of partners is put in order here: by the rank of the tier, then by name in the alphabet of
the asked language. A name is the title of a page in that language, which only the loaders know.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import translation

from cms.content.collation import collation_key
from cms.content.graphql.organisations import ShownOrganisation, shown_organisation
from cms.graphql.shown import asked_of, is_part_withheld, is_withheld
from cms.graphql.types.page import Info
from plugins.conferences import models
from plugins.conferences.models import Benefit


@dataclass(frozen=True)
class PartsOf:
    """Fetches rows of one kind by page id, in their order; one query."""

    model: type[Any]

    def __call__(self, page_ids: list[int]) -> list[list[Any]]:
        found: dict[int, list[Any]] = {page_id: [] for page_id in page_ids}
        rows = self.model._default_manager.filter(conference_id__in=page_ids)
        for part in rows.order_by(*self.model._meta.ordering, "pk"):
            found[part.conference_id].append(part)
        return list(found.values())


def stock_of(keys: list[UUID]) -> list[dict[str, models.PackageStock]]:
    """What can be sold of each edition, by the package's key; aligned with the editions' keys."""
    found: dict[UUID, dict[str, models.PackageStock]] = {key: {} for key in keys}
    for stock in models.PackageStock.objects.filter(conference_key__in=keys):
        found[stock.conference_key][stock.package_key] = stock
    return list(found.values())


async def parts_of(info: Info, page: Any, field: str) -> list[Any]:
    """The rows of a relation that may be shown: no untranslated ones."""
    model = page._meta.get_field(field).related_model
    parts = await info.context.loaders.get(PartsOf(model)).load(page.pk)
    return [
        part
        for part in parts
        if not hasattr(part, "translation_key")
        or not is_part_withheld(page, field, str(part.translation_key))
    ]


async def organisation_of(info: Info, page: Any, row: Any) -> ShownOrganisation | None:
    """The organisation that a row names, in the language that the edition was asked in."""
    asked = asked_of(page)
    name = row.name_in(asked.locale)
    return await shown_organisation(info, asked, row.organisation_id, name, row.website)


@dataclass(frozen=True, slots=True)
class ShownBenefit:
    """A benefit with what it is called in one language."""

    code: str
    label: str


def benefits_of(page: Any, codes: list[str]) -> list[ShownBenefit]:
    """Benefits in the language that the edition was asked in; unknown codes are left out."""
    with translation.override(asked_of(page).locale):
        return [
            ShownBenefit(code, _capitalised(str(Benefit(code).label)))
            for code in codes
            if code in Benefit.values
        ]


def _capitalised(label: str) -> str:
    return f"{label[:1].upper()}{label[1:]}"


@dataclass(frozen=True, slots=True)
class ShownTier:
    """A tier with its partners in order, and the edition it belongs to."""

    page: Any
    row: models.PartnerTier
    partners: list[ShownPartner]

    @property
    def name(self) -> str:
        """What it is called in the language that the edition was asked in."""
        locale = asked_of(self.page).locale
        return self.row.name_cs if locale == "cs" else self.row.name_en


@dataclass(frozen=True, slots=True)
class ShownPartner:
    """A partner with the organisation as it is shown, and its tier."""

    page: Any
    row: models.Partner
    organisation: ShownOrganisation
    tier: ShownTier

    @property
    def logo_id(self) -> int | None:
        """The id of its logo: its own page's, or else the one given with the edition."""
        member = self.organisation.page
        if member is not None and not is_withheld(member, "logo"):
            of_page: int | None = getattr(member, "logo_id", None)
            if of_page is not None:
                return of_page
        return self.row.logo_id


async def wall_of(info: Info, page: Any) -> list[ShownTier]:
    """The tiers that have partners, by rank, each with its partners in alphabetical order."""
    tiers = {row.key: ShownTier(page, row, []) for row in await parts_of(info, page, "tiers")}
    rows = await parts_of(info, page, "partners")
    shown = await info.context.loaders.gather(organisation_of(info, page, row) for row in rows)
    for row, organisation in zip(rows, shown, strict=True):
        tier = tiers.get(row.tier)
        if tier is not None and organisation is not None:
            tier.partners.append(ShownPartner(page, row, organisation, tier))
    locale = asked_of(page).locale
    for tier in tiers.values():
        tier.partners.sort(key=lambda p: (collation_key(p.organisation.name, locale), p.row.pk))
    with_partners = [tier for tier in tiers.values() if tier.partners]
    return sorted(with_partners, key=lambda tier: tier.row.rank)  # stable: then as arranged
