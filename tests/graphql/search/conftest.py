"""An index in memory, built of the pages of each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from cms.discovery import answering
from cms.indexing.connection import disconnect
from cms.indexing.rebuild import rebuild


@pytest.fixture
def index() -> Iterator[Callable[[], int]]:
    """Call it when the pages are there: builds the index anew."""
    disconnect()
    answering.forget_vocabulary()

    def build() -> int:
        answering.forget_vocabulary()
        return rebuild()

    yield build
    disconnect()
    answering.forget_vocabulary()
