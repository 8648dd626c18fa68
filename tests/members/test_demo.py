"""The demo: all documented members in both languages, made once however often it is asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page, Revision

from cms.content.demo import create as create_content
from cms.content.models import Menu, Pillar, Topic
from cms.graphql.testing import execute
from cms.media.models import Image
from plugins.members import demo
from plugins.members.models import Market
from plugins.members.upgrades import create_logo_collection

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DOCUMENTED = 28

MEMBERS = """query ($locale: Locale!) { members(locale: $locale, first: 100) { totalCount nodes {
  title claim profile { text } logo { alt isSvg } pillars { name } topics { name }
  translation { isFallback } } } }"""


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        create_logo_collection()
        create_content()
        demo.create()
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize("locale", ["CS", "EN"])
def test_every_member_is_described_in_both_languages(locale: str) -> None:
    data = execute(MEMBERS, {"locale": locale}).data
    assert data is not None
    members = data["members"]["nodes"]

    lacking = [
        (member["title"], name)
        for member in members
        for name in ("claim", "profile", "logo", "pillars", "topics")
        if not member[name]
    ]

    assert data["members"]["totalCount"] == DOCUMENTED
    assert lacking == []
    assert [member["title"] for member in members if member["translation"]["isFallback"]] == []
    assert [member["title"] for member in members if not member["logo"]["alt"]] == []


@pytest.mark.usefixtures("_loaded")
def test_loading_again_changes_nothing() -> None:
    def facts() -> list[object]:
        return [
            list(Page.objects.order_by("path").values_list("pk", "path", "latest_revision_id")),
            Revision.objects.count(),
            Image.objects.count(),
            [list(menu.items.raw_data) for menu in Menu.objects.order_by("pk")],
            [model.objects.count() for model in (Pillar, Topic, Market)],
        ]

    before = facts()
    create_content()
    demo.create()

    assert facts() == before


@pytest.mark.usefixtures("_loaded")
def test_nothing_of_the_demo_is_a_fallback() -> None:
    document = """{ pages(locale: EN, first: 100) { nodes {
      path translation { isFallback fields { name state } } } } }"""
    data = execute(document).data
    assert data is not None

    untranslated = {
        page["path"]: page["translation"]["fields"]
        for page in data["pages"]["nodes"]
        if page["translation"]["isFallback"]
    }

    assert untranslated == {}
