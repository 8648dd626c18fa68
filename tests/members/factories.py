"""A directory and its members for tests; plain functions, no surprises."""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify
from wagtail.models import Page

from plugins.members.models import MemberIndexPage, MemberPage, MemberType
from tests.content.factories import Homes, make_english, make_page
from tests.servers.indexes import unindexed


def make_directory(homes: Homes) -> MemberIndexPage:
    """The directory in both languages; its Czech page."""
    index = make_page(homes.cs, MemberIndexPage, title="Členové", slug="clenove")
    make_english(index, title="Members", slug="members")
    return index


def english_of(page: Page) -> Page:
    """The English version of a page."""
    return page.get_translations().get(locale__language_code="en").specific


def make_member(
    index: Page, title: str = "Meopta", *, slug: str = "", live: bool = True, **values: Any
) -> MemberPage:
    """A member below `index`, in its language."""
    return make_page(
        index,
        MemberPage,
        live=live,
        title=title,
        slug=slug or slugify(title) or "member",
        **{"member_type": MemberType.COMPANY_SME, **values},
    )


def add_members(index: Page, titles: list[str], **values: Any) -> list[MemberPage]:
    """Many public members at once, in the order of `titles`: rows without revisions or index."""
    above = Page.objects.get(pk=index.pk)
    made = []
    with unindexed():
        for number, title in enumerate(titles):
            page = MemberPage(
                title=title,
                slug=f"member-{number}",
                locale=above.locale,
                **{"member_type": MemberType.COMPANY_SME, **values},
            )
            made.append(above.add_child(instance=page))
    return made
