"""What differs between the index and the public pages is told, and mended."""

from __future__ import annotations

from collections import Counter

import pytest
from wagtail.models import Page

from cms.content.models import StandardPage
from cms.indexing.connection import engine
from cms.indexing.handler import differences, reconcile
from cms.indexing.index import Indexed, index_pages
from cms.indexing.rebuild import rebuild
from cms.indexing.status import heal, status
from cms.indexing.versions import last_version
from search.document import Record, Schema
from tests.content.factories import Homes, make_home, make_page
from tests.indexing.contents import indexed_ids, is_up_to_date, public_ids

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes() -> Homes:
    return make_home()


@pytest.fixture
def spoilt(homes: Homes) -> tuple[Page, Page, Page]:
    """A page that is missing from the index, one that is outdated, one that should be gone."""
    outdated = make_page(homes.cs, title="Lasery", slug="lasery")
    surplus = make_page(homes.cs, title="Čočky", slug="cocky")
    rebuild()
    missing = make_page(homes.en, title="Optics", slug="optics")
    engine().remove([(str(missing.pk), last_version())])
    StandardPage.objects.filter(pk=outdated.pk).update(intro="Jinak")  # past all signals
    Page.objects.filter(pk=surplus.pk).update(live=False)
    return missing, outdated, surplus


def test_an_equal_index_has_no_differences(homes: Homes) -> None:
    rebuild()

    found = status()

    assert (found.is_equal, found.health.documents) == (True, 2)
    assert found.rows() == [("HomePage", "cs", 1, 0, 0, 0), ("HomePage", "en", 1, 0, 0, 0)]
    assert heal() == Indexed()


def test_without_an_index_everything_is_missing(homes: Homes) -> None:
    found = status()

    assert (found.is_equal, found.is_current, set(found.missing)) == (False, False, public_ids())
    assert heal() == Indexed(put=2)
    assert status().is_equal


def test_differences_are_told_by_type_and_language(spoilt: tuple[Page, Page, Page]) -> None:
    missing, outdated, surplus = spoilt

    found = status()

    assert found.missing == {missing.pk: ("StandardPage", "en")}
    assert found.outdated == {outdated.pk: ("StandardPage", "cs")}
    assert found.surplus == {surplus.pk: ("", "cs")}
    assert found.pages == Counter(
        {("HomePage", "cs"): 1, ("HomePage", "en"): 1, ("StandardPage", "cs"): 1}
        | {("StandardPage", "en"): 1}
    )
    assert list(differences(found)) == [
        f"search: missing: page {missing.pk} StandardPage en",
        f"search: outdated: page {outdated.pk} StandardPage cs",
        f"search: surplus: page {surplus.pk}  cs",
    ]


def test_healing_makes_the_index_equal(spoilt: tuple[Page, Page, Page]) -> None:
    _missing, outdated, _surplus = spoilt

    assert heal() == Indexed(put=2, removed=1)

    assert status().is_equal
    assert indexed_ids() == public_ids()
    assert is_up_to_date(outdated.pk)


def test_the_reconciler_says_what_it_mends(spoilt: tuple[Page, Page, Page]) -> None:
    said: list[str] = []

    assert reconcile(said.append) == 3
    assert len(said) == 3
    assert reconcile(said.append) == 0
    assert len(said) == 3


def test_an_index_of_another_schema_is_built_anew(homes: Homes) -> None:
    engine().swap(engine().create(Schema.of([], "another analysis")))
    said: list[str] = []

    assert reconcile(said.append) == 2
    assert said == ["search: no index of the present schema; a new one is built"]
    assert status().is_equal


def test_an_index_that_is_ahead_of_a_restored_database_can_be_mended(homes: Homes) -> None:
    rebuild()
    engine().put([Record(str(homes.cs.pk), 1_000)])
    assert index_pages([homes.cs.pk]) == Indexed(put=1, outdated=1)

    heal()

    assert status().is_equal
    assert last_version() == 1_001
