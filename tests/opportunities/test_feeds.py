"""Feeds of opportunities: the same ids as in the list, and deadlines in calendars."""

from __future__ import annotations

import datetime
import json
from typing import Any
from uuid import UUID, uuid5

import feedparser
import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from cms.graphql.testing import execute
from plugins.opportunities.models import OpportunityIndexPage
from tests.content.factories import make_home, make_pillar
from tests.opportunities.factories import internship, make_board, make_opportunity, today

pytestmark = pytest.mark.django_db

KEYS = """query ($filter: OpportunityFilter) {
  opportunities(locale: CS, filter: $filter, order: NEWEST, first: 100) {
    nodes { translationKey } } }"""


@pytest.fixture
def board() -> OpportunityIndexPage:
    return make_board(make_home())


def days(number: int) -> datetime.date:
    return today() + datetime.timedelta(days=number)


def listed(wanted: dict[str, Any]) -> list[str]:
    data = execute(KEYS, {"filter": wanted}).data
    assert data is not None
    keys = [node["translationKey"] for node in data["opportunities"]["nodes"]]
    return [uuid5(UUID(key), "cs").urn for key in keys]


@pytest.mark.parametrize(
    ("query", "wanted", "found"),
    [
        ("", {}, 2),
        ("?kind=INTERNSHIP", {"kind": ["INTERNSHIP"]}, 1),
        ("?state=CLOSED", {"state": ["CLOSED"]}, 1),
        ("?not.kind=INTERNSHIP", {"not": {"kind": ["INTERNSHIP"]}}, 1),
    ],
)
def test_a_filter_finds_the_same_in_list_and_feeds(
    client: Client, board: OpportunityIndexPage, query: str, wanted: dict[str, Any], found: int
) -> None:
    make_opportunity(board, "Stáž", **internship(make_pillar()))
    make_opportunity(board, "Brzy", deadline_on=days(3))
    make_opportunity(board, "Pozdě", deadline_on=days(-3))
    ids = listed(wanted)

    atom = feedparser.parse(client.get(f"/feeds/cs/opportunities.atom{query}").content)
    feed = json.loads(client.get(f"/feeds/cs/opportunities.json{query}").content)

    assert len(ids) == found
    assert [entry.id for entry in atom.entries] == ids
    assert [item["id"] for item in feed["items"]] == ids


def test_a_calendar_has_the_deadlines(client: Client, board: OpportunityIndexPage) -> None:
    make_opportunity(board, "Celý den", deadline_on=datetime.date(2099, 6, 15))
    make_opportunity(
        board,
        "Odpoledne",
        deadline_on=datetime.date(2099, 6, 15),
        deadline_time=datetime.time(17),
    )
    make_opportunity(board, "Kdykoli", is_open_until_filled=True)

    calendar = icalendar.Calendar.from_ical(client.get("/feeds/cs/opportunities.ics").content)
    starts = {str(event["summary"]): event.decoded("dtstart") for event in calendar.walk("VEVENT")}
    moment = starts.pop("Uzávěrka: Odpoledne")

    assert starts == {
        "Uzávěrka: Celý den": datetime.date(2099, 6, 15),
        "Kdykoli": timezone.localdate(),
    }
    assert moment == datetime.datetime(2099, 6, 15, 15, 0, tzinfo=datetime.UTC)
