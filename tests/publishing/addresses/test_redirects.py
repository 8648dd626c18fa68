"""Redirects that editors make, see, change and delete."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms.content.bulk import PageVersions, create_pages
from cms.content.models import StandardPage
from cms.plugin.scope import request_scope
from cms.publishing.addresses.routing import (
    FoundPage,
    Gone,
    Moved,
    NotFound,
    route,
)
from tests.publishing.factories import Homes, make_homes, make_page
from tests.publishing.recorder import noted

pytestmark = pytest.mark.django_db

HERE = "http://127.0.0.1:8000"


@pytest.fixture
def homes() -> Homes:
    return make_homes()


def rename(page: Page, slug: str) -> None:
    renamed = Page.objects.get(pk=page.pk).specific
    renamed.slug = slug
    renamed.save_revision().publish()


def link(old_path: str, to: str, *, is_permanent: bool = True) -> None:
    Redirect.objects.create(old_path=old_path, redirect_link=to, is_permanent=is_permanent)


def moved(path: str, *, is_permanent: bool = True) -> Moved:
    return Moved(path, HERE + path, is_permanent)


def test_redirect_to_a_page_serves_what_is_below_it(homes: Homes) -> None:
    section = make_page(homes.cs, "partneri")
    child = make_page(section, "čočka")
    rename(child, "hranol")
    Redirect.add_redirect("/firmy/nase", section, is_permanent=False)

    temporary = moved("/cs/partneri/hranol/", is_permanent=False)
    assert route("/firmy/nase/?x=1") == moved("/cs/partneri/", is_permanent=False)
    assert route("/firmy/nase/hranol") == temporary
    assert route("/firmy/nase/%C4%8Do%C4%8Dka/") == temporary
    assert route("/firmy/nase/jina/") == NotFound()
    assert route("/firmy/") == NotFound()
    Page.objects.get(pk=child.pk).specific.delete()
    assert isinstance(route("/firmy/nase/hranol/"), Gone)


def test_redirect_to_an_address_serves_its_own_path_only(homes: Homes) -> None:
    link("/stary", "https://example.org/novy?x=1")

    assert route("/stary/") == Moved(None, "https://example.org/novy?x=1", is_permanent=True)
    assert route("/stary/dal/") == NotFound()


def test_chain_is_answered_by_its_end(homes: Homes) -> None:
    page = make_page(homes.cs, "a")
    rename(page, "b")
    link("/1", "/2")
    link("/2", f"{HERE}/3/", is_permanent=False)
    link("/3", "/cs/a/")
    link("/4", "/cs/b/?x=1#y")
    link("/5", "/aplikace/neznama")

    assert route("/3") == moved("/cs/b/")
    assert route("/1") == moved("/cs/b/", is_permanent=False)
    assert route("/4") == moved("/cs/b/?x=1#y")
    assert route("/5") == moved("/aplikace/neznama")
    page = Page.objects.get(pk=page.pk).specific
    page.unpublish()
    assert isinstance(route("/1"), Gone)


def test_loop_is_refused(homes: Homes) -> None:
    link("/1", "/2")
    link("/2", "/1/")
    link("/cs/sam", f"{HERE}/CS/sam/")
    for number in range(10, 30):
        link(f"/{number}", f"/{number + 1}")

    assert [route(path) for path in ("/1", "/2", "/cs/sam/", "/10")] == [NotFound()] * 4


@pytest.mark.parametrize(
    "to", ["//example.org/", "/\\example.org/", "javascript:alert(1)", "http://[", "ftp://a.b/"]
)
def test_redirect_to_what_is_no_web_address_is_none(homes: Homes, to: str) -> None:
    link("/1", to)

    assert route("/1") == NotFound()


def test_redirect_for_an_address_with_its_query_comes_first(homes: Homes) -> None:
    link("/stara", "/2")
    link("/stara?b=2&c=%C4%8D".replace("%C4%8D", "č"), "/1")

    found = [route(path) for path in ("/stara?c=%C4%8D&b=2", "/stara?b=2", "/Stara/", "/STARÁ")]

    assert found == [moved("/1"), moved("/2"), moved("/2"), NotFound()]


def test_redirect_of_the_site_comes_before_one_of_all_sites_and_not_of_another(
    homes: Homes,
) -> None:
    root = Page.get_first_root_node()
    other_home = root.add_child(
        instance=type(homes.cs)(title="B", slug="b", locale=homes.cs.locale)
    )
    other = Site.objects.create(hostname="b.example.org", root_page=other_home)
    link("/x", "/vsude")
    Redirect.add_redirect("/x", "/tady", site=Site.objects.get(is_default_site=True))
    Redirect.add_redirect("/y", "/jinde", site=other)

    assert (route("/x"), route("/y")) == (moved("/tady"), NotFound())


def test_redirect_to_a_part_of_a_page(homes: Homes) -> None:
    page = make_page(homes.cs, "a")
    Redirect.add_redirect("/x", page, page_route_path="/rok/2026")

    assert route("/x") == moved("/cs/a/rok/2026/")


def test_page_comes_before_a_redirect_and_that_before_a_former_address(homes: Homes) -> None:
    page, other = make_page(homes.cs, "a"), make_page(homes.cs, "b")
    Redirect.add_redirect("/cs/a", other)

    assert route("/cs/a/") == FoundPage(page.pk, page.content_type_id)
    rename(page, "c")
    assert route("/cs/a/") == moved("/cs/b/")
    assert Redirect.objects.count() == 1


def test_editor_deletes_what_was_made_for_a_moved_page(homes: Homes) -> None:
    page = make_page(homes.cs, "a")
    make_page(page, "x")
    make_page(homes.cs, "ab")
    rename(page, "b")

    with noted() as events:
        Redirect.objects.get(old_path="/cs/a").delete()

    assert [route(path) for path in ("/cs/a/", "/cs/a/x/")] == [NotFound()] * 2
    assert "type:wagtailredirects.redirect" in events[0].tags


def test_redirect_of_a_moved_page_is_told_with_the_move(homes: Homes) -> None:
    page = make_page(homes.cs, "a")

    with noted() as events:
        rename(page, "b")

    [redirect] = Redirect.objects.all()
    assert events[0].objects == (f"wagtailredirects.redirect:{redirect.pk}",)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(path=st.text(alphabet=st.characters(codec=None), max_size=60), is_below=st.booleans())
def test_any_text_is_answered(homes: Homes, path: str, is_below: bool) -> None:
    with request_scope():
        found = route(f"/cs/{path}" if is_below else path)

    assert isinstance(found, FoundPage | Moved | NotFound)


def test_pages_made_together_take_addresses(homes: Homes) -> None:
    page = make_page(homes.cs, "a")
    rename(page, "b")
    new = StandardPage(title="A", slug="a", locale=homes.cs.locale)

    create_pages(Page.objects.get(pk=homes.cs.pk), [PageVersions(new)])

    assert route("/cs/a/") == FoundPage(new.pk, new.content_type_id)
    assert Redirect.objects.count() == 0
