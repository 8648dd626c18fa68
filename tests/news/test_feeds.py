"""News in feeds: what the list finds, with the date, author and text of each article."""

from __future__ import annotations

import datetime
import json
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid5

import feedparser
import pytest
from django.test import Client

from cms.graphql.testing import execute
from plugins.news.models import ArticleAuthor, NewsIndexPage, RelatedMember
from tests.content.factories import Homes, block, make_home, make_pillar
from tests.members.factories import make_directory, make_member
from tests.news.factories import make_article, make_news_index

pytestmark = pytest.mark.django_db

KEYS = """query ($filter: NewsFilter) { news(locale: CS, filter: $filter) {
  nodes { translationKey } } }"""


@pytest.fixture
def homes() -> Homes:
    return make_home()


@pytest.fixture
def index(homes: Homes) -> NewsIndexPage:
    return make_news_index(homes)


def ids(wanted: dict[str, Any]) -> list[str]:
    data = execute(KEYS, {"filter": wanted}).data
    assert data is not None
    return [uuid5(UUID(node["translationKey"]), "cs").urn for node in data["news"]["nodes"]]


def test_a_filter_finds_the_same_in_the_list_and_in_the_feeds(
    index: NewsIndexPage, homes: Homes, client: Client
) -> None:
    member = make_member(make_directory(homes), "Meopta")
    pillar = make_pillar("lasers")
    for year in (2019, 2021, 2025):
        make_article(
            index,
            str(year),
            kind="press-release" if year > 2020 else "event-report",
            published_on=datetime.date(year, 3, 4),
            pillars=[pillar] if year == 2025 else [],
            authors=[ArticleAuthor(name=f"Author {year}", locale=homes.czech)],
            members=[RelatedMember(page=member)] if year == 2021 else [],
        )
    asked: list[tuple[list[tuple[str, str]], dict[str, Any], int]] = [
        ([], {}, 3),
        ([("kind", "PRESS_RELEASE")], {"kind": ["PRESS_RELEASE"]}, 2),
        ([("pillar", "lasers")], {"pillar": ["lasers"]}, 1),
        ([("member", str(member.pk))], {"member": [str(member.pk)]}, 1),
        ([("author", "Author 2019")], {"author": ["Author 2019"]}, 1),
        ([("year", "2019"), ("year", "2025")], {"year": [2019, 2025]}, 2),
        ([("published.since", "2021-03-04")], {"published": {"since": "2021-03-04"}}, 2),
        ([("not.kind", "EVENT_REPORT")], {"not": {"kind": ["EVENT_REPORT"]}}, 2),
    ]

    for parameters, wanted, count in asked:
        query = urlencode(parameters)
        atom = feedparser.parse(client.get(f"/feeds/cs/news.atom?{query}").content)
        read = json.loads(client.get(f"/feeds/cs/news.json?{query}").content)
        listed = ids(wanted)

        assert len(listed) == count, wanted
        assert [entry.id for entry in atom.entries] == listed
        assert [item["id"] for item in read["items"]] == listed


def test_an_entry_has_date_author_text_and_kind(
    index: NewsIndexPage, homes: Homes, client: Client
) -> None:
    make_article(
        index,
        "LASER-PRO začíná",
        kind="press-release",
        published_on=datetime.date(2025, 3, 4),
        summary="Šest milionů eur",
        body=[block("heading", {"text": "H", "level": "h2"}), block("rich_text", "<p>Text</p>")],
        authors=[ArticleAuthor(name=name, locale=homes.czech) for name in ("Jana", "Petr")],
        pillars=[make_pillar("lasers", "Lasery", "Lasers")],
    )

    entry = feedparser.parse(client.get("/feeds/cs/news.atom").content).entries[0]

    assert entry.title == "LASER-PRO začíná"
    assert entry.published == "2025-03-04T00:00:00+01:00"
    assert entry.author == "Jana, Petr"
    assert [tag.term for tag in entry.tags] == ["Tisková zpráva", "Lasery"]
    assert entry.summary == "Šest milionů eur"
    assert entry.content[0].value == "<p>Text</p>"
    assert client.get("/feeds/cs/news.ics").status_code == 404
