"""An operation ends when its time is over, and says so."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import graphene
import pytest
from django.db import DatabaseError, connection
from django.test import Client, override_settings

from cms.graphql.deadline import LOOK_SECONDS
from cms.graphql.testing import execute
from cms.plugin.contributions import Mutations
from tests.graphql.schemas import schema_of
from tests.servers.site import environment

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


SLOW_STATEMENT = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000000)"
    " SELECT count(*) FROM n",
    "postgresql": "SELECT 1 FROM pg_sleep(60)",
}

SHORT_STATEMENT = {
    "sqlite": SLOW_STATEMENT["sqlite"].replace("200000000", "200000"),
    "postgresql": "SELECT 1 FROM pg_sleep(0.1)",
}


class Slow:
    """A field that takes one statement of a minute, and says nothing of it when that fails."""

    slow = graphene.Int(is_patient=graphene.Boolean(), description="Counted.")

    @staticmethod
    def resolve_slow(root: object, info: object, *, is_patient: bool = False) -> int:
        with connection.cursor() as cursor:
            try:
                cursor.execute(SLOW_STATEMENT[connection.vendor])
                return int(cursor.fetchone()[0])
            except DatabaseError:
                if is_patient:
                    return 0
                raise


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_patient", [False, True], ids=["raises", "swallows"])
@override_settings(KLASTR_GRAPHQL={"MAX_SECONDS": 1})
def test_a_slow_statement_is_broken_off_by_the_database(
    is_patient: bool, caplog: pytest.LogCaptureFixture
):
    document = "query Slowly($is: Boolean) { slow(isPatient: $is) }"
    variables = {"is": is_patient}
    answer = execute(document, variables, schema=schema_of(Slow), expect_errors=True)

    assert (answer.data, answer.codes) == (None, ["TIMEOUT"])
    timeouts = [record for record in caplog.records if record.message == "graphql.timeout"]
    assert [record.operation for record in timeouts] == ["Slowly"]  # type: ignore[attr-defined]
    assert execute("{ plugins { id } }").errors == []  # the connection still answers


FORKED = f"""
import os

import django

django.setup()
from django.db import connection
from cms.graphql.deadline import broken_off_after
from cms.graphql.errors import LimitError

with broken_off_after(1):
    pass
if child := os.fork():
    os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
try:
    with broken_off_after(1), connection.cursor() as cursor:
        cursor.execute("{SLOW_STATEMENT["sqlite"]}")
except LimitError:
    os._exit(0)
os._exit(1)
"""


def test_a_forked_process_looks_after_its_own_queries(tmp_path: Path):
    settings = {"DJANGO_SETTINGS_MODULE": "cms.project.settings.local"}
    done = subprocess.run(
        [sys.executable, "-c", FORKED],
        env=environment(tmp_path, **settings),
        timeout=120,
        check=False,
    )

    assert done.returncode == 0


class SlowMutations:
    """A mutation whose statements take longer than a query may."""

    slowly = graphene.Int(description="Counted.")

    @staticmethod
    def resolve_slowly(root: object, info: object) -> int:
        begun = time.monotonic()
        while time.monotonic() < begun + 1 + 2 * LOOK_SECONDS:
            with connection.cursor() as cursor:
                cursor.execute(SHORT_STATEMENT[connection.vendor])
        return 1


@override_settings(KLASTR_GRAPHQL={"MAX_SECONDS": 1})
def test_a_mutation_is_not_broken_off():
    schema = schema_of(Naps, types=(Mutations(SlowMutations),))

    assert execute("mutation { slowly }", schema=schema).data == {"slowly": 1}
