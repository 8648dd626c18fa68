"""The demo: all kinds, documented calls, and deadlines that never go stale."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page, Revision

from cms.content.demo import create as create_content
from cms.content.demo.bilingual import in_locale, read
from cms.content.models import Menu
from cms.graphql.testing import execute
from plugins.members import demo as members
from plugins.members.upgrades import create_logo_collection
from plugins.opportunities import demo
from plugins.opportunities.models import Kind, OpportunityPage, State, state_expression

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

AMOUNTS = {"allocation": "allocation", "grantMin": "grant_min", "grantMax": "grant_max"}
CALLS = """query ($locale: Locale!) { opportunities(locale: $locale, first: 20, filter: {
    kind: [FUNDING_CALL], state: [NOT_YET_OPEN, OPEN, CLOSING_SOON, CLOSED, ARCHIVED] }) { nodes {
  title summary fundingProgramme openingOn applyUrl organisation { name } positions
  price { note } fees { name }
  deadline { date time originalDate extensions { announcedOn fromDate toDate note } }
  call { identifier fundingRate trlMin trlMax supportedActivities sourceUrl
    allocation { amount currency } grantMin { amount currency } grantMax { amount currency } }
  } } }"""
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


def expected_call(record: dict[str, Any], locale: str) -> dict[str, Any]:
    """All that is shown of a documented call, and nothing that its source does not say."""
    facts, told = record["facts"], in_locale(record["texts"], locale)
    extensions = [
        {
            "announcedOn": later["announced_on"],
            "fromDate": facts["deadline_on"],
            "toDate": later["deadline_on"],
            "note": later["note"][locale],
        }
        for later in record.get("extensions", [])
    ]

    def amount(name: str) -> dict[str, str] | None:
        given = facts.get(name)
        return {"amount": f"{given}.00", "currency": facts["call_currency"]} if given else None

    return {
        "title": told["title"],
        "summary": told["summary"],
        "fundingProgramme": told["programme"],
        "openingOn": facts["opening_on"],
        "deadline": {
            "date": extensions[-1]["toDate"] if extensions else facts["deadline_on"],
            "time": f"{facts['deadline_time']}:00" if "deadline_time" in facts else None,
            "originalDate": facts["deadline_on"],
            "extensions": extensions,
        },
        "call": {
            "identifier": facts["call_id"],
            "fundingRate": told.get("funding_rate"),
            "trlMin": facts.get("trl_min"),
            "trlMax": facts.get("trl_max"),
            "supportedActivities": told.get("supported_activities", []),
            "sourceUrl": facts.get("source_url"),
            **{shown: amount(name) for shown, name in AMOUNTS.items()},
        },
        "applyUrl": facts["apply_url"],
        "organisation": None,
        "positions": None,
        "price": None,
        "fees": [],
    }


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize("locale", ["CS", "EN"])
def test_documented_calls_keep_their_facts_and_get_no_others(locale: str) -> None:
    records = read("plugins.opportunities", "calls")
    facts = [expected_call(record, locale.lower()) for record in records]

    data = execute(CALLS, {"locale": locale}).data
    assert data is not None

    by_id = {node["call"]["identifier"]: node for node in data["opportunities"]["nodes"]}
    assert len(by_id) == 6
    assert by_id == {fact["call"]["identifier"]: fact for fact in facts}


@pytest.mark.usefixtures("_loaded")
def test_english_slugs_are_english() -> None:
    pages = OpportunityPage.objects.filter(locale__language_code="en")
    strange = [
        page.slug
        for page in pages.exclude(kind=Kind.FUNDING_CALL)
        if not set(page.slug.split("-")) <= set(slugify(page.title).split("-"))
    ]

    assert strange == []


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize(
    ("locale", "words"), [("CS", "pro tuto ukázku"), ("EN", "no real vacancies")]
)
def test_the_board_says_that_offers_are_not_real(locale: str, words: str) -> None:
    data = execute(
        """query ($locale: Locale!) { pages(locale: $locale, type: ["OpportunityIndexPage"]) {
             nodes { ... on OpportunityIndexPage { intro } } } }""",
        {"locale": locale},
    ).data
    assert data is not None

    intro = data["pages"]["nodes"][0]["intro"].replace("\N{NO-BREAK SPACE}", " ")
    assert words in intro


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
