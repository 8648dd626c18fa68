"""Feeds over HTTP: the same pages as in the list, in formats that other programs read."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid5

import feedparser
import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from cms.graphql.testing import execute
from cms.plugin.testing import inactive
from plugins.members.models import MemberIndexPage, MemberType, Region
from tests.content.factories import make_english, make_home, make_pillar, publish
from tests.members.factories import add_members, make_directory, make_member

pytestmark = pytest.mark.django_db

KEYS = """query ($locale: Locale!, $filter: MemberFilter) {
  members(locale: $locale, filter: $filter, order: NEWEST, first: 100) {
    nodes { translationKey } } }"""


@pytest.fixture
def directory() -> MemberIndexPage:
    return make_directory(make_home())


def get(client: Client, path: str, **headers: str) -> HttpResponse:
    return client.get(path, headers=headers)


def listed(locale: str, wanted: dict[str, Any]) -> list[str]:
    """The ids of the entries that the list finds."""
    data = execute(KEYS, {"locale": locale.upper(), "filter": wanted}).data
    assert data is not None
    keys = [node["translationKey"] for node in data["members"]["nodes"]]
    return [uuid5(UUID(key), locale).urn for key in keys]


def read_atom(response: HttpResponse) -> Any:
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    read = feedparser.parse(response.content)
    assert (read.bozo, read.version) == (False, "atom10")
    return read


def read_json(response: HttpResponse) -> dict[str, Any]:
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    read: dict[str, Any] = json.loads(response.content)
    assert read["version"] == "https://jsonfeed.org/version/1.1"
    for item in read["items"]:
        assert item["id"]
        assert ("content_html" in item) or ("content_text" in item)
    return read


def error_of(response: HttpResponse) -> tuple[int, str, str | None]:
    error = json.loads(response.content)["errors"][0]
    return response.status_code, error["message"], error["extensions"].get("argument")


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", {}),
        ("memberType=UNIVERSITY", {"memberType": ["UNIVERSITY"]}),
        ("region=PRAGUE&region=OLOMOUC", {"region": ["PRAGUE", "OLOMOUC"]}),
        ("pillar=optics&not.region=PRAGUE", {"pillar": ["optics"], "not": {"region": ["PRAGUE"]}}),
        ("founded.since=1990", {"founded": {"since": 1990}}),
        ("not.not.city=Brno", {"not": {"not": {"city": ["Brno"]}}}),
        ("textPrefix=%C5%99e", {"textPrefix": "ře"}),
        ("memberType=&founded.until=", {}),
        ("city=Nikde", {"city": ["Nikde"]}),
    ],
)
@pytest.mark.parametrize("locale", ["cs", "en"])
def test_a_feed_has_what_the_list_has(
    client: Client, directory: MemberIndexPage, locale: str, query: str, wanted: dict[str, Any]
) -> None:
    optics, university = make_pillar("optics"), MemberType.UNIVERSITY
    make_member(directory, "Alfa", region=Region.PRAGUE, pillars=[optics], city="Brno")
    make_member(directory, "Beta", region=Region.OLOMOUC, pillars=[optics], founded=1990)
    last = make_member(directory, "Řezy", member_type=university, founded=1950)
    make_english(last, title="Cuts")

    atom = read_atom(get(client, f"/feeds/{locale}/members.atom?{query}"))
    feed = read_json(get(client, f"/feeds/{locale}/members.json?{query}"))

    expected = listed(locale, wanted)
    assert [entry.id for entry in atom.entries] == expected
    assert [item["id"] for item in feed["items"]] == expected


def test_entries_say_what_the_page_says(
    client: Client, directory: MemberIndexPage, settings: Settings
) -> None:
    member = make_member(
        directory,
        "Sklo & syn",
        claim="Vidíme <dál>",
        profile="<p>Od roku <b>1900</b>.</p>",
        pillars=[make_pillar("optics")],
    )
    url = f"{settings.PUBLIC_URL}/cs/clenove/sklo-syn/"
    published = member.first_published_at

    atom = read_atom(get(client, "/feeds/cs/members.atom"))
    feed = read_json(get(client, "/feeds/cs/members.json"))

    assert atom.feed.title.startswith("Noví členové – ")
    assert atom.feed.language == "cs"
    assert {(link.rel, link.href) for link in atom.feed.links} == {
        ("alternate", f"{settings.PUBLIC_URL}/cs/"),
        ("self", f"{settings.PUBLIC_URL}/feeds/cs/members.atom"),
    }
    [entry] = atom.entries
    assert (entry.title, entry.link) == ("Sklo & syn", url)
    assert entry.summary == "Vidíme &lt;dál&gt;"
    assert entry.content[0].value == "<p>Od roku <b>1900</b>.</p>"
    assert [tag.term for tag in entry.tags] == ["Optika"]
    assert entry.published == published.isoformat()
    assert entry.updated == member.last_published_at.isoformat()
    [item] = feed["items"]
    assert item == {
        "id": entry.id,
        "url": url,
        "title": "Sklo & syn",
        "content_html": "<p>Od roku <b>1900</b>.</p>",
        "summary": "Vidíme <dál>",
        "date_published": published.isoformat(),
        "date_modified": member.last_published_at.isoformat(),
        "tags": ["Optika"],
        "language": "cs",
    }


def test_all_entries_are_reached_page_by_page(client: Client, directory: MemberIndexPage) -> None:
    add_members(directory, [f"Member {number:03}" for number in range(120)], claim="x")
    atom_ids: list[str] = []
    json_ids: list[str] = []
    sizes = []

    path = "/feeds/cs/members.atom?country=CZ"
    while path:
        read = read_atom(get(client, path))
        atom_ids += [entry.id for entry in read.entries]
        path = next((link.href for link in read.feed.links if link.rel == "next"), "")
    path = "/feeds/cs/members.json?country=CZ"
    while path:
        feed = read_json(get(client, path))
        sizes.append(len(feed["items"]))
        json_ids += [item["id"] for item in feed["items"]]
        path = feed.get("next_url", "")

    assert sizes == [100, 20]
    assert len(set(atom_ids)) == 120
    assert atom_ids == json_ids


@pytest.mark.parametrize(
    ("query", "message", "argument"),
    [
        ("kind=JOB", "There is no parameter “kind”.", "kind"),
        ("first=1", "There is no parameter “first”.", "first"),
        ("locale=CS", "There is no parameter “locale”.", "locale"),
        ("founded=1990", "There is no parameter “founded”.", "founded"),
        ("memberType.x=1", "There is no parameter “memberType.x”.", "memberType.x"),
        ("not=x", "There is no parameter “not”.", "not"),
        ("not.=x", "There is no parameter “not.”.", "not."),
        (".=x", "There is no parameter “.”.", "."),
        ("a" * 300 + "=1", f"There is no parameter “{'a' * 100}”.", "a" * 100),
        (
            "not.not.not.not.",
            "“not” may stand in a parameter at most 3 times.",
            "not.not.not.not.",
        ),
        (
            "sizeClass=HUGE",
            "The value of “sizeClass” must be one of: MICRO, SMALL, MEDIUM, LARGE.",
            "sizeClass",
        ),
        ("founded.since=x", "The parameter “founded.since” has a wrong value.", "founded.since"),
        (
            f"founded.since={10**9 * 3}",
            "The parameter “founded.since” has a wrong value.",
            "founded.since",
        ),
        (
            "founded.since=1&founded.since=2",
            "The parameter “founded.since” may be given only once.",
            "founded.since",
        ),
        (
            "not.founded.since=1990&not.founded.until=1980",
            "In “not.founded”, “since” must not be after “until”.",
            "not.founded",
        ),
        (
            urlencode([("city", f"t{number}") for number in range(101)]),
            "The parameter “city” may be given at most 100 times.",
            "city",
        ),
        ("after=xyz", "The parameter “after” has a wrong value.", "after"),
        ("after=a&after=b", "The parameter “after” may be given only once.", "after"),
        ("city=%ff", "The address is not in UTF-8.", None),
        (
            "city=" + "x" * 10_000,
            "The address is too long: at most 8000 characters may follow the question mark.",
            None,
        ),
        (
            "&".join(f"city={number}" for number in range(600)),
            "The address has more than 500 parameters.",
            None,
        ),
    ],
)
def test_a_wrong_address_hears_what_is_wrong(
    client: Client, directory: MemberIndexPage, query: str, message: str, argument: str | None
) -> None:
    response = get(client, f"/feeds/en/members.json?{query}")

    assert error_of(response) == (400, message, argument)
    assert response["Cache-Control"] == "no-store"


def test_errors_come_in_the_language_of_the_address(
    client: Client, directory: MemberIndexPage
) -> None:
    response = client.get("/feeds/cs/members.atom?kind=JOB", headers={"Accept-Language": "en"})

    assert error_of(response) == (400, "Parametr „kind“ není.", "kind")


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/cs/nothing.atom",
        "/feeds/cs/members.ics",
        "/feeds/cs/members.rss",
        "/feeds/de/members.atom",
        "/feeds/cs/members",
    ],
)
def test_what_is_no_feed_is_not_found(
    client: Client, directory: MemberIndexPage, path: str
) -> None:
    assert get(client, path).status_code == 404


def test_a_feed_of_an_inactive_plugin_is_not_found(
    client: Client, directory: MemberIndexPage
) -> None:
    before = get(client, "/feeds/cs/members.atom")
    with inactive("members"):
        off = get(client, "/feeds/cs/members.atom")

    assert (before.status_code, off.status_code) == (200, 404)
    assert get(client, "/feeds/cs/members.atom").content == before.content


def test_a_feed_is_sent_again_only_when_it_changed(
    client: Client, directory: MemberIndexPage
) -> None:
    member = make_member(directory)
    first = get(client, "/feeds/cs/members.atom")
    same = get(client, "/feeds/cs/members.atom", **{"If-None-Match": first["ETag"]})

    publish(member, live=False)
    member.refresh_from_db()
    member.unpublish()
    gone = get(client, "/feeds/cs/members.atom", **{"If-None-Match": first["ETag"]})

    assert (first.status_code, same.status_code, gone.status_code) == (200, 304, 200)
    assert first["Cache-Control"] == "public, max-age=300"
    assert "Vary" not in first
    assert first["Last-Modified"].endswith("GMT")
    assert (same.content, same["ETag"]) == (b"", first["ETag"])
    assert read_atom(gone).entries == []


def test_only_get_and_head_are_answered(client: Client, directory: MemberIndexPage) -> None:
    make_member(directory)
    head = client.head("/feeds/cs/members.json")

    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == get(client, "/feeds/cs/members.json")["ETag"]
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/feeds/cs/members.json").status_code == 405
    assert strict.delete("/feeds/cs/members.json").status_code == 405


def test_addresses_come_from_the_site_not_from_the_request(
    client: Client, directory: MemberIndexPage, settings: Settings
) -> None:
    make_member(directory)
    settings.ALLOWED_HOSTS = ["*"]

    response = client.get("/feeds/cs/members.json", headers={"Host": "evil.example"})

    assert response.status_code == 200
    assert b"evil" not in response.content


def test_hostile_texts_stay_texts(client: Client, directory: MemberIndexPage) -> None:
    hostile = "]]><script>\x08\x1b\u2028\x85BEGIN:VEVENT\r\n&amp;"
    make_member(directory, "<b>" + hostile, slug="x", claim=hostile)

    atom = read_atom(get(client, "/feeds/cs/members.atom"))
    feed = read_json(get(client, "/feeds/cs/members.json"))

    title = "<b>]]><script> BEGIN:VEVENT &amp;"
    assert feed["items"][0]["title"] == title
    assert feed["items"][0]["content_text"] == "]]><script>\n\nBEGIN:VEVENT\n&amp;"
    assert atom.entries[0].title_detail.type == "text/plain"


@pytest.mark.django_db
def test_a_tight_limit_for_clients_leaves_feeds_alone(client: Client, settings: Any) -> None:
    make_home()
    settings.KLASTR_GRAPHQL = {"MAX_COST": 2_500}

    assert client.get("/feeds/cs/events.ics").status_code == 200
