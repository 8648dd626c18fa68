"""Limits that are about a whole answer, and about a visitor."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings
from redis.exceptions import ConnectionError as ValkeyIsGone

from cms.accounts import budgets
from cms.graphql.answer import answer
from cms.graphql.cache.answers import cached_answer
from cms.graphql.conf import Conf
from cms.graphql.context import Context
from cms.graphql.documents import memo
from cms.graphql.errors import LONGEST_MESSAGE, RequestError
from cms.graphql.http.spending import Spending, is_free
from cms.graphql.request import Operation
from cms.graphql.schema import schema_for
from cms.plugin.scope import request_scope
from cms.plugin.state import active_labels
from tests.graphql.asked import post, refusal

pytestmark = pytest.mark.django_db

PAGES = {"query": "{ pages(locale: CS, first: 1) { nodes { title } } }"}
COST = 22  # of PAGES
NEW = 100  # of a document that is seen for the first time


def test_answers_beyond_the_limit_are_refused(client: Client, settings: Settings) -> None:
    settings.KLASTR_GRAPHQL = {"MAX_ANSWER_BYTES": 40}

    assert post(client, {"query": "{ __typename }"}).json() == {"data": {"__typename": "Query"}}
    response = post(client, {"query": '{ __type(name: "Page") { name kind } }'})
    assert refusal(response) == (400, ["ANSWER_TOO_LARGE"])
    assert response.json()["errors"][0]["extensions"]["limit"] == 40


@pytest.mark.parametrize(
    "asked",
    [
        {"query": "{ %s }" % ("x" * 15_000)},
        {
            "query": "query($l: Locale!) { site(locale: $l) { name } }",
            "variables": {"l": "x" * 90_000},
        },
        {"query": "{ site(locale: CS) { name(%s: 1) } }" % ("x" * 15_000)},
    ],
    ids=["field", "variable", "argument"],
)
def test_messages_quote_no_more_than_one_reads(client: Client, asked: dict[str, Any]) -> None:
    response = post(client, asked)

    assert refusal(response)[0] == 400
    for error in response.json()["errors"]:
        assert len(error["message"]) <= LONGEST_MESSAGE


class From:
    """Visitors by address, each with a client."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def __call__(self, address: str, body: object = PAGES) -> Any:
        self.client.defaults["REMOTE_ADDR"] = address
        return post(self.client, body)


@pytest.fixture
def ask(client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> From:
    """Visitors who have few fields a minute, in a minute that does not end."""
    settings.KLASTR_GRAPHQL = {"COST_PER_MINUTE": 2 * COST, "NEW_DOCUMENT_COST": 0}
    settings.KLASTR_GRAPHQL["ANSWER_CACHE_BYTES"] = 0
    monkeypatch.setattr(budgets.time, "time", lambda: 1_800_000_045.0)
    return From(client)


def test_a_network_that_asks_too_much_waits(ask: From) -> None:
    statuses = [ask("203.0.113.9").status_code for _ in range(3)]
    response = ask("203.0.113.9")

    assert statuses == [200, 200, 429]
    assert refusal(response) == (429, ["RATE_LIMITED"])
    assert response["Retry-After"] == "15"
    assert response.json()["errors"][0]["extensions"] == {
        "code": "RATE_LIMITED",
        "limit": 2 * COST,
        "retryAfter": 15,
    }
    assert ask("203.0.113.10").status_code == 200


def test_whoever_changes_addresses_within_a_network_has_one_share(ask: From) -> None:
    for number in range(2):
        assert ask(f"2001:db8:1:1::{number}").status_code == 200
    assert ask("2001:db8:1:1::9").status_code == 429
    assert ask("2001:db8:1:2::1").status_code == 200


def test_the_next_minute_is_a_new_share(ask: From, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        ask("203.0.113.9")
    monkeypatch.setattr(budgets.time, "time", lambda: 1_800_000_060.0)

    assert ask("203.0.113.9").status_code == 200


def test_the_own_machine_and_network_are_not_counted(ask: From) -> None:
    for address in ("127.0.0.1", "10.1.2.3", "172.16.0.9", "::1", "::ffff:10.1.2.3", ""):
        assert [ask(address).status_code for _ in range(4)] == [200] * 4
    assert not is_free("172.32.0.1", Conf().free_networks)


def test_work_is_paid_for_before_it_is_done() -> None:
    spent: list[int] = []
    context = Context(active_labels(), spend=spent.append)
    memo.clear()
    for query in (PAGES["query"], PAGES["query"], "{ no }", "{ no }"):
        answer(Operation(query), context)

    assert spent == [NEW, COST, COST, NEW]


@pytest.mark.django_db(transaction=True)
def test_kept_answers_cost_nothing() -> None:
    spent: list[int] = []
    with request_scope():
        context = Context(active_labels(), spend=spent.append)
        given = [cached_answer(Operation(PAGES["query"]), context) for _ in range(3)]

    assert given[1] is given[2]
    assert spent[-1:] == [COST]
    assert spent.count(COST) == 1


def test_long_documents_cost_as_much_as_it_takes_to_check_them() -> None:
    spent: list[int] = []
    for length in (1_000, 1_001, 15_999):
        source = "{ __typename }".ljust(length)
        schema = schema_for(active_labels()).graphql_schema
        memo.checked(schema, source, Conf(), hide_suggestions=True, spend=spent.append)

    assert spent == [NEW, 2 * NEW, 16 * NEW]


def test_refused_documents_cost_as_well(ask: From, settings: Settings) -> None:
    settings.KLASTR_GRAPHQL = {"COST_PER_MINUTE": 250}
    statuses = [ask("203.0.113.9", {"query": f"{{ wrong{n} }}"}).status_code for n in range(4)]

    assert statuses == [400, 400, 400, 429]


def test_without_its_cache_nobody_is_refused(
    rf: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    calls = []

    def failing(*_args: object) -> int:
        calls.append(1)
        raise ValkeyIsGone("refused")

    monkeypatch.setattr(cache, "incr", failing)
    monkeypatch.setattr(budgets, "_failed_at", None)
    spend = Spending(rf.get("/", REMOTE_ADDR="203.0.113.9"), Conf(cost_per_minute=1))
    for _ in range(5):
        spend(100)

    assert len(calls) == 1  # left alone for a while
    assert [record.message for record in caplog.records] == ["accounts.budgets_not_counted"]


def test_a_share_of_nothing_is_no_limit(rf: Any) -> None:
    spend = Spending(rf.get("/", REMOTE_ADDR="203.0.113.9"), Conf(cost_per_minute=0))
    spend(10**9)
    limited = Spending(rf.get("/", REMOTE_ADDR="203.0.113.9"), Conf(cost_per_minute=1))
    limited(10**9)
    with pytest.raises(RequestError, match="more than 1 fields"):
        limited(1)


def test_who_develops_sees_what_it_costs() -> None:
    context = Context(active_labels(), shows_cost=True)

    assert answer(Operation(PAGES["query"]), context).payload["extensions"] == {
        "cost": COST,
        "costLimit": 5_000,
    }
