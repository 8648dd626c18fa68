"""One analyser for all tests of search, its lexica compiled once into the user's cache."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

from search.analysis.analyser import Analyser


@pytest.fixture(scope="session")
def analyser() -> Analyser:
    """The analyser of this version."""
    return Analyser.open()


@pytest.fixture
def elasticsearch_place(elasticsearch_address: str) -> Iterator[str]:
    """A place for indexes on a real server, of which nothing is left: HOST:PORT/PREFIX."""
    prefix = f"test-{secrets.token_hex(6)}"
    yield f"{elasticsearch_address}/{prefix}"
    with Elasticsearch(f"http://{elasticsearch_address}") as client:
        if left := list(client.indices.get_alias(index=f"{prefix}-*")):
            client.indices.delete(index=left)
