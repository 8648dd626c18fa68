"""An engine in memory for each test, empty at first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cms.indexing.connection import disconnect, engine
from search.engine import Engine


@pytest.fixture(autouse=True)
def empty_engine() -> Iterator[Engine]:
    disconnect()
    yield engine()
    disconnect()
