"""Lists whose statements are kept between requests show what is public at the moment."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from cms.graphql.testing import count_queries, execute
from tests.content.factories import Homes, make_home, make_page

pytestmark = pytest.mark.django_db(transaction=True)

LIST = """query ($first: Int, $after: String) {
  pages(locale: CS, order: NEWEST, type: ["StandardPage"], first: $first, after: $after) {
    totalCount nodes { title } pageInfo { hasNextPage endCursor } } }"""


def listed(**variables: Any) -> tuple[int, list[str]]:
    data = execute(LIST, variables).data
    assert data is not None
    return data["pages"]["totalCount"], [node["title"] for node in data["pages"]["nodes"]]


@pytest.fixture
def homes() -> Homes:
    homes = make_home()
    for title in "abc":
        make_page(homes.cs, title=title, slug=title)
    return homes


def test_kept_lists_show_what_is_public_now(homes: Homes) -> None:
    seen = [listed(), listed(first=2)]
    page = make_page(homes.cs, title="d", slug="d")
    seen += [listed(), listed(first=2), listed(first=0)]
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    seen.append(listed(first=2))
    page.view_restrictions.all().delete()
    page.title = "e"
    page.save_revision().publish()
    seen.append(listed(first=1))
    type(page).objects.get(slug="a").delete()
    seen.append(listed())

    assert seen == [
        (3, ["c", "b", "a"]),
        (3, ["c", "b"]),
        (4, ["d", "c", "b", "a"]),
        (4, ["d", "c"]),
        (4, []),
        (3, ["c", "b"]),
        (4, ["e"]),
        (3, ["e", "c", "b"]),
    ]


def test_later_pages_of_kept_lists_are_those_behind(homes: Homes) -> None:
    first = execute(LIST, {"first": 2}).data
    assert first is not None
    info = first["pages"]["pageInfo"]

    assert info["hasNextPage"]
    assert listed(first=2, after=info["endCursor"]) == (3, ["a"])


def test_a_kept_list_and_its_total_are_one_statement(homes: Homes) -> None:
    document = "{ pages(locale: CS, type: [%s]) { totalCount pageInfo { hasNextPage } } }"
    counts = []
    for types in ('"StandardPage"', '"StandardPage"', ""):
        with count_queries() as statements:
            execute(document % types)
        counts.append(sum("expire_at" in statement for statement in statements))

    assert counts[1:] == [1, 0]
    assert execute(document % "").data == {
        "pages": {"totalCount": 0, "pageInfo": {"hasNextPage": False}}
    }
