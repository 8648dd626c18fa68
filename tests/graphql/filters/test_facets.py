"""Facets of a list: counts under all other conditions, labels in the asked language."""

from __future__ import annotations

from typing import Any

import pytest

from cms.graphql.testing import execute
from plugins.members.models import Market, MemberIndexPage, MemberPage, MemberType, Region
from tests.content.factories import make_home, make_pillar, make_term
from tests.members.factories import make_directory, make_member

pytestmark = pytest.mark.django_db

FACETS = """query ($locale: Locale! = CS, $fallback: [Locale!], $filter: MemberFilter,
                   $facets: [MemberFacet!]) {
  members(locale: $locale, fallback: $fallback, filter: $filter) {
    totalCount facetCounts(facets: $facets) { name values { value label count selected } } } }"""


@pytest.fixture
def directory() -> MemberIndexPage:
    return make_directory(make_home())


def counted(*facets: str, **variables: Any) -> dict[str, list[tuple[Any, ...]]]:
    """The values of the facets as tuples; selected ones are marked."""
    data = execute(FACETS, {"facets": list(facets) or None, **variables}).data
    assert data is not None
    return {
        facet["name"]: [
            (value["value"], value["label"], value["count"], *(["✓"] if value["selected"] else []))
            for value in facet["values"]
        ]
        for facet in data["members"]["facetCounts"]
    }


@pytest.fixture
def three(directory: MemberIndexPage) -> list[MemberPage]:
    optics, laser = make_pillar("optics"), make_pillar("laser", "Laserová technika", "Lasers")
    cars = make_term(Market, "cars", "Auta")
    university = MemberType.UNIVERSITY
    return [
        make_member(directory, "A", city="Praha", region=Region.OLOMOUC, pillars=[optics, laser]),
        make_member(directory, "B", city="Brno", member_type=university, pillars=[laser]),
        make_member(directory, "C", city="Čáslav", country="SK", markets=[cars]),
    ]


def test_values_come_by_count_and_then_in_the_alphabet(three: list[MemberPage]) -> None:
    assert counted() == {
        "pillar": [("laser", "Laserová technika", 2), ("optics", "Optika", 1)],
        "topic": [],
        "market": [("cars", "Auta", 1)],
        "memberType": [
            ("COMPANY_SME", "Malý nebo střední podnik", 2),
            ("UNIVERSITY", "Univerzita", 1),
        ],
        "region": [("OLOMOUC", "Olomoucký kraj", 1)],
        "city": [("Brno", "Brno", 1), ("Čáslav", "Čáslav", 1), ("Praha", "Praha", 1)],
        "country": [("CZ", "CZ", 2), ("SK", "SK", 1)],
        "sizeClass": [],
    }
