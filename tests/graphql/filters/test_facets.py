"""Facets of a list: counts under all other conditions, labels in the asked language."""

from __future__ import annotations

from typing import Any

import pytest

from cms.content.models import Pillar
from cms.graphql.filters import facets
from cms.graphql.testing import count_queries, execute
from plugins.members.models import Market, MemberIndexPage, MemberPage, MemberType, Region
from tests.content.factories import make_english, make_home, make_pillar, make_term
from tests.members.factories import add_members, make_directory, make_member

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
        "service": [],
        "city": [("Brno", "Brno", 1), ("Čáslav", "Čáslav", 1), ("Praha", "Praha", 1)],
        "country": [("CZ", "CZ", 2), ("SK", "SK", 1)],
        "sizeClass": [],
    }


def test_a_facet_counts_under_all_conditions_but_its_own(three: list[MemberPage]) -> None:
    wanted = {"pillar": ["optics"], "country": ["CZ"], "not": {"city": ["Brno"]}}

    assert counted("PILLAR", "COUNTRY", "CITY", filter=wanted) == {
        "pillar": [("laser", "Laserová technika", 1), ("optics", "Optika", 1, "✓")],
        "country": [("CZ", "CZ", 1, "✓")],
        "city": [("Praha", "Praha", 1)],
    }


def test_what_is_asked_for_of_closed_lists_is_always_listed(three: list[MemberPage]) -> None:
    wanted = {"memberType": ["PUBLIC"], "city": ["Nikde"], "pillar": ["unknown"]}

    assert counted("MEMBER_TYPE", "CITY", "PILLAR", filter=wanted) == {
        "memberType": [("PUBLIC", "Veřejná instituce", 0, "✓")],
        "city": [],
        "pillar": [],
    }


@pytest.fixture
def four(directory: MemberIndexPage) -> list[Pillar]:
    """Pillars of one member; their codes, Czech and English names have different orders."""
    names = {
        "a": ("Zrcadla", "Mirrors"),
        "b": ("Hranoly", "Prisms"),
        "c": ("Čočky", "Lenses"),
        "d": ("Akustika", ""),
    }
    pillars = [make_pillar(code, *texts) for code, texts in names.items()]
    make_english(make_member(directory, "A", pillars=pillars), title="A")
    return pillars


def test_the_alphabet_of_the_language_decides_which_values_are_left_out(
    four: list[Pillar], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "MAX_FACET_VALUES", 2)

    lenses, mirrors = ("c", "Lenses", 1), ("a", "Mirrors", 1)
    assert counted("PILLAR") == {"pillar": [("d", "Akustika", 1), ("c", "Čočky", 1)]}
    assert counted("PILLAR", locale="EN") == {"pillar": [lenses, mirrors]}  # one has no name
    assert counted("PILLAR", locale="EN", filter={"pillar": ["b", "c"]}) == {
        "pillar": [(*lenses, "✓"), mirrors, ("b", "Prisms", 1, "✓")]
    }


def test_a_more_frequent_value_comes_whatever_it_is_called(
    directory: MemberIndexPage, four: list[Pillar], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "MAX_FACET_VALUES", 2)
    make_member(directory, "B", pillars=[four[0]])

    assert counted("PILLAR") == {"pillar": [("a", "Zrcadla", 2), ("d", "Akustika", 1)]}


def test_labels_are_asked_for_a_bounded_number_of_values(
    directory: MemberIndexPage, four: list[Pillar], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "MAX_LABELS", 2)
    make_member(directory, "B", pillars=[four[2]])

    found = counted("PILLAR", filter={"pillar": ["d"]})

    assert found == {"pillar": [("c", "Čočky", 2), ("d", "Akustika", 1, "✓"), ("a", "Zrcadla", 1)]}


def test_facets_come_once_each_in_the_asked_order(three: list[MemberPage]) -> None:
    assert list(counted("CITY", "REGION", "CITY")) == ["city", "region"]
    assert counted(filter={"id": []}, facets=[]) == {}


def test_labels_come_in_the_asked_language(three: list[MemberPage]) -> None:
    for page in three:
        make_english(page, title=page.title, city="Town")

    english = counted("PILLAR", "MARKET", "MEMBER_TYPE", locale="EN")
    with_fallback = counted("MARKET", locale="EN", fallback=["CS"])

    assert english == {
        "pillar": [("laser", "Lasers", 2), ("optics", "Optics", 1)],
        "market": [],  # it has no English name
        "memberType": [
            ("COMPANY_SME", "Small or medium-sized company", 2),
            ("UNIVERSITY", "University", 1),
        ],
    }
    assert with_fallback == {"market": [("cars", "Auta", 1)]}


def test_pages_that_stand_in_are_counted_once(three: list[MemberPage]) -> None:
    make_english(three[0], title="A", city="Prague")

    assert counted("CITY", locale="EN", fallback=["CS"]) == {
        "city": [("Brno", "Brno", 1), ("Čáslav", "Čáslav", 1), ("Prague", "Prague", 1)]
    }


def test_texts_that_nobody_translated_are_no_values(three: list[MemberPage]) -> None:
    make_english(three[0], title="A", city="Prague")
    make_english(three[1], title="B")

    assert counted("CITY", locale="EN") == {"city": [("Prague", "Prague", 1)]}
    assert counted("CITY", locale="EN", fallback=["CS"]) == {
        "city": [("Brno", "Brno", 1), ("Čáslav", "Čáslav", 1), ("Prague", "Prague", 1)]
    }


def test_what_is_not_public_is_not_counted(three: list[MemberPage]) -> None:
    three[1].unpublish()

    assert counted("CITY", "PILLAR") == {
        "city": [("Čáslav", "Čáslav", 1), ("Praha", "Praha", 1)],
        "pillar": [("laser", "Laserová technika", 1), ("optics", "Optika", 1)],
    }


@pytest.mark.parametrize("rows", [3, 30])
def test_a_facet_takes_one_statement_and_one_for_its_labels(
    directory: MemberIndexPage, rows: int
) -> None:
    make_member(directory, "With", pillars=[make_pillar()], city="Brno")
    add_members(directory, [f"M{number}" for number in range(rows)], city="Praha")
    execute(FACETS, {"facets": ["CITY"]})

    with count_queries() as plain:
        execute("{ members(locale: CS) { totalCount } }")
    with count_queries() as texts:
        execute(FACETS, {"facets": ["CITY", "COUNTRY", "MEMBER_TYPE"]})
    with count_queries() as terms:
        execute(FACETS, {"facets": ["PILLAR", "CITY"]})

    # Besides: which rows have texts that nobody has translated. Ids take the place of the count.
    assert len(texts) - len(plain) == 3 + 1
    assert len(terms) - len(plain) == 3 + 1


def test_an_unknown_facet_is_refused(three: list[MemberPage]) -> None:
    refused = execute(FACETS, {"facets": ["WEATHER"]}, expect_errors=True)

    assert refused.codes == ["BAD_USER_INPUT"]
