"""The engines that the contract holds for: each test here runs once with every one of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.connect import connect
from search.engine import Engine

ON_A_SERVER = pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)


@pytest.fixture(params=["memory", "tantivy", ON_A_SERVER])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine without any index."""
    places = {
        "memory": lambda: "",
        "tantivy": lambda: str(tmp_path / "search"),
        "elasticsearch": lambda: request.getfixturevalue("elasticsearch_place"),
    }
    engine = connect(f"{request.param}://{places[request.param]()}")
    yield engine
    engine.close()
