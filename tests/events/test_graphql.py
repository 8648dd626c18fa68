"""The calendar over GraphQL: what an event says, which ones a filter finds, in which order."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from cms.graphql.testing import execute
from plugins.events.models import (
    CalendarPage,
    EventPage,
    EventProject,
    Precision,
    RelatedEvent,
    Status,
)
from plugins.projects.models import ProjectIndexPage, ProjectPage
from tests.content.factories import Homes, make_english, make_home, make_page, make_pillar
from tests.content.factories import make_topic as topic
from tests.events.factories import make_calendar, make_event
from tests.members.factories import make_directory, make_member

pytestmark = pytest.mark.django_db

EVENTS = """query ($locale: Locale! = CS, $filter: EventFilter, $order: EventOrder = START,
                   $first: Int = 100, $after: String) {
  events(locale: $locale, filter: $filter, order: $order, first: $first, after: $after) {
    totalCount nodes { title state } pageInfo { hasNextPage endCursor } } }"""
EVENT = """query ($id: ID!, $locale: Locale, $fallback: [Locale!]) {
  page(id: $id, locale: $locale, fallback: $fallback) { title ... on Event {
    summary eventType role state status statusNote isSummary isInternal actionPlanGoal languages
    when { precision isAllDay startDate endDate start end timeZone text }
    place { name street city region country coordinates { latitude longitude } isOnline onlineUrl }
    organiser { name page { title } } pillars { code } topics { code }
    registration { isOpen deadline url capacity fees }
    projects { title } relatedEvents { title } calendar { sequence } } } }"""
DAY = datetime.timedelta(days=1)


def date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.fixture
def homes() -> Homes:
    return make_home()


@pytest.fixture
def calendar(homes: Homes) -> CalendarPage:
    return make_calendar(homes)


def ask(**variables: Any) -> list[str]:
    data = execute(EVENTS, variables).data
    assert data is not None
    return [node["title"] for node in data["events"]["nodes"]]


def show(event: EventPage, **variables: Any) -> dict[str, Any]:
    data = execute(EVENT, {"id": str(event.pk), **variables}).data
    assert data is not None
    page: dict[str, Any] = data["page"]
    return page


def make_project(homes: Homes, title: str = "Projekt", slug: str = "projekt") -> ProjectPage:
    index = ProjectIndexPage.objects.first() or make_page(
        homes.cs, ProjectIndexPage, title="Projekty", slug="projekty"
    )
    return make_page(index, ProjectPage, title=title, slug=slug, cluster_role="partner")


def test_an_event_says_all_that_is_known(homes: Homes, calendar: CalendarPage) -> None:
    member = make_member(make_directory(homes), "Meopta")
    related = make_event(calendar, "Jiná")
    event = make_event(
        calendar,
        "Workshop",
        summary="O laserech.",
        event_type="workshop",
        role="co-organiser",
        precision=Precision.TIME,
        start_date=date("2030-10-24"),
        start_time=datetime.time(22),
        end_date=date("2030-10-25"),
        end_time=datetime.time(2, 30),
        place_name="Sál",
        street="Optická 1",
        city="Přerov",
        region="CZ-71",
        country="CZ",
        latitude=Decimal("49.4551"),
        longitude=Decimal("17.4509"),
        is_online=True,
        online_url="https://example.org/meet",
        organiser=member,
        pillars=[make_pillar("optics")],
        topics=[topic("lasers", "Lasery")],
        projects=[EventProject(page=make_project(homes))],
        related_events=[RelatedEvent(page=related)],
        languages=["cs", "en"],
        action_plan_goal=2,
        registration_deadline=date("2030-10-20"),
        registration_url="https://example.org/register",
        capacity=40,
        fees="Zdarma",
    )

    assert show(event) == {
        "title": "Workshop",
        "summary": "O laserech.",
        "eventType": "WORKSHOP",
        "role": "CO_ORGANISER",
        "state": "UPCOMING",
        "status": "SCHEDULED",
        "statusNote": None,
        "isSummary": False,
        "isInternal": False,
        "actionPlanGoal": 2,
        "languages": ["CS", "EN"],
        "when": {
            "precision": "TIME",
            "isAllDay": False,
            "startDate": "2030-10-24",
            "endDate": "2030-10-25",
            "start": "2030-10-24T20:00:00+00:00",
            "end": "2030-10-25T00:30:00+00:00",
            "timeZone": "Europe/Prague",
            "text": "24.\xa0října\xa02030 22:00 – 25.\xa0října\xa02030 2:30",
        },
        "place": {
            "name": "Sál",
            "street": "Optická 1",
            "city": "Přerov",
            "region": "OLOMOUC",
            "country": "CZ",
            "coordinates": {"latitude": 49.4551, "longitude": 17.4509},
            "isOnline": True,
            "onlineUrl": "https://example.org/meet",
        },
        "organiser": {"name": "Meopta", "page": {"title": "Meopta"}},
        "pillars": [{"code": "optics"}],
        "topics": [{"code": "lasers"}],
        "registration": {
            "isOpen": True,
            "deadline": "2030-10-20",
            "url": "https://example.org/register",
            "capacity": 40,
            "fees": "Zdarma",
        },
        "projects": [{"title": "Projekt"}],
        "relatedEvents": [{"title": "Jiná"}],
        "calendar": {"sequence": 0},
    }


def test_a_month_without_a_place_claims_no_more(calendar: CalendarPage) -> None:
    czech = make_event(calendar, precision=Precision.MONTH, start_date=date("2030-06-20"))
    english = make_english(czech, title="Meeting")

    shown = show(english)

    assert shown["when"] == {
        "precision": "MONTH",
        "isAllDay": True,
        "startDate": "2030-06-01",
        "endDate": "2030-06-30",
        "start": None,
        "end": None,
        "timeZone": "Europe/Prague",
        "text": "June\xa02030",
    }
    assert (shown["place"], shown["organiser"], shown["role"]) == (None, None, None)


def test_texts_that_nobody_translated_do_not_stand_in(calendar: CalendarPage) -> None:
    czech = make_event(calendar, city="Brno", organiser_name="Univerzita", fees="Zdarma")
    english = make_english(czech, title="Meeting")

    alone = show(english)
    standing_in = show(english, locale="EN", fallback=["CS"])

    assert (alone["place"], alone["organiser"]) == (None, None)
    assert alone["registration"]["fees"] is None
    assert standing_in["place"]["city"] == "Brno"
    assert standing_in["organiser"] == {"name": "Univerzita", "page": None}
    assert standing_in["registration"]["fees"] == "Zdarma"


def test_state_follows_the_clock(calendar: CalendarPage) -> None:
    today = timezone.localdate()
    make_event(calendar, "Byla", start_date=today - 2 * DAY, end_date=today - DAY)
    make_event(calendar, "Zrušená", start_date=today - DAY, status=Status.CANCELLED)
    make_event(calendar, "Odložená", start_date=today - DAY, status=Status.POSTPONED)
    make_event(calendar, "Je", start_date=today - DAY, end_date=today + DAY)
    make_event(calendar, "Dnes", start_date=today)
    make_event(calendar, "Měsíc", precision=Precision.MONTH, start_date=today)
    make_event(calendar, "Bude", start_date=today + DAY)
    data = execute(EVENTS, {}).data
    assert data is not None

    states = {node["title"]: node["state"] for node in data["events"]["nodes"]}

    assert states == {
        "Byla": "PAST",
        "Zrušená": "PAST",
        "Odložená": "UPCOMING",
        "Je": "RUNNING",
        "Dnes": "RUNNING",
        "Měsíc": "UPCOMING",
        "Bude": "UPCOMING",
    }
    for state in ("UPCOMING", "RUNNING", "PAST"):
        found = sorted(ask(filter={"state": [state]}))
        assert found == sorted(title for title, known in states.items() if known == state)


def test_every_field_of_the_filter_narrows(homes: Homes, calendar: CalendarPage) -> None:
    members, today = make_directory(homes), timezone.localdate()
    project = make_project(homes)
    wanted = make_member(members, "Meopta")
    make_event(
        calendar,
        "Ano",
        event_type="workshop",
        role="organiser",
        status=Status.SCHEDULED,
        start_date=today + 5 * DAY,
        end_date=today + 9 * DAY,
        city="Brno",
        country="CZ",
        region="CZ-64",
        organiser=wanted,
        projects=[EventProject(page=project)],
        pillars=[make_pillar("optics")],
        topics=[topic("lasers", "Lasery")],
        languages=["en"],
        action_plan_goal=5,
        registration_url="https://example.org/",
        is_online=True,
        is_summary=True,
    )
    make_event(calendar, "Ne", role="partner", status=Status.CANCELLED, start_date=today - 9 * DAY)
    filters: list[dict[str, Any]] = [
        {"date": {"since": str(today + 9 * DAY)}},
        {"date": {"since": str(today), "until": str(today + 5 * DAY)}},
        {"eventType": ["WORKSHOP"]},
        {"role": ["ORGANISER", "HOST"]},
        {"state": ["UPCOMING"]},
        {"status": ["SCHEDULED"]},
        {"pillar": ["optics"]},
        {"topic": ["lasers"]},
        {"project": [str(project.pk)]},
        {"organisation": [str(wanted.pk)]},
        {"country": ["CZ"]},
        {"region": ["SOUTH_MORAVIAN"]},
        {"city": ["Brno"]},
        {"language": ["EN", "DE"]},
        {"actionPlanGoal": [5]},
        {"registrationOpen": True},
        {"isOnline": True},
        {"isSummary": True},
        {"textPrefix": "an"},
        {"not": {"role": ["PARTNER"]}},
    ]

    assert [ask(filter=each) for each in filters] == [["Ano"]] * len(filters)
    assert ask(filter={"date": {"since": str(today + 10 * DAY)}}) == []


def test_a_range_of_days_finds_what_touches_it_by_local_clocks(calendar: CalendarPage) -> None:
    make_event(
        calendar,
        "Jokohama",
        start_date=date("2026-04-23"),
        end_date=date("2026-04-25"),
        time_zone="Asia/Tokyo",
    )
    make_event(calendar, "Duben", precision=Precision.MONTH, start_date=date("2026-04-01"))

    def during(since: str | None, until: str | None) -> list[str]:
        return ask(filter={"date": {"since": since, "until": until}})

    assert during("2026-04-20", "2026-04-22") == ["Duben"]
    assert during("2026-04-25", "2026-04-25") == ["Duben", "Jokohama"]
    assert during("2026-04-30", None) == ["Duben"]
    assert during("2026-05-01", None) == []


def test_orders(calendar: CalendarPage) -> None:
    today = timezone.localdate()
    for title, days in (("a", 9), ("b", -3), ("c", 0), ("d", 2), ("e", -1)):
        make_event(calendar, title, start_date=today + days * DAY)

    assert ask(order="UPCOMING_FIRST") == ["c", "d", "a", "e", "b"]
    assert ask(order="START") == ["b", "e", "c", "d", "a"]
    assert ask(order="START_DESC") == ["a", "d", "c", "e", "b"]
    assert ask(order="NEWEST") == ["e", "d", "c", "b", "a"]


def test_pages_of_the_default_order_have_no_gaps_and_no_doubles(calendar: CalendarPage) -> None:
    today = timezone.localdate()
    for number in range(9):
        make_event(calendar, f"{number}", start_date=today + (number - 4) // 2 * DAY)
    got, after = list[str](), None
    while True:
        data = execute(EVENTS, {"order": "UPCOMING_FIRST", "first": 2, "after": after}).data
        assert data is not None
        got += [node["title"] for node in data["events"]["nodes"]]
        if not data["events"]["pageInfo"]["hasNextPage"]:
            break
        after = data["events"]["pageInfo"]["endCursor"]

    assert got == ask(order="UPCOMING_FIRST")
    assert sorted(got) == [str(number) for number in range(9)]


def test_facets_count_under_the_other_conditions(calendar: CalendarPage) -> None:
    today = timezone.localdate()
    make_event(calendar, "a", event_type="workshop", start_date=today + DAY)
    make_event(calendar, "b", event_type="conference", start_date=today + DAY)
    make_event(calendar, "c", event_type="conference", start_date=today - DAY)
    document = """{ events(locale: CS, filter: {eventType: [WORKSHOP]}) {
      facetCounts(facets: [EVENT_TYPE, STATE]) { name values { value label count selected } } } }"""
    data = execute(document).data
    assert data is not None

    facets = {
        facet["name"]: [tuple(value.values()) for value in facet["values"]]
        for facet in data["events"]["facetCounts"]
    }

    assert facets == {
        "eventType": [
            ("CONFERENCE", "Konference", 2, False),
            ("WORKSHOP", "Workshop", 1, True),
        ],
        "state": [("UPCOMING", "Bude se konat", 1, False)],
    }


def test_members_and_projects_list_their_events(homes: Homes, calendar: CalendarPage) -> None:
    member = make_member(make_directory(homes), "Meopta")
    project = make_project(homes)
    make_event(calendar, "a", organiser=member, start_date=date("2026-01-01"))
    make_event(
        calendar,
        "b",
        organiser=member,
        start_date=date("2026-02-01"),
        projects=[EventProject(page=project)],
    )
    document = """query ($member: ID!, $project: ID!) {
      member: page(id: $member) { ... on Member {
        events { totalCount nodes { title } }
        activity { nodes { date page { title } } } } }
      project: page(id: $project) { ... on Project { events { nodes { title } } } } }"""

    data = execute(document, {"member": str(member.pk), "project": str(project.pk)}).data

    assert data == {
        "member": {
            "events": {"totalCount": 2, "nodes": [{"title": "b"}, {"title": "a"}]},
            "activity": {
                "nodes": [
                    {"date": "2026-02-01", "page": {"title": "b"}},
                    {"date": "2026-01-01", "page": {"title": "a"}},
                ]
            },
        },
        "project": {"events": {"nodes": [{"title": "b"}]}},
    }
