"""The same request again: the same bytes, without Django, and never an old answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http.request import HttpHeaders
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Site

from cms.content.models import StandardPage
from cms.graphql.cache.answers import answers
from cms.graphql.http.repeated import DECIDING
from cms.plugin import lifecycle
from cms.publishing import clock
from tests.content.factories import Homes, make_home, make_page
from tests.graphql.over_wsgi import Endpoint, Sent

pytestmark = pytest.mark.django_db(transaction=True)

TITLES = '{ pages(locale: CS, type: ["StandardPage"]) { nodes { title } } }'


@pytest.fixture
def homes(monkeypatch: pytest.MonkeyPatch) -> Homes:
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 300)  # as the site has it
    answers.clear()
    return make_home()


@pytest.fixture
def endpoint(homes: Homes) -> Endpoint:
    make_page(homes.cs, StandardPage, title="Lasery", slug="lasery")
    return Endpoint()


def titles(sent: Sent) -> list[str]:
    return [node["title"] for node in json.loads(sent.content)["data"]["pages"]["nodes"]]


@pytest.mark.parametrize("ask", [Endpoint.get, Endpoint.post])
def test_a_repeated_request_gets_the_same_response_without_django(
    endpoint: Endpoint, ask: Callable[..., Sent]
) -> None:
    first = ask(endpoint, TITLES)
    ask(endpoint, TITLES)
    passed_on = endpoint.passed_on
    with CaptureQueriesContext(connection) as statements:
        again = ask(endpoint, TITLES)

    assert again == first
    assert titles(again) == ["Lasery"]
    assert endpoint.passed_on == passed_on
    assert len(statements) == 0  # of Django; the driver has run one


def test_what_has_changed_is_seen_with_the_next_request(endpoint: Endpoint) -> None:
    endpoint.post(TITLES)
    page = StandardPage.objects.get(slug="lasery")
    page.title = "Optika"
    page.save_revision().publish()

    assert titles(endpoint.post(TITLES)) == ["Optika"]
    assert titles(endpoint.post(TITLES)) == ["Optika"]


def test_what_changes_by_the_clock_is_seen(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = timezone.now() + timedelta(seconds=60)
    StandardPage.objects.filter(slug="lasery").update(expire_at=soon)
    clock.forget()
    endpoint.post(TITLES)
    endpoint.post(TITLES)
    passed_on = endpoint.passed_on

    monkeypatch.setattr(timezone, "now", lambda: soon + timedelta(seconds=1))
    endpoint.post(TITLES)

    assert endpoint.passed_on == passed_on + 1


def test_caches_keep_nothing_beyond_what_changes_by_the_clock(
    endpoint: Endpoint, settings: Settings
) -> None:
    settings.KLASTR_GRAPHQL = {"SHARED_MAX_AGE": 3600, "MAX_AGE": 5}
    ends = timezone.now() + timedelta(seconds=60)
    StandardPage.objects.filter(slug="lasery").update(expire_at=ends)
    clock.forget()

    for _ in range(3):
        kept = endpoint.get(TITLES).headers["Cache-Control"]
        seconds = int(kept.partition("s-maxage=")[2].partition(",")[0])
        assert 40 < seconds <= 60
        assert kept.startswith("public, max-age=5, ")


def test_a_switched_plugin_is_seen(endpoint: Endpoint) -> None:
    document = '{ __type(name: "Member") { name } }'
    assert json.loads(endpoint.post(document).content)["data"] == {"__type": {"name": "Member"}}
    lifecycle.deactivate("members")

    assert json.loads(endpoint.post(document).content)["data"] == {"__type": None}


OTHERS = [
    {"HTTP_ACCEPT": "application/graphql-response+json"},
    {"HTTP_ACCEPT_ENCODING": "gzip"},
    {"HTTP_ORIGIN": "http://localhost"},
    {"HTTP_IF_NONE_MATCH": '"x"'},
    {"HTTP_HOST": "127.0.0.1"},
    {"HTTP_HOST": "example.org"},
    {"HTTP_X_FORWARDED_PROTO": "https"},
    {"HTTP_CONTENT_ENCODING": "gzip"},
    {"HTTP_AUTHORIZATION": "Bearer wagtail_nothing"},
    {"HTTP_X_PREVIEW_PAGE": "1"},
    {"CONTENT_TYPE": "text/plain"},
]


def test_a_request_that_says_something_else_is_another_one(endpoint: Endpoint) -> None:
    body = json.dumps({"query": TITLES, "variables": {}}).encode()
    asked: dict[str, Any] = {"body": body, "CONTENT_TYPE": "application/json"}
    for _ in range(2):
        endpoint.ask("POST", **asked)

    passed_on = endpoint.passed_on
    sent = [endpoint.ask("POST", **(asked | other)) for other in OTHERS]

    assert endpoint.passed_on == passed_on + len(OTHERS)
    assert sent == [Endpoint().ask("POST", **(asked | other)) for other in OTHERS]


def test_what_a_client_knows_already_is_said_again(endpoint: Endpoint) -> None:
    tag = endpoint.get(TITLES).headers["ETag"]
    first = endpoint.get(TITLES, HTTP_IF_NONE_MATCH=tag)
    passed_on = endpoint.passed_on
    again = endpoint.get(TITLES, HTTP_IF_NONE_MATCH=tag)

    assert again == first
    assert (again.status, again.content) == ("304 Not Modified", b"")
    assert endpoint.passed_on == passed_on


NOT_KEPT = [
    '{ search(text: "laser", locale: CS) { totalCount } }',
    "{ nothing }",
    'mutation { recordSearchClick(text: "laser", locale: CS, page: "1") }',
]


def test_what_is_not_kept_is_not_repeated(endpoint: Endpoint) -> None:
    for document in 3 * NOT_KEPT:
        endpoint.post(document)

    assert endpoint.passed_on == 3 * len(NOT_KEPT)


def test_a_document_is_registered_as_often_as_its_client_wants(endpoint: Endpoint) -> None:
    digest = sha256(TITLES.encode()).hexdigest()
    asked = {
        "query": TITLES,
        "extensions": {"persistedQuery": {"version": 1, "sha256Hash": digest}},
    }
    for _ in range(3):
        endpoint.ask("POST", body=json.dumps(asked).encode(), CONTENT_TYPE="application/json")

    assert endpoint.passed_on == 3


def test_a_body_of_no_good_length_is_left_to_django(endpoint: Endpoint) -> None:
    lengths = ["", "x", "-1", "1000000000000", "200001"]
    asked: dict[str, Any] = {"body": b"{}", "CONTENT_TYPE": "application/json"}
    sent = [endpoint.ask("POST", **asked, CONTENT_LENGTH=length) for length in lengths]

    assert endpoint.passed_on == len(lengths)
    assert [each.status[:3] for each in sent] == ["400", "400", "400", "413", "413"]


def test_a_body_that_broke_off_is_not_run_even_if_what_came_could_be(endpoint: Endpoint) -> None:
    body = b'{"query": "{ __typename }"}'
    asked: dict[str, Any] = {"body": body, "CONTENT_TYPE": "application/json"}
    short = endpoint.ask("POST", **asked, CONTENT_LENGTH=str(len(body) + 1))
    whole = endpoint.ask("POST", **asked)

    assert (short.status, whole.status) == ("400 Bad Request", "200 OK")
    assert b"The request body broke off." in short.content


class Watched(dict[str, Any]):
    """A WSGI environment that keeps the names of what is read of it."""

    def __init__(self, values: dict[str, Any], names: set[str]) -> None:
        super().__init__(values)
        self.names = names

    def __getitem__(self, name: str) -> Any:
        self.names.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, default)

    def __contains__(self, name: object) -> bool:
        self.names.add(str(name))
        return super().__contains__(name)


@pytest.fixture
def read_names(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of all that is read of requests, headers by their WSGI names."""
    names: set[str] = set()
    make = WSGIRequest.__init__

    def watched(request: WSGIRequest, environ: dict[str, Any]) -> None:
        make(request, environ)
        request.META = Watched(environ, names)
        headers = HttpHeaders(environ)

        class WatchedHeaders(HttpHeaders):
            def __getitem__(self, key: str) -> str:
                names.add(f"HTTP_{key.replace('-', '_').upper()}")
                return headers[key]

            def get(self, key: str, default: Any = None) -> Any:
                names.add(f"HTTP_{key.replace('-', '_').upper()}")
                return headers.get(key, default)

            def __contains__(self, key: object) -> bool:
                names.add(f"HTTP_{str(key).replace('-', '_').upper()}")
                return key in headers

        request.headers = WatchedHeaders(environ)

    monkeypatch.setattr(WSGIRequest, "__init__", watched)
    return names


