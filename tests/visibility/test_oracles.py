"""Counts and filters tell nothing about what is hidden; neither do HTML, pictures or documents."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from wagtail.models import Page, PageViewRestriction

from cms.graphql.schema import schema_for
from cms.graphql.testing import execute
from cms.plugin.state import active_labels
from cms.plugin.testing import inactive
from cms.publishing.paths import path_of
from tests.graphql.operations import NO_LIMITS, Writer
from tests.visibility.world import World, word

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PAGES = """query ($locale: Locale!, $order: PageOrder!, $under: ID, $fallback: [Locale!]) {
  pages(locale: $locale, order: $order, under: $under, fallback: $fallback) {
    totalCount pageInfo { hasNextPage } } }"""
MEMBERS = """query ($filter: MemberFilter) {
  members(locale: CS, filter: $filter) { totalCount nodes { title } } }"""
FILTERS: list[dict[str, Any]] = [
    {"textPrefix": "aaa"},
    {"textPrefix": "aa"},
    {"not": {"textPrefix": "aaa"}},
    {"city": [f"Town {word('ended')}"]},
    {"not": {"city": [f"Town {word('ended')}"]}},
    {"not": {"not": {"textPrefix": "aaa"}}},
    {},
]


def counts(world: World) -> list[object]:
    answers: list[object] = [execute(MEMBERS, {"filter": wanted}).data for wanted in FILTERS]
    for under in [None, str(world.homes.cs.pk), *(str(p.pk) for p in world.hidden.values())]:
        for order in ("TREE", "NEWEST", "RECENTLY_PUBLISHED"):
            for locale in ("CS", "EN"):
                variables = {"under": under, "order": order, "locale": locale, "fallback": ["CS"]}
                answers.append(execute(PAGES, variables).data)
    return answers


def test_counts_are_the_same_when_hidden_pages_are_gone(world: World) -> None:
    before = counts(world)

    PageViewRestriction.objects.all().delete()
    for page in sorted(world.hidden.values(), key=lambda page: -page.depth):
        Page.objects.get(pk=page.pk).delete()

    assert counts(world) == before


def test_members_of_an_inactive_plugin_are_nowhere(world: World, settings: Settings) -> None:
    settings.KLASTR_GRAPHQL = NO_LIMITS
    with inactive("members"):
        schema = schema_for(active_labels()).graphql_schema
        listed = execute(
            Writer(schema).operation("pages"), {"locale": "CS", "order": "TREE", "first": 100}
        )
        directory = execute("query ($id: ID!) { page(id: $id) { title } }", {
            "id": str(world.made["members.index"].pk)
        })  # fmt: skip
        route = execute('{ route(path: "/cs/clenove/open/") { __typename } }')

    assert "Guarded" not in str(listed.data)
    assert "FeaturedMembersBlock" not in str(listed.data)
    assert directory.data == {"page": None}
    assert route.data == {"route": {"__typename": "NotFoundRoute"}}


def test_hidden_pages_have_no_html(world: World, client: Client) -> None:
    shown = {}
    for name, page in world.hidden.items():
        response = client.get(path_of(page))
        body = b"".join(response).decode() if response.streaming else response.content.decode()
        if response.status_code == 200 and f"Heading {word(name)}" not in body:
            continue  # the form that asks for a password
        shown[name] = response.status_code

    assert {name: code for name, code in shown.items() if code not in {302, 403, 404}} == {}
    assert {name for name, code in shown.items() if code == 404} >= {
        "draft",
        "unpublished",
        "scheduled",
        "expired",
        "belowunpublished",
        "english",
        "ended",
        "memberdraft",
    }


def test_a_form_for_a_password_says_nothing_of_the_page(world: World, client: Client) -> None:
    page = world.hidden["password"]

    body = client.get(path_of(page)).content.decode()

    assert [
        text for text in ("Title", "Heading", "Intro") if f"{text} {word('password')}" in body
    ] == []


def test_private_pictures_are_not_served(world: World, client: Client) -> None:
    image, _document = world.private_files["direct"]
    rendition = image.get_rendition("width-32")

    statuses = [
        client.get(f"/media/{name}").status_code for name in (rendition.file.name, image.file.name)
    ]

    assert statuses == [404, 404]


def test_private_documents_are_not_served(world: World, client: Client) -> None:
    _image, document = world.private_files["direct"]

    response = client.get(document.url)

    assert response.status_code in {302, 403, 404}
    assert b"%PDF" not in response.content


def test_a_restricted_place_tells_only_that_it_is_restricted(world: World) -> None:
    ask = "query ($path: String!) { route(path: $path) { __typename } }"
    below = world.hidden["belowlogin"]
    before = execute(ask, {"path": path_of(below)}).data

    below.specific.unpublish()
    unpublished = execute(ask, {"path": path_of(below)}).data

    assert before == {"route": {"__typename": "RestrictedRoute"}}
    assert unpublished == {"route": {"__typename": "NotFoundRoute"}}
