"""The demo: the whole plan of 2026 in both languages, linked to projects whenever these come."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page, Revision

from cms.content.demo import create as create_content
from cms.content.models import HomePage
from cms.graphql.testing import execute
from cms.publishing.audience import Audience, shown_to
from plugins.events import demo
from plugins.events.models import EventPage
from plugins.projects.models import ProjectIndexPage, ProjectPage
from tests.content.factories import Homes, make_page
from tests.members.factories import make_directory, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EVENTS = """query ($locale: Locale!) { events(locale: $locale, first: 100) { totalCount nodes {
  slug title summary when { precision startDate } organiser { name page { slug } }
  projects { slug } relatedEvents { slug } pillars { code } translation { isFallback } } } }"""
RECORDS = json.loads((files("plugins.events") / "data" / "events.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        create_content()
        demo.create()
        homes = Homes(
            *(HomePage.objects.get(locale__language_code=c, depth=2) for c in ["cs", "en"])
        )
        projects = make_page(homes.cs, ProjectIndexPage, title="Projekty", slug="projekty")
        for slug in ("photonqboost", "laser-pro"):
            make_page(projects, ProjectPage, title=slug, slug=slug, cluster_role="partner")
        make_member(make_directory(homes), "HiLASE", slug="hilase")
        demo.create()
        yield
        transaction.set_rollback(True)


def shown(locale: str) -> list[dict[str, Any]]:
    with shown_to(Audience.MEMBERS):
        data = execute(EVENTS, {"locale": locale}).data
    assert data is not None
    nodes: list[dict[str, Any]] = data["events"]["nodes"]
    return nodes


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize("locale", ["CS", "EN"])
def test_every_event_of_the_plan_is_there(locale: str) -> None:
    nodes = {node["slug"]: node for node in shown(locale)}

    assert sorted(nodes) == sorted(record["slug"] for record in RECORDS)
    for record in RECORDS:
        node = nodes[record["slug"]]
        assert node["title"] == record["title"][locale.lower()]
        assert node["summary"] == record["summary"][locale.lower()]
        assert node["when"]["startDate"] == record["start"]
        assert node["when"]["precision"] == record["precision"].upper()
        assert sorted(p["code"] for p in node["pillars"]) == sorted(record["pillars"])
        assert [e["slug"] for e in node["relatedEvents"]] == record["related_events"]
        assert node["translation"]["isFallback"] is False


@pytest.mark.usefixtures("_loaded")
def test_links_come_when_the_other_demo_does() -> None:
    nodes = {node["slug"]: node for node in shown("CS")}

    assert {
        slug: [project["slug"] for project in node["projects"]]
        for slug, node in nodes.items()
        if node["projects"]
    } == {record["slug"]: record["projects"] for record in RECORDS if record["projects"]}
    assert nodes["robusta-2026"]["organiser"]["page"] == {"slug": "hilase"}


@pytest.mark.usefixtures("_loaded")
def test_the_public_sees_no_internal_meeting() -> None:
    data = execute(EVENTS, {"locale": "CS"}).data
    assert data is not None

    internal = {record["slug"] for record in RECORDS if record["is_internal"]}

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
