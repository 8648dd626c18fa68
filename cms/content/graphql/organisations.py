"""Organisations as other pages name them: by a page of this site, or by a name somebody typed."""

from __future__ import annotations

from dataclasses import dataclass

import graphene
from wagtail.models import Page

from cms.graphql.context import AskedLocale
from cms.graphql.pages import VersionsOf
from cms.graphql.shown import is_withheld
from cms.graphql.types.page import Info, PageInterface


@dataclass(frozen=True, slots=True)
class ShownOrganisation:
    """An organisation as it is shown; `page` is its public page, if it has one."""

    name: str
    website: str | None = None
    country: str | None = None
    page: Page | None = None


class Organisation(graphene.ObjectType):
    """An organisation: one with a page of its own here, or another."""

    name = graphene.String(required=True, description="What it is called.")
    website = graphene.String(description="Its website.")
    country = graphene.String(description="Its country. Source: ISO 3166-1 alpha-2.")
    page = graphene.Field(
        PageInterface, description="Its page on this site, if there is one that is public."
    )


async def shown_organisation(
    info: Info,
    asked: AskedLocale,
    page_id: int | None,
    name: str = "",
    website: str = "",
    country: str = "",
) -> ShownOrganisation | None:
    """The organisation that a page names; None when nothing of it can be shown.

    It is the public version of the page `page_id` in the asked language or in one that may stand
    in for it, with what the page tells of itself; where there is none, what was typed.
    """
    page = None
    if page_id is not None:
        page = await info.context.loaders.get(VersionsOf(asked)).load(page_id)
    if page is not None:
        return ShownOrganisation(
            page.title, _told(page, "website"), _told(page, "country"), page=page
        )
    return ShownOrganisation(name, website or None, country or None) if name else None


def _told(page: Page, field: str) -> str | None:
    """What the page tells the public in a field that not every type has."""
    if not hasattr(page, field) or is_withheld(page, field):
        return None
    return getattr(page, field) or None
