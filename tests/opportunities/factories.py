"""A board and its opportunities for tests; plain functions, no surprises."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from plugins.opportunities.models import (
    DeadlineExtension,
    Kind,
    OpportunityIndexPage,
    OpportunityPage,
)
from tests.content.factories import Homes, make_english, make_page
from tests.servers.indexes import unindexed


def make_board(homes: Homes) -> OpportunityIndexPage:
    """The board in both languages; its Czech page."""
    index = make_page(homes.cs, OpportunityIndexPage, title="Příležitosti", slug="prilezitosti")
    make_english(index, title="Opportunities", slug="opportunities")
    return index


def membership(**values: Any) -> dict[str, Any]:
    """What the least demanding kind requires, with further values."""
    return {
        "kind": Kind.MEMBERSHIP,
        "summary": "Shrnutí.",
        "description": "<p>Popis.</p>",
        "contact_name": "Jana Nová",
        "contact_email": "jana.nova@example.org",
        **values,
    }


def internship(pillar: Any, **values: Any) -> dict[str, Any]:
    """What an internship requires, with further values."""
    return membership(
        kind=Kind.INTERNSHIP,
        organisation_name="Optika",
        levels=["master"],
        pillars=[pillar],
        city="Brno",
        duration=3,
        deadline_on=today() + datetime.timedelta(days=60),
        **values,
    )


def today() -> datetime.date:
    """The day by the calendar of Prague."""
    return timezone.localdate()


def make_opportunity(
    index: Page, title: str = "Stáž", *, slug: str = "", live: bool = True, **values: Any
) -> OpportunityPage:
    """An opportunity below `index`, in its language; a membership unless said."""
    above = Page.objects.get(pk=index.pk)
    page = OpportunityPage(
        locale=above.locale,
        live=False,
        title=title,
        slug=slug or slugify(title) or "opportunity",
        **membership(**values),
    )
    above.add_child(instance=page)
    if live:
        page.save_revision().publish()
    else:
        page.save_revision(clean=False)
    return OpportunityPage.objects.get(pk=page.pk)


def extension(
    deadline_on: datetime.date, *, announced_on: datetime.date | None = None, **values: Any
) -> DeadlineExtension:
    """A later deadline, announced today unless said."""
    return DeadlineExtension(
        announced_on=announced_on or today(), deadline_on=deadline_on, **values
    )


def add_opportunities(index: Page, titles: list[str], **values: Any) -> list[OpportunityPage]:
    """Many public opportunities at once: rows without revisions or index."""
    above = Page.objects.get(pk=index.pk)
    made = []
    with unindexed():
        for number, title in enumerate(titles):
            page = OpportunityPage(
                title=title,
                slug=f"{slugify(title)}-{number}",
                locale=above.locale,
                **membership(**values),
            )
            made.append(above.add_child(instance=page))
    return made
