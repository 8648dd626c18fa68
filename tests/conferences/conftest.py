"""A site with a list of conferences."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from plugins.conferences.models import ConferenceIndexPage
from tests.conferences.factories import make_conferences
from tests.content.factories import Homes, make_home


@pytest.fixture
def homes() -> Homes:
    return make_home()


@pytest.fixture
def index(homes: Homes) -> ConferenceIndexPage:
    return make_conferences(homes)


@pytest.fixture(autouse=True)
def _in_czech() -> Iterator[None]:
    """The language of the admin, whatever a request of an earlier test has left behind."""
    with translation.override("cs"):
        yield
