"""Which opportunities a filter finds, what they show, in how many queries."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from cms.graphql.testing import count_queries, execute
from cms.plugin.testing import inactive
from plugins.opportunities.models import Fee, Kind, OpportunityIndexPage
from tests.content.factories import Homes, make_english, make_home, make_pillar, make_topic
from tests.members.factories import make_directory, make_member
from tests.opportunities.factories import (
    add_opportunities,
    extension,
    internship,
    make_board,
    make_opportunity,
    today,
)

pytestmark = pytest.mark.django_db

LIST = """query ($locale: Locale! = CS, $filter: OpportunityFilter,
                 $order: OpportunityOrder = TITLE) {
  opportunities(locale: $locale, filter: $filter, order: $order, first: 100) {
    totalCount nodes { title } } }"""


@pytest.fixture
def homes() -> Homes:
    return make_home()


@pytest.fixture
def board(homes: Homes) -> OpportunityIndexPage:
    return make_board(homes)


def ask(**variables: Any) -> list[str]:
    data = execute(LIST, variables).data
    assert data is not None
    return [node["title"] for node in data["opportunities"]["nodes"]]


def days(number: int) -> datetime.date:
    return today() + datetime.timedelta(days=number)


def test_every_field_of_the_filter_narrows(homes: Homes, board: OpportunityIndexPage) -> None:
    member = make_member(make_directory(homes)).page_ptr
    add_opportunities(board, ["Other"], kind=Kind.MEMBERSHIP, country="DE")
    optics = make_pillar("optics")
    make_opportunity(
        board,
        "Wanted",
        **internship(optics, deadline_time=datetime.time(12), opening_on=days(-3)),
        topics=[make_topic("thin-films", "Tenké vrstvy")],
        organisation=member,
        university=member,
        region="CZ-64",
        host_country="CZ",
        work_mode="hybrid",
        workload="part",
        pay="paid",
        languages=["cs", "en"],
        academic_year="2026/2027",
        programme="Horizont",
        call_id="X-1",
        eligible_applicants=["sme"],
        action_type="ria",
        topic_status="available",
        confidentiality="public",
        trl_min=4,
        trl_max=6,
        starts_on=days(90),
        is_open_until_filled=True,
        event_starts_on=days(10),
        event_ends_on=days(12),
        target_groups=["students"],
        price=Decimal(100),
        grant_max=Decimal(1000),
        funding_rate="100 %",
        package="Zlatý",
        role="visitor",
        collaboration="offer",
        partner_profile=["large"],
    )

    def until(number: int) -> dict[str, str]:
        return {"since": days(number - 1).isoformat(), "until": days(number + 1).isoformat()}

    filters: list[dict[str, Any]] = [
        {"kind": ["INTERNSHIP"]},
        {"family": ["STUDENT"]},
        {"pillar": ["optics"]},
        {"topic": ["thin-films"]},
        {"organisation": [str(member.pk)]},
        {"organisationName": ["Optika"]},
        {"university": [str(member.pk)]},
        {"place": ["Brno"]},
        {"region": ["SOUTH_MORAVIAN"]},
        {"country": ["CZ"]},
        {"hostCountry": ["CZ"]},
        {"level": ["MASTER"]},
        {"workMode": ["HYBRID"]},
        {"workload": ["PART"]},
        {"remuneration": ["PAID"]},
        {"language": ["EN"]},
        {"academicYear": ["2026/2027"]},
        {"programme": ["Horizont"]},
        {"callId": ["X-1"]},
        {"eligibleApplicant": ["SME"]},
        {"actionType": ["RIA"]},
        {"topicStatus": ["AVAILABLE"]},
        {"confidentiality": ["PUBLIC"]},
        {"trl": [5]},
        {"trl": [1, 6]},
        {"durationDays": {"since": 90, "until": 90}},
        {"deadline": until(60)},
        {"opening": until(-3)},
        {"start": until(90)},
        {"eventDates": until(12)},
        {"isOpenUntilFilled": True},
        {"targetGroup": ["STUDENTS"]},
        {"price": {"until": "100"}},
        {"grantSize": {"since": "1000"}},
        {"fundingRate": ["100 %"]},
        {"package": ["Zlatý"]},
        {"role": ["VISITOR"]},
        {"collaboration": ["OFFER"]},
        {"partnerSought": ["LARGE"]},
        {"published": until(0)},
        {"textPrefix": "wan"},
        {"not": {"kind": ["MEMBERSHIP"]}},
        {"not": {"trl": []}, "kind": ["INTERNSHIP"]},
    ]

    assert [
        (wanted, ask(filter=wanted)) for wanted in filters if ask(filter=wanted) != ["Wanted"]
    ] == []
    assert ask(filter={"trl": [3, 7, 0]}) == []
    assert ask(filter={"state": ["OPEN"]}) == ["Other", "Wanted"]


def test_lists_show_what_one_may_apply_for_unless_asked(board: OpportunityIndexPage) -> None:
    for title, deadline in (("Open", 60), ("Soon", 3), ("Closed", -3), ("Archived", -500)):
        make_opportunity(board, title, deadline_on=days(deadline))
    ahead = make_opportunity(board, "Ahead", opening_on=days(5))
    closed = execute(LIST, {"filter": {"state": ["CLOSED"]}}).data
    found = execute(
        '{ route(path: "/cs/prilezitosti/closed/") { ... on PageRoute { page { id } } } }'
    )
    assert found.data is not None
    closed_id = found.data["route"]["page"]["id"]

    assert ask() == ["Ahead", "Open", "Soon"]
    assert closed == {"opportunities": {"totalCount": 1, "nodes": [{"title": "Closed"}]}}
    assert ask(filter={"state": ["ARCHIVED", "CLOSED"]}) == ["Archived", "Closed"]
    assert ask(filter={"not": {"state": ["CLOSING_SOON"]}}) == ["Ahead", "Open"]
    assert ask(filter={"id": [closed_id, str(ahead.pk)]}) == ["Ahead", "Closed"]


def test_deadlines_come_in_order_those_without_one_last(board: OpportunityIndexPage) -> None:
    make_opportunity(board, "Never", is_open_until_filled=True)
    make_opportunity(board, "Noon", deadline_on=days(3), deadline_time=datetime.time(12))
    make_opportunity(board, "Midnight", deadline_on=days(3))
    make_opportunity(board, "Extended", deadline_on=days(1), extensions=[extension(days(20))])

    assert ask(order="DEADLINE") == ["Noon", "Midnight", "Extended", "Never"]
    assert ask(order="NEWEST") == ["Extended", "Midnight", "Noon", "Never"]


def test_facets_count_states_and_kinds_in_the_asked_language(board: OpportunityIndexPage) -> None:
    make_opportunity(board, "Open", deadline_on=days(60))
    make_opportunity(board, "Closed", deadline_on=days(-3))

    data = execute(
        """{ opportunities(locale: CS) { totalCount facetCounts(facets: [STATE, FAMILY]) {
             name values { value label count selected } } } }"""
    ).data
    assert data is not None
    state, family = data["opportunities"]["facetCounts"]

    assert data["opportunities"]["totalCount"] == 1
    assert {tuple(value.values()) for value in state["values"]} == {
        ("OPEN", "Otevřená", 1, True),
        ("CLOSED", "Uzavřená", 1, False),
        ("CLOSING_SOON", "Brzy končí", 0, True),
        ("NOT_YET_OPEN", "Ještě neotevřená", 0, True),
    }
    assert [tuple(value.values()) for value in family["values"]] == [
        ("BUSINESS", "Obchod a\N{NO-BREAK SPACE}partnerství", 1, False)
    ]


DETAIL = """query ($id: ID!) { page(id: $id) { ... on Opportunity {
  kind family state stage organisation { name website } keywords
  deadline { meaning date time originalDate closesAt isOpenUntilFilled
    extensions { announcedOn fromDate toDate note } }
  place { city region country coordinates { latitude longitude } }
  start { date isMonthOnly } duration { number unit } levels languages
  remuneration { kind minimum maximum currency period }
  requirements offer contact { name email phone } fees { name until amount currency }
  support { amount { amount } } call { identifier } partner { text } eventDates { start { date } }
} } }"""


def test_one_opportunity_says_everything(homes: Homes, board: OpportunityIndexPage) -> None:
    page = make_opportunity(
        board,
        **internship(make_pillar()),
        deadline_time=datetime.time(17),
        extensions=[
            extension(
                datetime.date(2099, 7, 1), announced_on=datetime.date(2099, 6, 1), note_cs="Déle."
            )
        ],
        organisation_url="https://example.org/",
        keywords="laser\n\nvlákno ",
        starts_on=datetime.date(2099, 9, 17),
        is_start_month_only=True,
        pay="paid",
        pay_min=Decimal(150),
        pay_period="hour",
        requirements="Pečlivost\nAngličtina",
        fees=[Fee(locale=homes.czech, category="Člen", amount=Decimal(100))],
    )

    shown = execute(DETAIL, {"id": str(page.pk)}).data

    assert shown == {
        "page": {
            "kind": "INTERNSHIP",
            "family": "STUDENT",
            "state": "OPEN",
            "stage": None,
            "organisation": {"name": "Optika", "website": "https://example.org/"},
            "keywords": ["laser", "vlákno"],
            "deadline": {
                "meaning": "DEADLINE",
                "date": "2099-07-01",
                "time": "17:00:00",
                "originalDate": days(60).isoformat(),
                "closesAt": "2099-07-01T15:00:00+00:00",
                "isOpenUntilFilled": False,
                "extensions": [
                    {
                        "announcedOn": "2099-06-01",
                        "fromDate": days(60).isoformat(),
                        "toDate": "2099-07-01",
                        "note": "Déle.",
                    }
                ],
            },
            "place": {"city": "Brno", "region": None, "country": "CZ", "coordinates": None},
            "start": {"date": "2099-09-01", "isMonthOnly": True},
            "duration": {"number": 3, "unit": "MONTHS"},
            "levels": ["MASTER"],
            "languages": [],
            "remuneration": {
                "kind": "PAID",
                "minimum": "150.00",
                "maximum": None,
                "currency": "CZK",
                "period": "HOUR",
            },
            "requirements": ["Pečlivost", "Angličtina"],
            "offer": [],
            "contact": {"name": "Jana Nová", "email": "jana.nova@example.org", "phone": None},
            "fees": [{"name": "Člen", "until": None, "amount": "100.00", "currency": "CZK"}],
            "support": {"amount": None},
            "call": None,
            "partner": None,
            "eventDates": None,
        }
    }


def test_an_organisation_that_is_not_public_is_not_named(
    homes: Homes, board: OpportunityIndexPage
) -> None:
    member = make_member(make_directory(homes), "Meopta")
    page = make_opportunity(board, organisation=member.page_ptr)
    query = """query ($id: ID!) { page(id: $id) { ... on Opportunity {
        organisation { name page { title } } } } }"""

    public = execute(query, {"id": str(page.pk)}).data
    with inactive("members"):
        off = execute(query, {"id": str(page.pk)}).data
    member.unpublish()
    hidden = execute(query, {"id": str(page.pk)}).data

    assert public == {"page": {"organisation": {"name": "Meopta", "page": {"title": "Meopta"}}}}
    assert off == hidden == {"page": {"organisation": None}}


def test_members_have_their_opportunities(homes: Homes, board: OpportunityIndexPage) -> None:
    member = make_member(make_directory(homes), "Meopta")
    make_english(member, title="Meopta")
    page = make_opportunity(board, "Stáž", organisation=member.page_ptr)
    make_english(page, title="Internship")
    query = """{ members(locale: EN) { nodes { title opportunities { nodes { title } } } } }"""

    with_them = execute(query).data
    with inactive("opportunities"):
        without = execute(query, expect_errors=True)

    assert with_them == {
        "members": {
            "nodes": [{"title": "Meopta", "opportunities": {"nodes": [{"title": "Internship"}]}}]
        }
    }
    assert without.codes == ["GRAPHQL_VALIDATION_FAILED"]


TWENTY = """{ opportunities(locale: CS, first: 20) { totalCount nodes {
  title state organisation { name } pillars { name } place { city region }
  deadline { date } } } }"""


def test_a_list_of_twenty_takes_at_most_ten_queries(
    homes: Homes, board: OpportunityIndexPage
) -> None:
    directory, pillar = make_directory(homes), make_pillar()
    for number in range(20):
        member = make_member(directory, f"Member {number}")
        make_opportunity(
            board, f"Stáž {number}", **internship(pillar), organisation=member.page_ptr
        )
    execute(TWENTY)

    with count_queries() as ran:
        shown = execute(TWENTY)

    assert shown.data is not None
    nodes = shown.data["opportunities"]["nodes"]
    assert [(len(node["pillars"]), bool(node["organisation"])) for node in nodes] == [
        (1, True)
    ] * 20
    assert len(ran) <= 10, f"{len(ran)} statements:\n" + "\n".join(ran)
