"""A site with a list of conferences."""

from __future__ import annotations

import pytest

from plugins.conferences.models import ConferenceIndexPage
from tests.conferences.factories import make_conferences
from tests.content.factories import Homes, make_home


@pytest.fixture
def homes() -> Homes:
    return make_home()


@pytest.fixture
def index(homes: Homes) -> ConferenceIndexPage:
    return make_conferences(homes)
