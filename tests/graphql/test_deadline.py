"""An operation ends when its time is over, and says so."""

from __future__ import annotations

import time

import graphene
import pytest
from django.test import Client, override_settings

from cms.graphql.testing import execute
from tests.graphql.schemas import schema_of

pytestmark = pytest.mark.django_db

NAP_SECONDS = 0.3


class Nap(graphene.ObjectType):
    """A field that takes its time."""

    nap = graphene.Int(description="Slept.")

    @staticmethod
    def resolve_nap(number: int, info: object) -> int:
        time.sleep(NAP_SECONDS)
        return number


class Naps:
    """Rows, one nap each."""

    naps = graphene.List(Nap, count=graphene.Int(required=True), description="Naps.")

    @staticmethod
    def resolve_naps(root: object, info: object, *, count: int) -> list[int]:
        return list(range(count))


@override_settings(KLASTR_GRAPHQL={"MAX_SECONDS": 1})
def test_a_query_that_takes_too_long_is_broken_off():
    begun = time.monotonic()
    answer = execute("{ naps(count: 20) { nap } }", schema=schema_of(Naps), expect_errors=True)

    assert (answer.data, answer.codes) == (None, ["TIMEOUT"])
    assert answer.errors[0]["extensions"]["limit"] == 1
    assert time.monotonic() - begun < 20 * NAP_SECONDS / 2


@override_settings(KLASTR_GRAPHQL={"MAX_SECONDS": 0})
def test_without_a_limit_it_takes_what_it_takes():
    answer = execute("{ naps(count: 4) { nap } }", schema=schema_of(Naps))

    assert answer.data == {"naps": [{"nap": number} for number in range(4)]}


@override_settings(KLASTR_GRAPHQL={"MAX_SECONDS": 1})
def test_what_is_asked_next_has_all_of_its_time(client: Client):
    execute("{ naps(count: 20) { nap } }", schema=schema_of(Naps), expect_errors=True)
    response = client.post(
        "/graphql", {"query": "{ plugins { id } }"}, content_type="application/json"
    )

    assert [plugin["id"] for plugin in response.json()["data"]["plugins"]] != []
