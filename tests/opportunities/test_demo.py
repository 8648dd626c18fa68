"""The demo: all kinds, documented calls, and deadlines that never go stale."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page, Revision

from cms.content.demo import create as create_content
from cms.content.models import Menu
from cms.graphql.testing import execute
from plugins.members import demo as members
from plugins.members.upgrades import create_logo_collection
from plugins.opportunities import demo
from plugins.opportunities.models import Kind, OpportunityPage, State, state_expression

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ALL = """query ($locale: Locale!, $after: String) {
  opportunities(locale: $locale, order: TITLE, first: 100, after: $after, filter: {
    state: [NOT_YET_OPEN, OPEN, CLOSING_SOON, CLOSED, ARCHIVED] }) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { title kind summary description { text } organisation { name }
      translation { isFallback } } } }"""


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        create_logo_collection()
        create_content()
        members.create()
        demo.create()
        yield
        transaction.set_rollback(True)


def listed(locale: str) -> list[dict[str, Any]]:
    data = execute(ALL, {"locale": locale}).data
    assert data is not None
    assert data["opportunities"]["pageInfo"]["hasNextPage"] is False
    return list(data["opportunities"]["nodes"])


@pytest.mark.usefixtures("_loaded")
def test_there_is_something_of_every_kind_and_state() -> None:
    czech = OpportunityPage.objects.filter(locale__language_code="cs")
    states = czech.annotate(current=state_expression()).values_list("current", flat=True)

    assert {page.kind for page in czech} == set(Kind.values)
    assert {state for state, count in Counter(states).items() if count >= 3} == set(
        State.values
    ) - {State.NOT_YET_OPEN.value}
    assert State.NOT_YET_OPEN.value in states
    assert czech.filter(is_open_until_filled=True).count() >= 4
    assert czech.exclude(kind=Kind.FUNDING_CALL).count() >= 60


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize("locale", ["CS", "EN"])
def test_every_opportunity_is_described(locale: str) -> None:
    lacking = [
        (node["title"], name)
        for node in listed(locale)
        for name in ("summary", "description")
        if not node[name]
    ]

    assert lacking == []
    assert [node["title"] for node in listed(locale) if node["translation"]["isFallback"]] == []


@pytest.mark.usefixtures("_loaded")
def test_every_member_offers_something_and_some_pages_are_czech_only() -> None:
    named = {
        page.organisation.slug
        for page in OpportunityPage.objects.exclude(organisation=None).select_related(
            "organisation"
        )
    }

    assert named == {record["slug"] for record in members.read("plugins.members", "members")}
    assert len(listed("CS")) - len(listed("EN")) == 8


@pytest.mark.usefixtures("_loaded")
def test_documented_calls_keep_their_facts() -> None:
    data = execute(
        """{ opportunities(locale: EN, order: TITLE, filter: {
               kind: [FUNDING_CALL], state: [CLOSED, ARCHIVED], callId: [
                 "Spolupráce – klastry – výzva II", "HORIZON-CL4-2023-DIGITAL-EMERGING-01-40"] }) {
             nodes { openingOn deadline { meaning date time originalDate
                 extensions { announcedOn fromDate toDate note } }
               call { identifier fundingRate trlMin trlMax allocation { amount currency }
                 grantMin { amount } grantMax { amount } } } } }"""
    ).data
    assert data is not None
    extended, quantum = data["opportunities"]["nodes"]

    assert extended["deadline"] == {
        "meaning": "CLOSING_DATE",
        "date": "2025-10-30",
        "time": "11:00:00",
        "originalDate": "2025-04-05",
        "extensions": [
            {
                "announcedOn": None,
                "fromDate": "2025-04-05",
                "toDate": "2025-10-30",
                "note": "Extended only for collective research with international cooperation in "
                "the CORNET network.",
            }
        ],
    }
    assert extended["call"]["allocation"] == {"amount": "500000000.00", "currency": "CZK"}
    assert quantum["openingOn"] == "2022-12-08"
    assert quantum["call"] == {
        "identifier": "HORIZON-CL4-2023-DIGITAL-EMERGING-01-40",
        "fundingRate": "100%",
        "trlMin": 4,
        "trlMax": 5,
        "allocation": {"amount": "12000000.00", "currency": "EUR"},
        "grantMin": {"amount": "4000000.00"},
        "grantMax": {"amount": "6000000.00"},
    }


@pytest.mark.usefixtures("_loaded")
def test_invented_deadlines_follow_the_day_of_loading() -> None:
    page = OpportunityPage.objects.get(
        slug="staz-laserove-mikroobrabeni", locale__language_code="cs"
    )

    assert page.deadline_on == timezone.localdate() + datetime.timedelta(days=11)


@pytest.mark.usefixtures("_loaded")
def test_loading_again_changes_nothing() -> None:
    def facts() -> list[object]:
        return [
            list(Page.objects.order_by("path").values_list("pk", "path", "latest_revision_id")),
            Revision.objects.count(),
            [list(menu.items.raw_data) for menu in Menu.objects.order_by("pk")],
        ]

    before = facts()
    demo.create()

    assert facts() == before
