"""What is told of search: quickly, whatever the engine does."""

from __future__ import annotations

import socket
import time

import pytest
from django.test import Client
from pytest_django import Settings

from cms.indexing.health import SECONDS, search_health
from cms.indexing.rebuild import rebuild
from tests.servers.site import free_port


@pytest.mark.django_db
def test_search_is_well_once_there_is_an_index() -> None:
    assert search_health() == "no index"

    rebuild()

    assert search_health() == "ok"


@pytest.mark.django_db
def test_a_site_without_its_engine_is_degraded_and_not_down(
    client: Client, settings: Settings
) -> None:
    settings.SEARCH_URL = f"elasticsearch://127.0.0.1:{free_port()}"

    response = client.get("/health/ready")

    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert response.json()["checks"]["search"] == "unreachable"


def test_an_engine_that_hangs_is_waited_for_a_second(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.SEARCH_URL = f"elasticsearch://127.0.0.1:{silent.getsockname()[1]}"
        started = time.monotonic()

        assert [search_health(), search_health()] == ["unreachable", "unreachable"]

        assert time.monotonic() - started < 2 * SECONDS + 1
    until = time.monotonic() + 30
    settings.SEARCH_URL = "memory://"
    while search_health() != "no index" and time.monotonic() < until:
        time.sleep(0.1)  # the question of before ends when its connection does
    assert search_health() == "no index"
