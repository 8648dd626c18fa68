"""The demo: the whole plan of 2026 in both languages, linked to projects whenever these come."""

from __future__ import annotations

import datetime
from calendar import monthrange
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils.text import slugify
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page, Revision

from cms.content.demo import create as create_content
from cms.content.demo.bilingual import in_locale, read
from cms.content.models import HomePage
from cms.content.places import Region
from cms.graphql.testing import execute
from cms.publishing.audience import Audience, shown_to
from plugins.events import demo
from plugins.events.models import EventPage
from plugins.projects.models import ProjectIndexPage, ProjectPage
from tests.content.factories import Homes, make_english, make_page
from tests.members.factories import make_directory, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EVENTS = """query ($locale: Locale!) { events(locale: $locale, first: 20) { totalCount nodes {
  slug title summary seo { description } body { ... on RichTextBlock { richText { html } } }
  eventType role actionPlanGoal isSummary isInternal status statusNote languages
  when { precision startDate endDate start end timeZone }
  place { name street city region country coordinates { latitude longitude } isOnline onlineUrl }
  organiser { name } registration { deadline url capacity fees } attachments { title }
  relatedEvents { slug } pillars { code } topics { code } projects { slug }
  translation { isFallback } } } }"""
ORGANISERS = "{ events(locale: CS, first: 100) { nodes { slug organiser { page { slug } } } } }"
RECORDS = read("plugins.events", "events")
SLUGS = {record["slug"]["cs"]: record["slug"] for record in RECORDS}
PILLARS = [pillar["code"] for pillar in read("cms.content", "pillars")]


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        create_content()
        demo.create()
        homes = Homes(
            *(HomePage.objects.get(locale__language_code=c, depth=2) for c in ["cs", "en"])
        )
        projects = make_page(homes.cs, ProjectIndexPage, title="Projekty", slug="projekty")
        make_english(projects, title="Projects", slug="projects")
        for slug in ("photonqboost", "laser-pro"):
            page = make_page(projects, ProjectPage, title=slug, slug=slug, cluster_role="partner")
            make_english(page, title=slug, slug=slug)
        make_member(make_directory(homes), "Centrum HiLASE", slug="hilase")
        demo.create()
        yield
        transaction.set_rollback(True)


def shown(locale: str) -> list[dict[str, Any]]:
    with shown_to(Audience.MEMBERS):
        data = execute(EVENTS, {"locale": locale}).data
    assert data is not None
    nodes: list[dict[str, Any]] = data["events"]["nodes"]
    return nodes


def expected(record: dict[str, Any], locale: str) -> dict[str, Any]:
    """All that is shown of an event that the file holds, and nothing that it does not."""
    told = in_locale(record, locale)
    start = datetime.date.fromisoformat(record["start"])
    end = datetime.date.fromisoformat(record["end"]) if record["end"] else start
    if record["precision"] == "month":
        end = end.replace(day=monthrange(end.year, end.month)[1])
    degrees = {"latitude": record["lat"], "longitude": record["lon"]}
    place = {
        "name": told["place"] or None,
        "street": None,
        "city": told["city"] or None,
        "region": record["region"] and Region(record["region"]).name,
        "country": record["country"],
        "coordinates": None if record["lat"] is None else degrees,
        "isOnline": False,
        "onlineUrl": None,
    }
    return {
        "slug": told["slug"],
        "title": told["title"],
        "summary": told["summary"],
        "seo": {"description": told["summary"]},
        "body": [{"richText": {"html": text}} for text in told.get("body", [])],
        "eventType": record["type"].replace("-", "_").upper(),
        "role": record["role"].replace("-", "_").upper(),
        "actionPlanGoal": record["action_plan_goal"],
        "isSummary": record["is_summary"],
        "isInternal": record["is_internal"],
        "status": "SCHEDULED",
        "statusNote": None,
        "languages": [],
        "when": {
            "precision": record["precision"].upper(),
            "startDate": start.isoformat(),
            "endDate": end.isoformat(),
            "start": None,
            "end": None,
            "timeZone": record["time_zone"],
        },
        "place": place if any(place.values()) else None,
        "organiser": {"name": told["organiser_name"]} if record["organiser_name"] else None,
        "registration": {"deadline": None, "url": None, "capacity": None, "fees": None},
        "attachments": [],
        "relatedEvents": [{"slug": SLUGS[slug][locale]} for slug in record["related_events"]],
        "pillars": [{"code": code} for code in PILLARS if code in record["pillars"]],
        "topics": [],
        "projects": [{"slug": slug} for slug in record["projects"]],
        "translation": {"isFallback": False},
    }


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize("locale", ["CS", "EN"])
def test_every_fact_of_every_event_is_shown_and_none_else(locale: str) -> None:
    facts = {record["slug"][locale.lower()]: expected(record, locale.lower()) for record in RECORDS}

    assert {node["slug"]: node for node in shown(locale)} == facts


@pytest.mark.parametrize("locale", ["cs", "en"])
def test_slugs_are_in_the_language_of_the_page(locale: str) -> None:
    strange = {
        slug
        for slug, words in (
            (record["slug"][locale], slugify(record["title"][locale].replace("–", "-")))
            for record in RECORDS
        )
        if not set(slug.split("-")) <= {*words.split("-"), "2026"}
    }

    assert strange == set()


@pytest.mark.usefixtures("_loaded")
def test_links_come_when_the_other_demo_does() -> None:
    data = execute(ORGANISERS).data
    assert data is not None
    pages = {
        node["slug"]: node["organiser"]["page"] for node in data["events"]["nodes"]
        if node["organiser"] and node["organiser"]["page"]
    }  # fmt: skip

    assert pages == {"konference-robusta-2026": {"slug": "hilase"}}
    assert {"laser-pro", "photonqboost"} == {
        project["slug"] for node in shown("CS") for project in node["projects"]
    }


@pytest.mark.usefixtures("_loaded")
def test_the_public_sees_no_internal_meeting() -> None:
    data = execute(EVENTS, {"locale": "CS"}).data
    assert data is not None

    internal = {record["slug"]["cs"] for record in RECORDS if record["is_internal"]}

    assert len(internal) == 3
    assert data["events"]["totalCount"] == len(RECORDS) - len(internal)
    assert internal & {node["slug"] for node in data["events"]["nodes"]} == set()


@pytest.mark.usefixtures("_loaded")
def test_loading_again_changes_nothing() -> None:
    def facts() -> list[object]:
        return [
            list(Page.objects.order_by("path").values_list("pk", "path", "latest_revision_id")),
            Revision.objects.count(),
            list(EventPage.objects.order_by("pk").values_list("pk", "calendar_sequence")),
        ]

    before = facts()
    demo.create()

    assert facts() == before
