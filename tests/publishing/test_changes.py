from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.content.models import Menu, StandardPage
from cms.plugin.scope import request_scope
from cms.publishing.changes import Described, PageChange, Why, described
from cms.publishing.events import Changed, Kind
from tests.publishing.factories import Homes, make_homes, make_page, restrict, translate
from tests.publishing.recorder import noted

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Site:
    homes: Homes
    listing: StandardPage
    page: StandardPage
    english: StandardPage


@pytest.fixture
def site() -> Site:
    homes = make_homes()
    listing = make_page(homes.cs, "clenove")
    page = make_page(listing, "optika")
    translate(listing, homes, "members")
    english = translate(page, homes, "optics")
    return Site(homes, listing, page, english)


def told(changed: Described) -> dict[str, tuple[object, ...]]:
    """Why each page is named, and where it was, by its path; gone ones by their ids."""
    return {
        each.path or str(each.page_id): (each.why.value, each.type, each.locale, each.former_paths)
        for each in changed.pages
    }


def test_published_page_comes_with_its_translation_and_what_is_above(site: Site):
    with noted() as events:
        site.page.title = "Optika nově"
        site.page.save_revision().publish()

    assert told(described(events[0])) == {
        "/cs/clenove/optika/": ("changed", "StandardPage", "cs", ()),
        "/en/members/optics/": ("translation", "StandardPage", "en", ()),
        "/cs/clenove/": ("above", "StandardPage", "cs", ()),
        "/cs/": ("above", "HomePage", "cs", ()),
    }


def test_renamed_page_says_where_it_was(site: Site):
    with noted() as events:
        site.page.slug = "svetlo"
        site.page.save_revision().publish()

    found = described(events[0])
    assert found.pages[0].former_paths == ("/cs/clenove/optika/",)
    assert found.pages[0].path == "/cs/clenove/svetlo/"


def test_moved_page_is_missed_where_it_was_listed(site: Site):
    other = make_page(site.homes.cs, "jinde")
    with noted() as events:
        Page.objects.get(pk=site.page.pk).move(other, pos="last-child")

    assert told(described(events[0])) == {
        "/cs/jinde/optika/": ("changed", "StandardPage", "cs", ("/cs/clenove/optika/",)),
        "/en/members/optics/": ("translation", "StandardPage", "en", ()),
        "/cs/jinde/": ("above", "StandardPage", "cs", ()),
        "/cs/clenove/": ("above", "StandardPage", "cs", ()),
        "/cs/": ("above", "HomePage", "cs", ()),
    }


@pytest.mark.parametrize("how", ["unpublish", "delete", "restrict"])
def test_page_that_is_gone_says_its_id_and_where_it_was(site: Site, how: str):
    pk = site.page.pk
    with noted() as events:
        if how == "restrict":
            restrict(site.page)
        else:
            getattr(Page.objects.get(pk=pk), how)()

    found = described(events[0])
    assert found.pages[0] == PageChange(
        pk, Why.CHANGED, None, "cs", None, None, ("/cs/clenove/optika/",)
    )
    assert found.affects_navigation
    assert "/cs/clenove/" in told(found)


def test_address_that_another_page_has_taken_is_not_a_former_one(site: Site):
    site.page.slug = "svetlo"
    site.page.save_revision().publish()
    make_page(site.listing, "optika")
    with noted() as events:
        site.page.save_revision().publish()

    assert described(events[0]).pages[0].former_paths == ()


def test_draft_and_restricted_pages_are_not_mentioned(site: Site):
    draft = make_page(site.listing, "tajemstvi", live=False)
    hidden = make_page(site.listing, "jen-pro-nas", live=False)
    restrict(hidden)
    hidden.live = True
    hidden.save()
    event = Changed(
        1,
        frozenset({Kind.PUBLISHED}),
        (draft.pk, hidden.pk),
        other_tags=(f"versions:{draft.translation_key}", f"versions:{hidden.translation_key}"),
    )

    assert described(event) == Described()
    assert described(event).is_empty


def test_menu_affects_everything():
    make_homes()
    event = Changed(1, frozenset({Kind.EDITED}), objects=(f"{Menu._meta.label_lower}:1",))

    assert described(event) == Described(is_whole_site=True, affects_navigation=True)


def test_switched_plugin_affects_everything():
    event = Changed(1, frozenset({Kind.SWITCHED}), other_tags=("plugin:news",))

    assert described(event) == Described(is_whole_site=True, affects_navigation=True)


def test_page_in_menus_affects_navigation(site: Site):
    with noted() as events:
        site.page.show_in_menus = True
        site.page.save_revision().publish()

    assert described(events[0]).affects_navigation


@pytest.mark.indexed
def test_page_that_is_linked_to_is_named_because_it_may_list_the_other(site: Site):
    link = f'<a linktype="page" id="{site.page.pk}">x</a>'
    source = make_page(site.homes.cs, "zprava")
    with noted() as events:
        source.body = [("rich_text", f"<p>{link}</p>")]
        source.save_revision().publish()

    found = told(described(events[0]))
    assert found["/cs/clenove/optika/"][0] == "mentioned"
    assert found["/en/members/optics/"][0] == "mentioned"


def test_statements_are_constant(site: Site):
    pages = [make_page(site.listing, f"strana-{number}") for number in range(10)]

    assert statements_of(pages[:1]) == statements_of(pages) <= 20


def statements_of(pages: list[StandardPage]) -> int:
    keys = tuple(f"versions:{page.translation_key}" for page in pages)
    ids = tuple(page.pk for page in pages)
    event = Changed(1, frozenset({Kind.PUBLISHED}), ids, other_tags=keys)
    with request_scope(), CaptureQueriesContext(connection) as asked:
        assert len(described(event).pages) == len(pages) + 2
    return len(asked)
