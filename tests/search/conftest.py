"""One analyser for all tests of search, its lexica compiled once into the user's cache."""

from __future__ import annotations

import pytest

from search.analysis.analyser import Analyser


@pytest.fixture(scope="session")
def analyser() -> Analyser:
    """The analyser of this version."""
    return Analyser.open()
