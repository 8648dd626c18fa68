"""The feed of a search: what has all the words, last published first, or no answer at all."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import uuid5

import feedparser
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cms.discovery.models import AskedQuery, PromotedResult
from plugins.members.models import MemberIndexPage
from tests.content.factories import make_english, make_home
from tests.members.factories import make_directory, make_member

pytestmark = pytest.mark.django_db
NOBODY_THERE = "elasticsearch://127.0.0.1:9/klastr"
Index = Callable[[], int]


@pytest.fixture
def directory() -> MemberIndexPage:
    return make_directory(make_home())


def get(client: Client, format: str = "json", **asked: Any) -> Any:
    return client.get(f"/feeds/cs/search.{format}?{urlencode(asked, doseq=True)}")


def titles(client: Client, **asked: Any) -> list[str]:
    answer = get(client, **asked)
    assert answer.status_code == 200, answer.content
    return [item["title"] for item in json.loads(answer.content)["items"]]


def days_old(page: Any, days: int) -> None:
    page.last_published_at = timezone.now() - datetime.timedelta(days=days)
    page.save(update_fields=["last_published_at"])


def test_pages_with_all_the_words_come_last_published_first(
    client: Client, directory: MemberIndexPage, index: Index
) -> None:
    old, new = make_member(directory, "Lasery Brno"), make_member(directory, "Brno a laser")
    middle = make_member(directory, "Laserové centrum", claim="V Brně")
    make_member(directory, "Brněnská optika")
    for page, days in ((old, 30), (middle, 20), (new, 10)):
        days_old(page, days)
    index()

    assert titles(client, text="laser Brno") == ["Brno a laser", "Laserové centrum", "Lasery Brno"]
    assert titles(client, text="laser Olomouc") == []
    assert titles(client, text="lsery") == []
    assert titles(client, text="", type="Member", city="Nikde") == []
    assert len(titles(client, type="Member")) == 4


def test_pages_of_the_other_language_say_so(
    client: Client, directory: MemberIndexPage, index: Index
) -> None:
    english = make_english(directory)
    both = make_member(directory, "Laser v obou")
    make_english(both, title="Laser in both")
    only = make_member(english, "Laser in English")
    index()

    read = feedparser.parse(get(client, "atom", text="laser").content)
    items = json.loads(get(client, text="laser").content)["items"]

    assert (read.bozo, {entry.title for entry in read.entries}) == (
        False,
        {"Laser v obou", "Laser in English"},
    )
    assert {(item["title"], item["language"], item["id"]) for item in items} == {
        ("Laser v obou", "cs", uuid5(both.translation_key, "cs").urn),
        ("Laser in English", "en", uuid5(only.translation_key, "cs").urn),
    }
    assert b'<entry xml:lang="en"><title>Laser in English<' in get(
        client, "atom", text="laser"
    ).content.replace(b"\n", b"")


def test_pages_of_entries_lead_to_all_in_order(
    client: Client, directory: MemberIndexPage, index: Index, settings: Settings
) -> None:
    settings.KLASTR_GRAPHQL = {"MAX_FIRST": 2}
    for number in range(5):
        days_old(make_member(directory, f"Laser {number}"), number)
    index()
    address, found = "/feeds/cs/search.json?text=laser", []
    while address:
        answer = json.loads(client.get(address).content)
        found.append([item["title"] for item in answer["items"]])
        address = answer.get("next_url", "")

    assert found == [["Laser 0", "Laser 1"], ["Laser 2", "Laser 3"], ["Laser 4"]]


def test_promoted_pages_are_no_entries_and_nothing_is_counted(
    client: Client, directory: MemberIndexPage, index: Index
) -> None:
    page = make_member(directory, "Optika")
    PromotedResult.objects.create(queries="laser", locale="cs", page=page)
    index()

    assert titles(client, text="laser") == []
    assert AskedQuery.objects.count() == 0


def test_without_an_engine_there_is_no_feed_rather_than_an_empty_one(
    client: Client, directory: MemberIndexPage, index: Index, settings: Settings
) -> None:
    make_member(directory, "Laser")
    index()
    settings.SEARCH_URL = NOBODY_THERE

    answer = get(client, "atom", text="laser")

    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (
        503,
        "600",
        "no-store",
    )


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"text": ["a", "b"]}, "Parametr „text“ smí být uveden jen jednou."),
        ({"kind": "JOB", "nothing": "1"}, "Parametr „nothing“ není."),
        ({"not.text": "a"}, "Parametr „not.text“ není."),
        ({"locale": "DE"}, "Hodnota parametru „locale“ musí být jedna z těchto: CS, EN."),
    ],
)
def test_wrong_parameters_are_refused(
    client: Client, directory: MemberIndexPage, asked: dict[str, Any], error: str
) -> None:
    answer = get(client, **asked)

    assert (answer.status_code, json.loads(answer.content)["errors"][0]["message"]) == (400, error)


@pytest.mark.parametrize(
    "text", [" ", '"', "-", "\0", "\ud83d", "<b>&amp;]]>", "a" * 7000, "a " * 3000, "%00", '-"a b"']
)
def test_whatever_is_asked_makes_a_feed(
    client: Client, directory: MemberIndexPage, index: Index, text: str
) -> None:
    make_member(directory, "Laser")
    index()

    for format in ("atom", "json"):
        query = urlencode({"text": text}, errors="replace")
        answer = client.get(f"/feeds/en/search.{format}?{query}")
        assert answer.status_code == 200
        assert format == "json" or not feedparser.parse(answer.content).bozo
