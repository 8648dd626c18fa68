"""A new index is built beside the live one; what is published meanwhile is in both."""

from __future__ import annotations

import pytest
from wagtail.models import Page

from cms.indexing import index as indexing
from cms.indexing.connection import engine
from cms.indexing.index import index_pages
from cms.indexing.rebuild import rebuild
from cms.indexing.status import status
from search.engine import NoIndex
from tests.content.factories import Homes, make_home, make_page, publish
from tests.indexing.contents import found_by, indexed_ids, public_ids

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes() -> Homes:
    return make_home()


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "BATCH", 2)


def test_all_public_pages_are_in_a_new_index(homes: Homes) -> None:
    for number in range(4):
        make_page(homes.cs, title=f"Laser {number}", slug=f"laser-{number}")
    make_page(homes.cs, title="Koncept", slug="koncept", live=False)
    told: list[tuple[int, int]] = []

    assert rebuild(lambda done, total: told.append((done, total))) == 6

    assert told == [(2, 6), (4, 6), (6, 6)]
    assert indexed_ids() == public_ids()
    assert engine().health().building == ()


def test_what_is_published_during_a_rebuild_is_in_the_new_index(homes: Homes) -> None:
    pages = [make_page(homes.cs, title=f"Laser {n}", slug=f"laser-{n}") for n in range(4)]
    rebuild()
    steps = iter(
        [
            lambda: publish(pages[3], title="Čočka"),  # not read yet
            lambda: publish(pages[0], title="Hranol"),  # read and written already
            lambda: make_page(homes.cs, title="Mřížka", slug="mrizka"),
        ]
    )
    changed: list[Page] = []

    def publish_meanwhile(done: int, total: int) -> None:
        page = next(steps)()
        index_pages([page.pk])
        changed.append(page)

    rebuild(publish_meanwhile)

    words = ("čočka", "hranol", "mřížka")
    assert [found_by(word) for word in words] == [{page.pk} for page in changed]
    assert status().is_equal


def test_what_is_taken_down_during_a_rebuild_does_not_come_back(homes: Homes) -> None:
    pages = [make_page(homes.cs, title=f"Laser {n}", slug=f"laser-{n}") for n in range(2)]
    rebuild()

    def take_down(done: int, total: int) -> None:
        for page in pages:
            page.unpublish()
        index_pages([page.pk for page in pages])

    rebuild(take_down)

    assert found_by("laser") == set()
    assert status().is_equal


def test_readers_see_the_old_index_until_the_new_one_is_whole(homes: Homes) -> None:
    rebuild()
    before = engine().health().live
    page = make_page(homes.cs, title="Laser", slug="laser")
    seen: list[set[int]] = []

    rebuild(lambda done, total: seen.append(found_by("laser")))

    assert seen[0] == set()
    assert found_by("laser") == {page.pk}
    assert engine().health().live != before


def test_a_rebuild_that_fails_leaves_the_index_as_it_was(homes: Homes) -> None:
    rebuild()
    before = engine().health().live

    def fail(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(fail)

    assert engine().health().live == before
    index_pages([homes.cs.pk])
    rebuild()
    assert engine().health().building == ()
    assert status().is_equal


def test_of_two_rebuilds_the_first_that_is_done_stays(homes: Homes) -> None:
    def another(done: int, total: int) -> None:
        rebuild()

    make_page(homes.cs, title="Laser", slug="laser")
    with pytest.raises(NoIndex):
        rebuild(another)

    assert status().is_equal
