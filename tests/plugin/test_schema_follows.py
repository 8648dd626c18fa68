"""Switching a plugin changes the schema of every process at its next request."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from cms.graphql.testing import execute
from cms.plugin.testing import active
from tests.plugin.factories import make_venue
from tests.plugin.packages import Site

VENUES = "{ venues(locale: CS) { nodes { title path city seats } } }"
TYPES = "{ __schema { types { name } queryType { fields { name } } } }"


def names() -> set[str]:
    schema = execute(TYPES).data["__schema"]
    parts = (schema["types"], schema["queryType"]["fields"])
    return {each["name"] for part in parts for each in part}


@pytest.mark.django_db
def test_the_schema_has_the_plugin_while_it_is_active() -> None:
    make_venue()
    without = names()

    with active("venues"):
        assert names() - without == {"venues", "Venue", "VenueConnection", "VenueEdge"}
        nodes = execute(VENUES).data["venues"]["nodes"]

    assert [(node["title"], node["city"], node["seats"]) for node in nodes] == [
        ("Kongresové centrum", "Olomouc", 300)
    ]
    assert names() == without
    refused = execute(VENUES, expect_errors=True)
    assert refused.data is None
    assert len(refused.errors) == 1


PAGES = "{ pages(locale: CS, first: 100) { nodes { __typename title } } }"


@pytest.mark.django_db
def test_pages_of_an_inactive_plugin_are_not_in_the_general_list() -> None:
    make_venue()

    def titles() -> list[str]:
        return [node["title"] for node in execute(PAGES).data["pages"]["nodes"]]

    assert "Kongresové centrum" not in titles()
    with active("venues"):
        assert "Kongresové centrum" in titles()


@contextmanager
def served(site: Site) -> Iterator[str]:
    """The address of the endpoint of a server process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "django", "runserver", "--noreload", f"127.0.0.1:{port}"]
    with subprocess.Popen(
        command, env=site.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            url = f"http://127.0.0.1:{port}/graphql"
            _wait_for(url)
            yield url
        finally:
            process.terminate()


def _wait_for(url: str, *, seconds: int = 60) -> None:
    for _attempt in range(seconds * 4):
        try:
            ask(url, "{ __typename }")
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise TimeoutError(url)


def ask(url: str, document: str) -> tuple[int, bytes]:
    """Status and body of the answer to `document`."""
    body = json.dumps({"query": document}).encode()
    request = Request(url, body, {"Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=30) as response:
            return response.status, response.read()
    except HTTPError as refusal:
        return refusal.code, refusal.read()


@pytest.mark.slow
def test_two_servers_follow_without_restart(tmp_path: Path, django_db_setup: None) -> None:
    site = Site(tmp_path)
    made = site.python(
        """
        from tests.plugin.factories import make_venue
        make_venue()
        """
    )
    assert made.code == 0, made.err

    with served(site) as one, served(site) as two:
        before = [ask(url, VENUES) for url in (one, two)]
        site.klastr("plugin", "activate", "venues")
        first = [ask(url, VENUES) for url in (one, two)]
        shown = [b"VenueConnection" in ask(url, TYPES)[1] for url in (one, two)]
        site.klastr("plugin", "deactivate", "venues")
        between = [ask(url, VENUES) for url in (one, two)]
        hidden = [b"Venue" in ask(url, TYPES)[1] for url in (one, two)]
        site.klastr("plugin", "activate", "venues")
        again = [ask(url, VENUES) for url in (one, two)]

    assert before == between
    assert [status for status, _body in before] == [before[0][0]] * 2
    assert b"Olomouc" not in before[0][1]
    assert json.loads(first[0][1])["data"]["venues"]["nodes"][0]["city"] == "Olomouc"
    assert first[0] == first[1] == again[0] == again[1]
    assert (shown, hidden) == ([True, True], [False, False])
