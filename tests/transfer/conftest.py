from collections.abc import Iterator

import pytest
from django.utils import translation

from plugins.members.models import MemberIndexPage
from tests.content.factories import Homes, make_home, make_pillar
from tests.members.factories import make_directory


@pytest.fixture
def homes(db: None) -> Homes:
    return make_home()


@pytest.fixture
def directory(homes: Homes) -> MemberIndexPage:
    make_pillar("laser-technologies", "Laserové technologie", "Laser technologies")
    make_pillar("microscopy", "Mikroskopie", "Microscopy")
    return make_directory(homes)


@pytest.fixture(autouse=True)
def _english_words() -> Iterator[None]:
    """Tests expect the words of the source."""
    with translation.override("en"):
        yield
