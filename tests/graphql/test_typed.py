"""Pages of any type by id: what all have in one statement, what a type has alone in one more."""

from __future__ import annotations

import pytest
from wagtail.models import Page

from cms.content.models import StandardPage
from cms.graphql.columns import Columns
from cms.graphql.context import AskedLocale
from cms.graphql.pages import PagesById
from cms.graphql.testing import count_queries
from cms.plugin.scope import request_scope
from plugins.members.models import MemberPage
from tests.content.factories import Homes, make_home, make_page
from tests.members.factories import make_directory, make_member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def homes() -> Homes:
    return make_home()


@pytest.fixture
def pages(homes: Homes) -> list[Page]:
    """Two pages of each of two types, in turns."""
    directory = make_directory(homes)
    members = [make_member(directory, f"Člen {n}", website=f"https://m{n}.example") for n in (1, 2)]
    others = [make_page(homes.cs, slug=f"s-{n}", title=f"S {n}", intro=f"Úvod {n}") for n in (1, 2)]
    return [page for pair in zip(members, others, strict=True) for page in pair]


def read(pages: list[Page], *names: str) -> tuple[list[Page | None], int]:
    """The pages with the columns `names`, and how many statements read pages, the second time."""
    fetch = PagesById(AskedLocale("cs"), Columns(frozenset(names)))
    ids = [page.pk for page in pages]
    for _ in range(2):
        with request_scope(), count_queries() as statements:
            found = fetch(ids)
    return found, sum("page" in each and "restriction" not in each for each in statements)


def test_what_all_pages_have_takes_one_statement(pages: list[Page]) -> None:
    found, statements = read(pages, "title", "slug")

    assert [type(page) for page in found] == [MemberPage, StandardPage] * 2
    assert [page.title for page in found if page] == [page.title for page in pages]
    assert statements == 1
    with count_queries() as late:
        assert {page.locale.language_code for page in found if page} == {"cs"}
        assert [page.slug for page in found if page] == [page.slug for page in pages]
    assert late == []


def test_only_types_with_columns_of_their_own_take_another(pages: list[Page]) -> None:
    found, statements = read(pages, "title", "website")

    assert statements == 2
    with count_queries() as late:
        assert [p.website for p in found if isinstance(p, MemberPage)] == [
            "https://m1.example",
            "https://m2.example",
        ]
    assert late == []


def test_what_nobody_asked_for_is_read_late_for_all_and_remembered(pages: list[Page]) -> None:
    found, _statements = read(pages, "seo_title", "x-typed")

    with count_queries() as late:
        assert [p.intro for p in found if isinstance(p, StandardPage)] == ["Úvod 1", "Úvod 2"]
        assert [page.title for page in found if page] == [page.title for page in pages]
    assert len(late) == 3  # the words of one type, the titles of each

    found, statements = read(pages, "seo_title", "x-typed")
    with count_queries() as late:
        assert [p.intro for p in found if isinstance(p, StandardPage)] == ["Úvod 1", "Úvod 2"]
        assert [page.title for page in found if page] == [page.title for page in pages]
    assert (late, statements) == ([], 2)


def test_what_is_not_public_or_not_there_is_not_found(pages: list[Page]) -> None:
    pages[1].unpublish()
    StandardPage.objects.filter(pk=pages[3].pk).delete()

    found, _statements = read(pages, "title", "intro")

    assert [page and page.pk for page in found] == [pages[0].pk, None, pages[2].pk, None]
