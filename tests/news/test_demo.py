"""The demo: articles in Czech, in both languages and in English only, made once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page, Revision

from cms.content.demo import create as create_content
from cms.content.models import Menu
from cms.graphql.testing import execute
from cms.media.models import Document, Image
from plugins.members.demo import create as create_members
from plugins.members.upgrades import create_logo_collection
from plugins.news import demo
from plugins.projects.demo import create as create_projects

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ENGLISH_ONLY = "/en/news/briefing-for-european-partners/"
NEWS = """query ($locale: Locale!) { news(locale: $locale, first: 50) { totalCount nodes {
  title kind publishedOn summary body { __typename } image { alt } authors { name role }
  gallery { alt caption } attachments { title } source { name }
  translation { isFallback fields { name state } } alternates { locale path } } } }"""
ROUTE = """query ($path: String!, $fallback: [Locale!]) { route(path: $path, fallback: $fallback) {
  __typename ... on PageRoute { page {
    title locale alternates { locale } breadcrumbs { locale }
    translation { requested served isFallback state fields { state } } } }
  ... on NotTranslatedRoute { available { path } } } }"""


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        create_logo_collection()
        create_content()
        demo.create()
        yield
        transaction.set_rollback(True)


def ask(document: str, **variables: Any) -> Any:
    data = execute(document, variables).data
    assert data is not None
    return data


@pytest.mark.usefixtures("_loaded")
def test_nine_of_sixteen_czech_articles_are_translated_and_one_is_english_only() -> None:
    czech = ask(NEWS, locale="CS")["news"]
    english = ask(NEWS, locale="EN")["news"]

    locales = [sorted(a["locale"] for a in node["alternates"]) for node in english["nodes"]]
    assert (czech["totalCount"], english["totalCount"]) == (16, 10)
    assert sorted(locales) == [["CS", "EN"]] * 9 + [["EN"]]
    assert {node["kind"] for node in czech["nodes"]} == {
        "MEMBER_ARTICLE", "PRESS_RELEASE", "EVENT_REPORT", "TREND_ANALYSIS"
    }  # fmt: skip


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize("locale", ["CS", "EN"])
def test_every_article_is_whole_in_its_language(locale: str) -> None:
    nodes = ask(NEWS, locale=locale)["news"]["nodes"]

    assert [node["title"] for node in nodes if node["translation"]["isFallback"]] == []
    lacking = [
        (node["title"], name)
        for node in nodes
        for name in ("summary", "body", "image")
        if not node[name]
    ]
    assert lacking == []
    untold = [node["title"] for node in nodes if not all(a["role"] for a in node["authors"])]
    assert untold == []
    assert sorted(len(node["gallery"]) for node in nodes if node["gallery"]) == [2, 3]
    assert len([node for node in nodes if node["attachments"]]) == 1
    assert [node["source"]["name"] for node in nodes if node["source"]] == ["FTMC"]


@pytest.mark.usefixtures("_loaded")
def test_an_english_original_is_no_translation_and_has_no_czech_version() -> None:
    found = ask(ROUTE, path=ENGLISH_ONLY)["route"]
    missing = ask(ROUTE, path=ENGLISH_ONLY.replace("/en/news/", "/cs/aktuality/"))["route"]

    assert found["page"]["locale"] == "EN"
    assert found["page"]["alternates"] == [{"locale": "EN"}]
    assert {crumb["locale"] for crumb in found["page"]["breadcrumbs"]} == {"EN"}
    translation = found["page"]["translation"]
    assert (translation["requested"], translation["served"]) == ("EN", "EN")
    assert not translation["isFallback"]
    assert {field["state"] for field in translation["fields"]} <= {"SOURCE"}
    assert missing == {"__typename": "NotFoundRoute"}


@pytest.mark.usefixtures("_loaded")
def test_an_english_original_stands_in_for_czech_when_it_may() -> None:
    document = """query ($fallback: [Locale!]) {
      news(locale: CS, fallback: $fallback, first: 50) { totalCount } }"""

    assert ask(document, fallback=["EN"])["news"]["totalCount"] == 17
    assert ask(document)["news"]["totalCount"] == 16


@pytest.mark.usefixtures("_loaded")
def test_loading_again_changes_nothing() -> None:
    def facts() -> list[object]:
        return [
            list(Page.objects.order_by("path").values_list("pk", "path", "latest_revision_id")),
            (Revision.objects.count(), Image.objects.count(), Document.objects.count()),
            [list(menu.items.raw_data) for menu in Menu.objects.order_by("pk")],
        ]

    before = facts()
    demo.create()

    assert facts() == before


@pytest.mark.usefixtures("_loaded")
def test_pages_that_come_later_are_linked_in_both_languages() -> None:
    document = """query ($locale: Locale!) {
      news(locale: $locale, filter: {textPrefix: "laser-pro"}) { nodes {
        members { slug } projects { slug news { totalCount } } } } }"""
    with transaction.atomic():
        alone = ask(document, locale="CS")["news"]["nodes"]
        create_members()
        create_projects()
        demo.create()
        linked = {locale: ask(document, locale=locale)["news"]["nodes"] for locale in ("CS", "EN")}
        transaction.set_rollback(True)

    assert alone == [{"members": [], "projects": []}]
    assert linked == {
        code: [{"members": [{"slug": institute}, {"slug": "hilase"}],
                "projects": [{"slug": "laser-pro", "news": {"totalCount": count}}]}]
        for code, institute, count in (("CS", "fzu-av-cr", 3), ("EN", "institute-of-physics", 4))
    }  # fmt: skip
