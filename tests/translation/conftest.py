import pytest

from tests.translation.factories import Languages, make_languages


@pytest.fixture
def languages(db: None) -> Languages:
    return make_languages()
