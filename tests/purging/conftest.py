"""CDNs, and settings that name them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import Settings

from cms.purging import handler
from cms.purging.caches import Cache
from cms.purging.conf import caches
from tests.purging import cdn as servers
from tests.purging.cdn import TOKEN, Cdn


@pytest.fixture
def cloudflare() -> Iterator[Cdn]:
    with servers.cdn(servers.cloudflare) as found:
        yield found


@pytest.fixture
def fastly() -> Iterator[Cdn]:
    with servers.cdn(servers.fastly) as found:
        yield found


@pytest.fixture(autouse=True)
def _rested() -> Iterator[None]:
    yield
    handler._resting.clear()


@pytest.fixture
def told(settings: Settings) -> Any:
    """A function that names one cache in the settings, and returns it."""

    def name(backend: str, server: Cdn, **more: Any) -> Cache:
        own = {
            "cloudflare": {"ZONE": "zone1", "TOKEN": TOKEN, "API": server.url},
            "fastly": {"SERVICE": "service1", "TOKEN": TOKEN, "API": server.url},
            "http": {"LOCATION": server.url},
        }
        settings.KLASTR_PURGE = {"cdn": {"BACKEND": backend, **own.get(backend, {}), **more}}
        (cache,) = caches()
        return cache

    return name
