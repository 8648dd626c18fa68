"""Lists asked for under several names share what they find; what they cost is known before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings

from cms.graphql.filters.facets import COST, MAX_FACET_VALUES
from cms.graphql.filters.narrowed import frozen
from cms.graphql.pagination import CONDITION_COST
from cms.graphql.testing import Result, count_queries, execute
from plugins.members.models import MemberIndexPage, MemberPage
from tests.content.factories import make_home, make_pillar
from tests.members.factories import add_members, make_directory, make_member

pytestmark = pytest.mark.django_db

HEAVY: dict[str, Any] = {
    "pillar": ["optics"],
    "country": ["CZ"],
    "not": {"city": ["Praha"], "not": {"memberType": ["COMPANY_SME"], "country": ["CZ"]}},
}
LEAVES = 5


@pytest.fixture
def directory() -> MemberIndexPage:
    directory = make_directory(make_home())
    make_member(directory, "With", pillars=[make_pillar("optics")], city="Brno")
    add_members(directory, [f"M{number}" for number in range(5)], city="Praha")
    return directory


def ask(filters: list[dict[str, Any]], selected: str, *, is_refused: bool = False) -> Result:
    """One operation with a list of members under a name of its own for each filter."""
    places = range(len(filters))
    variables = " ".join(f"$f{place}: MemberFilter" for place in places)
    lists = " ".join(
        f"a{place}: members(locale: CS, first: 0, filter: $f{place}) {{ {selected} }}"
        for place in places
    )
    given = {f"f{place}": wanted for place, wanted in enumerate(filters)}
    return execute(f"query ({variables}) {{ {lists} }}", given, expect_errors=is_refused)


def statements(filters: list[dict[str, Any]], selected: str) -> int:
    ask(filters[:1], selected)
    with count_queries() as counted:
        ask(filters, selected)
    return len(counted)


@pytest.mark.parametrize("selected", ["totalCount", "totalCount facetCounts { name }"])
def test_the_same_list_under_many_names_takes_no_more_statements(
    directory: MemberIndexPage, settings: Settings, selected: str
) -> None:
    settings.KLASTR_GRAPHQL = {"MAX_COST": 100_000}

    assert statements([HEAVY] * 14, selected) == statements([HEAVY], selected)


def test_each_condition_is_asked_of_the_database_once(directory: MemberIndexPage) -> None:
    facets = "totalCount facetCounts(facets: [PILLAR]) { name }"
    with count_queries() as plain:
        ask([{}], "totalCount")
    with count_queries() as one:
        ask([HEAVY], facets)
    reversed_: dict[str, Any] = {"not": HEAVY}
    with count_queries() as several:
        ask([HEAVY, {**HEAVY, "not": None}, reversed_], facets)

    # The five conditions, two of them the same; one tally and its labels; ids instead of a count.
    assert len(one) - len(plain) == LEAVES - 1 + 2
    # Two more lists: the ids of each and their tallies, nothing for their conditions.
    assert len(several) - len(one) <= 2 * 2


def test_what_is_shared_is_the_same(directory: MemberIndexPage) -> None:
    wanted = [HEAVY, {**HEAVY, "not": None}, {"not": HEAVY}, {}, {"city": ["Brno"]}]
    selected = "totalCount facetCounts(facets: [CITY]) { values { value count } }"
    together = ask(wanted, selected).data
    assert together is not None
    alone = [(ask([one], selected).data or {})["a0"] for one in wanted]

    assert [together[f"a{place}"] for place in range(len(wanted))] == alone
    assert [answer["totalCount"] for answer in alone] == [1, 1, 5, 6, 1]


def test_every_facet_and_every_condition_has_its_price(
    directory: MemberIndexPage, settings: Settings
) -> None:
    def cost(wanted: dict[str, Any], selected: str) -> int:
        settings.KLASTR_GRAPHQL = {"MAX_COST": 0}
        message = ask([wanted], selected, is_refused=True).errors[0]["message"]
        return int(message.partition("(")[2].partition(")")[0])

    plain = cost({}, "totalCount")

    assert cost({**HEAVY, "region": None}, "totalCount") - plain == CONDITION_COST * LEAVES
    assert cost({}, "facetCounts(facets: [CITY]) { name }") - plain == COST + 1 - 1
    assert cost({}, "facetCounts(facets: [CITY, CITY, PILLAR]) { name }") - plain == 2 * COST + 1
    assert cost({}, "facetCounts { name }") - plain == 9 * (COST + 1) - 1


def test_facets_of_many_lists_at_once_are_refused(directory: MemberIndexPage) -> None:
    refused = ask([HEAVY] * 14, "totalCount facetCounts { name }", is_refused=True)

    assert refused.codes == ["TOO_EXPENSIVE"]


def test_documents_of_the_house_may_cost_twice_as_much(
    directory: MemberIndexPage, settings: Settings
) -> None:
    document = (
        "query ($filter: MemberFilter) { members(locale: CS, filter: $filter, first: 0) { %s } }"
    )
    facets, variables = document % "facetCounts { name }", {"filter": HEAVY}
    settings.KLASTR_GRAPHQL = {"MAX_COST": 400}

    assert execute(facets, variables, is_own=True).errors == []
    # What was counted for one is not taken for the other.
    assert execute(facets, variables, expect_errors=True).codes == ["TOO_EXPENSIVE"]


def test_lists_of_values_have_a_limit_that_the_error_says(directory: MemberIndexPage) -> None:
    refused = ask([{"city": ["x"] * 101}], "totalCount", is_refused=True)

    assert refused.errors[0]["extensions"] == {
        "code": "BAD_USER_INPUT",
        "limit": 100,
        "argument": "city",
    }


def test_of_many_values_the_most_frequent_come() -> None:
    names = [f"M{number}" for number in range(MAX_FACET_VALUES + 2)]
    pages = add_members(make_directory(make_home()), names)
    for number, page in enumerate(pages):
        page.city = f"Ves {max(number - 1, 0):03}"
    MemberPage.objects.bulk_update(pages, ["city"])
    last = pages[-1].city

    def cities(wanted: dict[str, Any]) -> list[dict[str, Any]]:
        selected = "facetCounts(facets: [CITY]) { values { value count selected } }"
        data = ask([wanted], selected).data
        assert data is not None
        values: list[dict[str, Any]] = data["a0"]["facetCounts"][0]["values"]
        return values

    assert cities({})[0] == {"value": "Ves 000", "count": 2, "selected": False}
    assert len(cities({})) == MAX_FACET_VALUES
    assert last not in {value["value"] for value in cities({})}
    assert {"value": last, "count": 1, "selected": True} in cities({"city": [last]})


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ({"a": [1, 2], "b": {"c": None}}, {"b": {"c": None}, "a": [2, 1, 1]}, True),
        ({"a": [1]}, {"a": [2]}, False),
        ({"a": [1]}, {"b": [1]}, False),
        ({"a": []}, {"a": {}}, False),
    ],
)
def test_values_that_mean_the_same_are_one_key(one: Any, other: Any, is_same: bool) -> None:
    key: Callable[[Any], Any] = frozen

    assert (key(one) == key(other)) is is_same
