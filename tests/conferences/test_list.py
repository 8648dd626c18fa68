"""Conferences over GraphQL: the wall, fees, programme, filter, order, relations, feeds."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from cms.graphql.testing import execute
from cms.plugin import lifecycle
from plugins.conferences.models import (
    ConferenceIndexPage,
    Fee,
    Organiser,
    Speaker,
    Talk,
)
from tests.conferences.factories import day, make_conference, package, partner, tiers
from tests.conferences.public_rows import session
from tests.content.factories import Homes, make_english, make_pillar
from tests.members.factories import make_directory, make_member

pytestmark = pytest.mark.django_db

LIST = """query ($locale: Locale! = CS, $filter: ConferenceFilter,
  $order: ConferenceOrder = TITLE) {
  conferences(locale: $locale, filter: $filter, order: $order) { nodes { title } } }"""
WALL = """query ($locale: Locale!) { conferences(locale: $locale) { nodes {
  partnerTiers { name partners { organisation { name } } }
  partners { organisation { name } tier { key } } } } }"""
DETAIL = """query ($id: ID!, $locale: Locale!) { page(id: $id, locale: $locale) {
  ... on Conference { fees { name period amount validUntil isCurrent }
    packages { name price vatNote benefits { code label } isAvailable }
    programme { title day startsAt talks { title startsAt speakers { name role } } } } } }"""
RELATED = """query ($member: ID!) { page(id: $member) { ... on Member {
  conferences { totalCount nodes { title } }
  activity { nodes { page { title } } } } } }"""


def ask(**variables: Any) -> list[str]:
    data = execute(LIST, variables).data
    assert data is not None
    return [node["title"] for node in data["conferences"]["nodes"]]


def wall(locale: str) -> tuple[dict[str, list[str]], list[str]]:
    data = execute(WALL, {"locale": locale}).data
    assert data is not None
    node: dict[str, Any] = data["conferences"]["nodes"][0]
    grouped = {
        tier["name"]: [partner["organisation"]["name"] for partner in tier["partners"]]
        for tier in node["partnerTiers"]
    }
    return grouped, [partner["organisation"]["name"] for partner in node["partners"]]


def detail(page: Any, locale: str = "CS") -> dict[str, Any]:
    data = execute(DETAIL, {"id": str(page.pk), "locale": locale}).data
    assert data is not None
    found: dict[str, Any] = data["page"]
    return found


def test_the_wall_goes_by_rank_and_then_by_the_alphabet_of_the_language(
    homes: Homes, index: ConferenceIndexPage
) -> None:
    directory = make_directory(homes)
    czech = make_member(directory, "Čočky Brno")
    make_english(czech, title="Brno Lenses", slug="lenses")
    page = make_conference(
        index,
        tiers=tiers(),
        partners=[
            partner("silver", "Ivo"),
            partner("silver", "Chlum"),
            partner("silver", "Hvozd"),
            partner("silver", "Czech"),
            partner("gold", "Zlín"),
            partner("silver", czech),
        ],
    )
    make_english(page, title="Optics", slug="optics")

    silver = ["Czech", "Čočky Brno", "Hvozd", "Chlum", "Ivo"]
    assert wall("CS") == ({"zlatý partner": ["Zlín"], "stříbrný": silver}, ["Zlín", *silver])
    silver = ["Brno Lenses", "Chlum", "Czech", "Hvozd", "Ivo"]
    assert wall("EN") == ({"gold sponsor": ["Zlín"], "silver": silver}, ["Zlín", *silver])


def test_the_fee_of_today_is_said(index: ConferenceIndexPage) -> None:
    page = make_conference(
        index,
        early_until=day(-1),
        regular_until=day(5),
        registration_until=day(20),
        fees=[
            Fee(locale=index.locale, category="student", early=1, regular=2, late=3),
            Fee(locale=index.locale, category="other", name="Večeře", late=Decimal("9.50")),
        ],
    )

    shown = [
        (fee["name"], fee["period"], fee["amount"], fee["validUntil"], fee["isCurrent"])
        for fee in detail(page)["fees"]
    ]

    assert shown == [
        ("Student", "EARLY", "1.00", day(-1).isoformat(), False),
        ("Student", "REGULAR", "2.00", day(5).isoformat(), True),
        ("Student", "LATE", "3.00", day(20).isoformat(), False),
        ("Večeře", "LATE", "9.50", day(20).isoformat(), True),
    ]


def test_the_programme_goes_by_time_and_knows_its_speakers(index: ConferenceIndexPage) -> None:
    page = make_conference(
        index,
        sessions=[
            session(index, key="b", title="Druhý den", day=day(31)),
            session(index, key="a", title="První den"),
        ],
        talks=[
            Talk(locale=index.locale, session="a", title="Později", starts_at=datetime.time(10)),
            Talk(locale=index.locale, session="a", title="Dřív", speakers="jana nová\nHost"),
        ],
        speakers=[Speaker(locale=index.locale, name="Jana Nová", role="fyzička")],
    )

    first, second = detail(page)["programme"]

    assert (first["title"], second["title"], second["talks"]) == ("První den", "Druhý den", [])
    assert first["talks"] == [
        {
            "title": "Dřív",
            "startsAt": "09:00:00",
            "speakers": [
                {"name": "Jana Nová", "role": "fyzička"},
                {"name": "Host", "role": None},
            ],
        },
        {"title": "Později", "startsAt": "10:00:00", "speakers": []},
    ]


def test_benefits_are_said_in_the_asked_language(index: ConferenceIndexPage) -> None:
    page = make_conference(index, packages=[package(index, price=None, benefits=["stand"])])
    own = package(index, name="Golden")
    own.translation_key = page.packages.get().translation_key
    make_english(page, title="Optics", slug="optics", packages=[own])

    shown = {locale: detail(page, locale)["packages"][0] for locale in ("CS", "EN")}

    assert shown["CS"]["benefits"] == [
        {"code": "stand", "label": "Výstavní plocha nebo stolek"},
    ]
    assert shown["EN"] == {
        "name": "Golden",
        "price": None,
        "vatNote": None,
        "benefits": [{"code": "stand", "label": "Exhibition space or table"}],
        "isAvailable": True,
    }


def test_every_field_of_the_filter_narrows(homes: Homes, index: ConferenceIndexPage) -> None:
    directory = make_directory(homes)
    meopta, crytur = (make_member(directory, name) for name in ("Meopta", "Crytur"))
    make_conference(
        index,
        "Alfa",
        start_on=datetime.date(2020, 5, 1),
        end_on=datetime.date(2020, 5, 3),
        cluster_role="organiser",
        city="Brno",
        country="CZ",
        pillars=[make_pillar("optics")],
        tiers=tiers(),
        partners=[partner("gold", meopta)],
        organisers=[Organiser(organisation=crytur.page_ptr)],
    )
    make_conference(
        index, "Beta", start_on=day(-1), end_on=day(1), cluster_role="partner", country="DE"
    )
    make_conference(index, "Gama", start_on=day(9), end_on=day(9))
    month = {"start_on": day(0).replace(day=1), "end_on": None, "date_precision": "month"}
    make_conference(index, "Mlha", **month)  # in this month: nobody can say that it runs
    asked: list[tuple[dict[str, Any], list[str]]] = [
        ({"role": ["ORGANISER"]}, ["Alfa"]),
        ({"state": ["PAST"]}, ["Alfa"]),
        ({"state": ["RUNNING"]}, ["Beta"]),
        ({"state": ["UPCOMING"]}, ["Gama", "Mlha"]),
        ({"year": [2020]}, ["Alfa"]),
        ({"pillar": ["optics"]}, ["Alfa"]),
        ({"organiser": [str(crytur.pk)]}, ["Alfa"]),
        ({"partner": [str(meopta.pk)]}, ["Alfa"]),
        ({"partner": [str(crytur.pk)]}, []),
        ({"city": ["Brno"]}, ["Alfa"]),
        ({"country": ["DE"]}, ["Beta"]),
        ({"date": {"since": "2020-05-03", "until": "2020-12-31"}}, ["Alfa"]),
        ({"textPrefix": "be"}, ["Beta"]),
        ({"not": {"state": ["PAST", "UPCOMING"]}}, ["Beta"]),
    ]

    assert [ask(filter=wanted) for wanted, _found in asked] == [found for _wanted, found in asked]
    assert [each for each in ask(order="START") if each != "Mlha"] == ["Alfa", "Beta", "Gama"]
    assert [each for each in ask(order="START_DESC") if each != "Mlha"] == ["Gama", "Beta", "Alfa"]


def test_a_partner_knows_its_conferences_while_both_plugins_are_active(
    homes: Homes, index: ConferenceIndexPage
) -> None:
    member = make_member(make_directory(homes))
    for title, start in (("Dřívější", day(10)), ("Pozdější", day(20))):
        make_conference(
            index, title, start_on=start, end_on=None, tiers=tiers(),
            partners=[partner("gold", member)],
        )  # fmt: skip
    before = execute(RELATED, {"member": str(member.pk)}).data
    assert before is not None

    lifecycle.deactivate("conferences")
    off = execute(RELATED, {"member": str(member.pk)}, expect_errors=True)
    lifecycle.activate("conferences")

    assert before["page"]["conferences"] == {
        "totalCount": 2,
        "nodes": [{"title": "Pozdější"}, {"title": "Dřívější"}],
    }
    assert [node["page"]["title"] for node in before["page"]["activity"]["nodes"]] == [
        "Pozdější",
        "Dřívější",
    ]
    assert off.codes[0] == "GRAPHQL_VALIDATION_FAILED"
    assert execute(RELATED, {"member": str(member.pk)}).data == before


def test_a_filter_finds_the_same_in_list_and_feeds(
    index: ConferenceIndexPage, client: Client
) -> None:
    make_conference(index, "Brno", city="Brno", cluster_role="organiser")
    make_conference(
        index, "Měsíc", cluster_role="organiser", date_precision="month",
        start_on=datetime.date(2028, 2, 1), end_on=None,
    )  # fmt: skip
    make_conference(index, "Jinde", cluster_role="participant")
    listed = ask(filter={"role": ["ORGANISER"]})

    read = client.get("/feeds/cs/conferences.json?role=ORGANISER").json()
    calendar = Calendar.from_ical(client.get("/feeds/cs/conferences.ics?role=ORGANISER").content)
    events = {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}

    assert sorted(entry["title"] for entry in read["items"]) == listed == ["Brno", "Měsíc"]
    assert len(events) == 2
    assert str(events["Brno"]["LOCATION"]) == "Brno"
    month = next(event for title, event in events.items() if "Měsíc" in title)
    assert (month.decoded("DTSTART"), month.decoded("DTEND")) == (
        datetime.date(2028, 2, 1),
        datetime.date(2028, 3, 1),
    )
