"""Conferences for tests; plain functions, no surprises."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from plugins.conferences.models import (
    ConferenceIndexPage,
    ConferencePage,
    Partner,
    PartnerTier,
    SponsorshipPackage,
)
from tests.content.factories import Homes, make_english, make_page

TIERS = {"gold": ("zlatý partner", "gold sponsor", 1), "silver": ("stříbrný", "silver", 2)}


def day(offset: int) -> datetime.date:
    """A day counted from today."""
    return timezone.localdate() + datetime.timedelta(days=offset)


def make_conferences(homes: Homes) -> ConferenceIndexPage:
    """The list of conferences in both languages; its Czech page."""
    index = make_page(homes.cs, ConferenceIndexPage, title="Konference", slug="konference")
    make_english(index, title="Conferences", slug="conferences")
    return index


def make_conference(index: Page, title: str = "Optika", **values: Any) -> ConferencePage:
    """A conference in a month's time, in the language of `index`."""
    dates = {"start_on": day(30), "end_on": day(32)}
    return make_page(index, ConferencePage, title=title, slug=slugify(title), **{**dates, **values})


def tiers(**limits: int | None) -> list[PartnerTier]:
    """Gold and silver, unsaved, with the limits that are given."""
    return [
        PartnerTier(
            key=key, name_cs=cs, name_en=en, rank=rank, limit=limits.get(key), sort_order=rank
        )
        for key, (cs, en, rank) in TIERS.items()
    ]


def partner(tier: str, who: Page | str, **values: Any) -> Partner:
    """A partner, unsaved: the page of an organisation, or the name of one."""
    if isinstance(who, str):
        return Partner(tier=tier, name=who, **values)
    return Partner(tier=tier, organisation=who.page_ptr, **values)


def package(index: Page, key: str = "gold", **values: Any) -> SponsorshipPackage:
    """A package, unsaved, in the language of `index`."""
    return SponsorshipPackage(locale=index.locale, key=key, **{"name": key.title(), **values})