def test_all_that_decides_on_a_response_is_compared(
    endpoint: Endpoint, read_names: set[str]
) -> None:
    """Whoever reads something else of a request makes this fail, and has to add it there."""
    endpoint.post(TITLES, HTTP_ORIGIN=Site.objects.get().root_url)
    endpoint.get(TITLES, HTTP_IF_NONE_MATCH='"x"', HTTP_ACCEPT_ENCODING="gzip")
    endpoint.post("{ nothing }")

    elsewhere = {
        "CONTENT_LENGTH",  # the body itself is compared
        "HTTP_AUTHORIZATION",  # with it nothing is repeated
        "REMOTE_ADDR",  # by whom: for what is spent on making an answer
        "HTTP_X_FORWARDED_FOR",
        # Whose question it is counted as; the answer is the same for all of them.
        *("HTTP_GRAPHQL_CLIENT_NAME", "HTTP_GRAPHQL_CLIENT_VERSION"),
        *("HTTP_APOLLOGRAPHQL_CLIENT_NAME", "HTTP_APOLLOGRAPHQL_CLIENT_VERSION"),
    }
    assert read_names - elsewhere <= set(DECIDING)
    assert read_names > {"HTTP_ORIGIN", "HTTP_ACCEPT", "HTTP_IF_NONE_MATCH"}
