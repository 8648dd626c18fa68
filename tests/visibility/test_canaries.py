"""Nothing that is not public leaves through GraphQL, whatever is asked."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import Settings

from cms.discovery.answering import forget_vocabulary
from cms.graphql.testing import execute
from cms.indexing.rebuild import rebuild
from tests.graphql.operations import NO_LIMITS, owner_of, root_fields
from tests.public_rows import CORE, Parts, bundled
from tests.visibility.questions import answer_text, questions, tables
from tests.visibility.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _no_limits(settings: Settings) -> None:
    settings.KLASTR_GRAPHQL = NO_LIMITS


def seen(canaries: set[str], parts: Parts) -> dict[str, tuple[str, dict[str, Any]]]:
    """The canaries that any answer holds, each with the first question that brought it."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for name, variables, hops in questions(parts):
        if len(found) == len(canaries):
            break
        text = answer_text(name, variables, hops)
        for canary in canaries - found.keys():
            if canary in text:
                found[canary] = (name, variables)
    return found


def test_no_canary_is_in_any_answer(world: World) -> None:
    rebuild()  # an index is no part of what is undone after a test

    assert seen(world.canaries, world.parts) == {}


def test_every_canary_is_in_an_answer_once_it_is_public(world: World) -> None:
    world.open_all()
    rebuild()

    assert world.canaries - seen(world.canaries, world.parts).keys() == set()


def test_no_canary_can_be_searched_for_completed_or_corrected(world: World) -> None:
    """Not by its whole text, by its beginning, or with a letter left out."""
    rebuild()
    forget_vocabulary()
    asked = """query ($text: String!, $begun: String!, $wrong: String!) {
        found: search(text: $text, locale: CS, typing: true, verbatim: true) { totalCount }
        wrong: search(text: $wrong, locale: CS, typing: true) { didYouMean searchedFor }
        suggest(text: $begun, locale: CS) { text page { title } filter { value } } }"""
    found, told = {}, {}
    for canary in sorted(world.canaries):
        variables = {"text": f'"{canary}"', "begun": canary[:-2], "wrong": canary[:-2] + canary[-1]}
        data = execute(asked, variables).data
        assert data is not None
        if data["found"]["totalCount"]:
            found[canary] = data["found"]
        if canary in str(data["wrong"]) + str(data["suggest"]):
            told[canary] = data

    assert (found, told) == ({}, {})


@pytest.mark.parametrize("label", [CORE, *bundled()])
def test_every_plugin_says_what_it_hides_and_what_to_ask(world: World, label: str) -> None:
    asked = set(tables(world.parts))

    world.parts.check(label)
    assert {name for name in root_fields() if owner_of(name) == label} - asked == set()
