"""Pages go into the index and out of it again, as often and in whatever order they come."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from cms.indexing.connection import engine
from cms.indexing.documents import documents_of
from cms.indexing.index import Indexed, index_pages, read
from cms.indexing.rebuild import is_current, rebuild
from cms.indexing.versions import last_version, next_version, take_at_least
from cms.plugin.testing import inactive
from search.document import Record, Schema
from tests.content.factories import Homes, make_english, make_home, make_page, publish
from tests.graphql.site import Site
from tests.indexing.contents import found_by, indexed_ids, is_up_to_date, public_ids
from tests.members.factories import make_directory, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes() -> Homes:
    return make_home()


def test_without_an_index_nothing_is_written(homes: Homes) -> None:
    assert index_pages([homes.cs.pk]) == Indexed()
    assert last_version() == 0


def test_a_public_page_is_put_with_its_translations(homes: Homes) -> None:
    rebuild()
    page = make_page(homes.cs, title="Lasery", slug="lasery")
    english = make_english(page, title="Lasers")

    assert index_pages([page.pk]) == Indexed(put=2)
    assert indexed_ids() == public_ids() == {homes.cs.pk, homes.en.pk, page.pk, english.pk}
    assert found_by("laser") == {page.pk, english.pk}


def test_repeating_changes_nothing(homes: Homes) -> None:
    rebuild()
    page = make_page(homes.cs, title="Lasery", slug="lasery")

    first, second = index_pages([page.pk]), index_pages([page.pk, page.pk])

    assert first == second == Indexed(put=1)
    assert indexed_ids() == public_ids()


def test_a_change_takes_the_place_of_what_was_there(homes: Homes) -> None:
    rebuild()
    page = make_page(homes.cs, title="Lasery", slug="lasery")
    index_pages([page.pk])

    publish(page, title="Čočky")
    assert not is_up_to_date(page.pk)
    index_pages([page.pk])

    assert (found_by("lasery"), found_by("čočky")) == (set(), {page.pk})
    assert is_up_to_date(page.pk)


@pytest.mark.parametrize("way", ["unpublished", "deleted", "restricted", "never was"])
def test_what_is_not_public_is_removed(homes: Homes, way: str) -> None:
    page = make_page(homes.cs, title="Lasery", slug="lasery")
    rebuild()
    assert page.pk in indexed_ids()

    match way:
        case "unpublished":
            page.unpublish()
        case "deleted":
            Page.objects.get(pk=page.pk).delete()
        case "restricted":
            PageViewRestriction.objects.create(page=homes.cs, restriction_type="login")
        case "never was":
            page.pk = 987_654
    done = index_pages([page.pk])

    assert done == Indexed(removed=1)
    assert (page.pk in indexed_ids()) is False
    assert (found_by("lasery") == set()) == (way != "never was")


def test_a_plugin_that_is_switched_off_takes_its_pages_along(homes: Homes) -> None:
    member = make_member(make_directory(homes))
    rebuild()
    assert member.pk in indexed_ids()

    with inactive("members"):
        index_pages([member.pk])
        assert (member.pk in indexed_ids(), is_current()) == (False, True)
    index_pages([member.pk])

    assert member.pk in indexed_ids()


def test_what_was_read_late_wins_over_what_is_written_late(homes: Homes) -> None:
    rebuild()
    page = make_page(homes.cs, title="Lasery", slug="lasery")
    slow_version, slow = read([page.pk])
    publish(page, title="Čočky")
    index_pages([page.pk])

    record = Record(str(page.pk), slow_version, keywords={"digest": slow[page.pk].digest})
    written = engine().put([record])

    assert written.outdated == (str(page.pk),)
    assert is_up_to_date(page.pk)


def test_a_page_that_went_does_not_come_back_late(homes: Homes) -> None:
    page = make_page(homes.cs, title="Lasery", slug="lasery")
    rebuild()
    slow_version, _slow = read([page.pk])
    page.unpublish()
    index_pages([page.pk])

    engine().put([Record(str(page.pk), slow_version)])

    assert page.pk not in indexed_ids()


def test_versions_grow() -> None:
    first = next_version()
    take_at_least(first + 10)
    take_at_least(1)

    assert (first, next_version(), last_version()) == (1, 12, 12)


def test_an_index_for_other_fields_is_not_current(homes: Homes) -> None:
    assert not is_current()
    engine().swap(engine().create(Schema({})))
    assert not is_current()

    rebuild()

    assert is_current()


@pytest.mark.slow
def test_the_number_of_statements_does_not_grow_with_the_pages() -> None:
    site = Site()
    site.grow(1)
    few = statements()
    site.grow(4)
    many = statements()

    assert many == few
    assert max(many.values()) <= 40


def statements() -> dict[str, int]:
    """For each type how many statements it takes to read all its documents."""
    by_type: dict[type[Page], list[int]] = {}
    for page in Page.objects.filter(depth__gt=1).specific():
        by_type.setdefault(type(page), []).append(page.pk)
    found = {}
    for model, ids in by_type.items():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            documents_of(ids)
        found[model._meta.label] = len(queries)
    return found
