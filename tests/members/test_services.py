"""Members are found and counted by what they offer, unless they keep that to members."""

from __future__ import annotations

from typing import Any

import pytest

from cms.graphql.testing import execute
from plugins.members.models import MemberIndexPage, MemberPage, Product
from tests.content.factories import make_english, make_home, publish
from tests.members.factories import make_directory, make_member

pytestmark = pytest.mark.django_db

SERVICES = """query ($locale: Locale! = CS, $fallback: [Locale!], $filter: MemberFilter) {
  members(locale: $locale, fallback: $fallback, filter: $filter) {
    nodes { title } facetCounts(facets: [SERVICE]) { values { value label count selected } } } }"""


@pytest.fixture
def directory() -> MemberIndexPage:
    return make_directory(make_home())


def offering(directory: MemberIndexPage, title: str, *names: str, **values: Any) -> MemberPage:
    products = [Product(name=name, locale=directory.locale) for name in names]
    return make_member(directory, title, slug=title.lower(), products=products, **values)


def asked(**variables: Any) -> tuple[list[str], list[tuple[str, int]]]:
    """Titles of the members found, and the services with their counts."""
    data = execute(SERVICES, variables).data
    assert data is not None
    [facet] = data["members"]["facetCounts"]
    return (
        [node["title"] for node in data["members"]["nodes"]],
        [(value["label"], value["count"]) for value in facet["values"]],
    )


def test_members_are_found_and_counted_by_services(directory: MemberIndexPage) -> None:
    offering(directory, "A", "Leštění", "Měření")
    offering(directory, "B", "Leštění", "Leštění")
    offering(directory, "C")

    both = [("Leštění", 2), ("Měření", 1)]
    assert asked() == (["A", "B", "C"], both)
    assert asked(filter={"service": ["Měření"]}) == (["A"], both)
    assert asked(filter={"not": {"service": ["Leštění"]}}) == (["C"], [])


def test_services_for_members_only_are_neither_found_nor_counted(
    directory: MemberIndexPage,
) -> None:
    member = offering(directory, "A", "Leštění", members_only=["products"])
    offering(directory, "B", "Měření")

    assert asked() == (["A", "B"], [("Měření", 1)])
    assert asked(filter={"service": ["Leštění"]}) == ([], [("Měření", 1)])
    assert asked(filter={"not": {"service": ["Leštění"]}})[0] == ["A", "B"]

    publish(member, members_only=[])

    assert asked(filter={"service": ["Leštění"]})[0] == ["A"]


def test_services_that_nobody_translated_are_no_values(directory: MemberIndexPage) -> None:
    english = make_english(offering(directory, "A", "Leštění"), title="A")

    assert Product.objects.filter(member=english).count() == 1
    assert asked(locale="EN") == (["A"], [])
    assert asked(locale="EN", fallback=["CS"]) == (["A"], [("Leštění", 1)])
