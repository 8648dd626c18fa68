"""Which members a filter finds, in which order, and page by page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from cms.graphql.testing import Result, execute
from plugins.members.models import Market, MemberIndexPage, MemberType, Region, SizeClass
from tests.content.factories import Homes, make_english, make_home, make_pillar, make_term
from tests.content.factories import make_topic as topic
from tests.members.factories import add_members, english_of, make_directory, make_member

pytestmark = pytest.mark.django_db

MEMBERS = """query ($locale: Locale! = CS, $filter: MemberFilter, $order: MemberOrder = NAME,
                    $first: Int = 100, $after: String) {
  members(locale: $locale, filter: $filter, order: $order, first: $first, after: $after) {
    totalCount nodes { title } pageInfo { hasNextPage endCursor } } }"""
# ČSN 97 6030: letters before digits, a space before a letter; each line is before the next
CZECH = [
    "a",
    "Á",
    "áb",
    "AC",
    "Cé",
    "cz",
    "Čau",
    "čep",
    "Dům",
    "Ha",
    "Hz",
    "Cha",
    "Chy",
    "Ivo",
    "Optika Brno",
    "Optikabrno",
    "Optika-Brno",
    "Rz",
    "Řez",
    "Sz",
    "Šum",
    "Zz",
    "Žár",
    "1 Optika",
    "12 Optika",
    "2 Optika",
]


@pytest.fixture
def homes() -> Homes:
    return make_home()


@pytest.fixture
def directory(homes: Homes) -> MemberIndexPage:
    return make_directory(homes)


def ask(**variables: Any) -> list[str]:
    data = execute(MEMBERS, variables).data
    assert data is not None
    return [node["title"] for node in data["members"]["nodes"]]


def test_every_field_of_the_filter_narrows(directory: MemberIndexPage) -> None:
    make_member(
        directory,
        "Meopta",
        member_type=MemberType.COMPANY_LARGE,
        region=Region.OLOMOUC,
        city="Přerov",
        country="CZ",
        size_class=SizeClass.LARGE,
        founded=1933,
        pillars=[make_pillar("optics")],
        topics=[topic("thin-films", "Tenké vrstvy")],
        markets=[make_term(Market, "space", "Vesmír")],
    )
    make_member(
        directory,
        "Univerzita",
        member_type=MemberType.UNIVERSITY,
        region=Region.PRAGUE,
        city="Praha",
        country="SK",
        size_class=SizeClass.SMALL,
        founded=1990,
        pillars=[make_pillar("photonics", "Fotonika", "Photonics")],
        topics=[topic("lasers", "Lasery")],
        markets=[make_term(Market, "cars", "Auta")],
    )
    filters: list[dict[str, Any]] = [
        {"memberType": ["COMPANY_LARGE"]},
        {"region": ["OLOMOUC"]},
        {"city": ["Přerov"]},
        {"country": ["CZ"]},
        {"sizeClass": ["LARGE"]},
        {"founded": {"until": 1933}},
        {"founded": {"since": 1900, "until": 1950}},
        {"pillar": ["optics"]},
        {"topic": ["thin-films"]},
        {"market": ["space"]},
        {"textPrefix": "meo"},
        {"not": {"pillar": ["photonics"]}},
        {"not": {"founded": {"since": 1950}}},
        {"pillar": ["optics", "unknown"], "memberType": ["COMPANY_LARGE", "PUBLIC"]},
    ]

    assert [ask(filter=wanted) for wanted in filters] == [["Meopta"]] * len(filters)
    assert ask(filter={"pillar": ["optics", "photonics"]}) == ["Meopta", "Univerzita"]
    assert ask(filter={"pillar": ["optics"], "region": ["PRAGUE"]}) == []
    assert ask(filter={"founded": {"since": 1933, "until": 1990}}) == ["Meopta", "Univerzita"]


@pytest.mark.parametrize(
    "field", ["pillar", "topic", "market", "memberType", "region", "city", "country", "sizeClass"]
)
def test_an_empty_list_finds_nobody(directory: MemberIndexPage, field: str) -> None:
    make_member(directory)

    assert ask(filter={field: []}) == []
    assert ask(filter={"not": {field: []}}) == ["Meopta"]


def test_empty_values_do_not_narrow(directory: MemberIndexPage) -> None:
    make_member(directory)

    given: list[dict[str, Any]] = [
        {}, {"textPrefix": ""}, {"founded": {}}, {"pillar": None}, {"not": None},
    ]  # fmt: skip

    assert [ask(filter=wanted) for wanted in given] == [["Meopta"]] * len(given)


def test_a_member_without_a_year_is_in_no_range(directory: MemberIndexPage) -> None:
    make_member(directory, founded=None)

    assert ask(filter={"founded": {"since": 1000}}) == []
    assert ask(filter={"not": {"founded": {"since": 1000}}}) == ["Meopta"]


def test_a_member_with_two_wanted_pillars_comes_once(directory: MemberIndexPage) -> None:
    both = [make_pillar("a", "A", "A"), make_pillar("b", "B", "B")]
    make_member(directory, pillars=both)

    data = execute(MEMBERS, {"filter": {"pillar": ["a", "b"]}}).data

    assert data is not None
    assert data["members"]["totalCount"] == 1
    assert len(data["members"]["nodes"]) == 1


@pytest.mark.parametrize(
    ("prefix", "found"),
    [
        ("ře", ["Řez 100%"]),
        ("RE", ["Řez 100%"]),
        ("řez 100%", ["Řez 100%"]),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("ř_z", []),
        ("'; DROP TABLE", []),
        ("  řez", ["Řez 100%"]),
        ("x" * 5000, []),
        ("\N{SNOWMAN}", []),
    ],
)
def test_a_prefix_is_taken_literally(
    directory: MemberIndexPage, prefix: str, found: list[str]
) -> None:
    make_member(directory, "Řez 100%", slug="rez")
    make_member(directory, "Jiný", slug="jiny")

    assert ask(filter={"textPrefix": prefix}) == found


@pytest.mark.parametrize("text", [r"a\u0000b", r"\u0000"])
def test_a_nul_finds_nobody(directory: MemberIndexPage, client: Client, text: str) -> None:
    make_member(directory, "Ab")
    body = json.dumps({"query": MEMBERS}).removesuffix("}")
    for field in ("textPrefix", "city", "pillar"):
        value = f'["{text}"]' if field != "textPrefix" else f'"{text}"'
        sent = f'{body}, "variables": {{"filter": {{"{field}": {value}}}}}}}'
        response = client.post("/graphql", sent, content_type="application/json")

        assert response.status_code == 200
        assert response.json()["data"]["members"]["totalCount"] == 0


def test_half_of_a_surrogate_pair_is_refused(client: Client) -> None:
    body = json.dumps({"query": MEMBERS}).removesuffix("}")
    sent = f'{body}, "variables": {{"filter": {{"textPrefix": "\\ud800"}}}}}}'

    response = client.post("/graphql", sent, content_type="application/json")

    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


def test_czech_members_come_in_the_czech_alphabet(directory: MemberIndexPage) -> None:
    add_members(directory, list(reversed(CZECH)))

    assert ask() == CZECH
    assert ask(order="NAME_DESC") == list(reversed(CZECH))


def test_english_members_come_without_regard_to_accents(directory: MemberIndexPage) -> None:
    add_members(english_of(directory), ["Zeta", "Čeněk", "Chalk", "Cyan", "Hall", "apple", "Álpha"])

    assert ask(locale="EN") == ["Álpha", "apple", "Čeněk", "Chalk", "Cyan", "Hall", "Zeta"]


@pytest.mark.parametrize("order", ["NAME", "NAME_DESC"])
def test_pages_of_a_long_list_have_no_gaps_and_no_doubles(
    directory: MemberIndexPage, order: str
) -> None:
    titles = [f"{letter}{number % 50:02}" for number in range(125) for letter in "CČ"]
    add_members(directory, titles)
    got: list[str] = []
    after = None
    while True:
        data = execute(MEMBERS, {"order": order, "first": 30, "after": after}).data
        assert data is not None
        got += [node["title"] for node in data["members"]["nodes"]]
        if not data["members"]["pageInfo"]["hasNextPage"]:
            break
        after = data["members"]["pageInfo"]["endCursor"]

    alphabetical = sorted(titles, key=lambda title: ("CČ".index(title[0]), title))
    assert got == (alphabetical if order == "NAME" else alphabetical[::-1])


def test_a_cursor_holds_under_another_filter(directory: MemberIndexPage) -> None:
    add_members(directory, ["Anna", "Bára", "Cyril"])
    first = execute(MEMBERS, {"first": 1}).data
    assert first is not None
    cursor = first["members"]["pageInfo"]["endCursor"]

    assert ask(after=cursor, filter={"memberType": ["COMPANY_SME"]}) == ["Bára", "Cyril"]


def test_a_cursor_of_another_order_is_refused(directory: MemberIndexPage) -> None:
    add_members(directory, ["Anna", "Bára"])
    first = execute(MEMBERS, {"first": 1}).data
    assert first is not None
    cursor = first["members"]["pageInfo"]["endCursor"]

    refused: Result = execute(MEMBERS, {"after": cursor, "order": "NAME_DESC"}, expect_errors=True)

    assert refused.codes == ["INVALID_CURSOR"]


def test_recently_published_members_come_first(directory: MemberIndexPage) -> None:
    older = make_member(directory, "Older")
    make_member(directory, "Newer")
    assert ask(order="RECENTLY_PUBLISHED") == ["Newer", "Older"]

    older.save_revision().publish()

    assert ask(order="RECENTLY_PUBLISHED") == ["Older", "Newer"]


def test_towns_are_named_in_the_asked_language(directory: MemberIndexPage) -> None:
    czech = make_member(directory, city="Praha")
    make_english(czech, title="Meopta", city="Prague")

    assert ask(locale="EN", filter={"city": ["Prague"]}) == ["Meopta"]
    assert ask(locale="EN", filter={"city": ["Praha"]}) == []


def test_not_inside_not_has_an_end(directory: MemberIndexPage) -> None:
    make_member(directory)
    nested: dict[str, Any] = {"city": ["Brno"]}
    results = []
    for _ in range(8):
        nested = {"not": nested}
        results.append(execute(MEMBERS, {"filter": nested}, expect_errors=True))

    assert [result.codes for result in results] == [[]] * 3 + [["TOO_DEEP"]] * 5
    assert results[3].errors[0]["extensions"]["limit"] == 3
