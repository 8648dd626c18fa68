"""The engines that the contract holds for: each test here runs once with every one of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.connect import connect
from search.engine import Engine


@pytest.fixture(params=["memory", "tantivy"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine without any index."""
    if request.param == "elasticsearch":
        yield request.getfixturevalue("elasticsearch_engine")
        return
    place = tmp_path / "search" if request.param == "tantivy" else ""
    engine = connect(f"{request.param}://{place}")
    yield engine
    engine.close()
