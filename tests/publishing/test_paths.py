"""Paths of pages, pages at paths, and links in the reader's language."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page, Site

from cms.plugin.scope import request_scope
from cms.publishing.paths import (
    PageLinkValue,
    find_page,
    localized_links,
    locate,
    path_of,
    roots,
    url_of,
)
from tests.publishing.factories import Homes, make_homes, make_page, restrict, translate

pytestmark = pytest.mark.django_db

HERE = "http://127.0.0.1:8000"


@pytest.fixture
def homes() -> Homes:
    return make_homes()


def link_to(page: Page, locale: str, path: str) -> PageLinkValue:
    return PageLinkValue(
        page.pk, str(page.translation_key), locale, page.title, path, HERE + path, page.path
    )


def test_paths_begin_with_the_language_of_the_home_page(homes: Homes) -> None:
    members = make_page(homes.cs, "clenove")
    member = make_page(members, "meopta")

    assert [path_of(page) for page in (homes.cs, homes.en, members, member)] == [
        "/cs/",
        "/en/",
        "/cs/clenove/",
        "/cs/clenove/meopta/",
    ]
    assert url_of(member) == f"{HERE}/cs/clenove/meopta/"


def test_paths_are_percent_encoded(homes: Homes) -> None:
    assert path_of(make_page(homes.cs, "členové")) == "/cs/%C4%8Dlenov%C3%A9/"


def test_paths_of_pages_outside_every_site_do_not_exist(homes: Homes) -> None:
    root = Page.get_first_root_node()

    assert (path_of(root), url_of(root)) == (None, None)


def test_home_page_whose_path_begins_like_anothers_keeps_its_own_pages(homes: Homes) -> None:
    root = Page.get_first_root_node()
    other = root.add_child(
        instance=type(homes.cs)(title="Jiný web", slug="domov-2", locale=homes.cs.locale)
    )
    Site.objects.create(hostname="other.example.org", root_page=other, port=80)
    page = make_page(other, "stranka")

    assert url_of(page) == "http://other.example.org/cs/stranka/"
    assert find_page("/cs/stranka/") is None


def test_roots_are_read_once_in_a_request(
    homes: Homes, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pages = [make_page(homes.cs, f"strana-{at}") for at in range(10)]

    with request_scope(), django_assert_num_queries(1):
        assert len({path_of(page) for page in pages}) == 10


def test_roots_are_the_translations_of_the_default_sites_home_page(homes: Homes) -> None:
    assert [(root.page_id, root.locale, root.base_url) for root in roots()] == [
        (homes.cs.pk, "cs", HERE),
        (homes.en.pk, "en", HERE),
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/cs/členové/čočka/",
        "/cs/členové/čočka",
        "cs/členové/čočka",
        "/CS/členové/čočka/",
        "/cs/ČLENOVÉ/Čočka/",
        "/cs/%C4%8Dlenov%C3%A9/%C4%8Do%C4%8Dka/",
        "/cs/%c4%8dlenov%c3%a9/čočka/",
        unicodedata.normalize("NFD", "/cs/členové/čočka/"),
        "/cs/členové/čočka/?page=2#top",
        "//cs/členové//čočka//",
        "/cs/členové/čočka/%20",
    ],
)
def test_page_is_found_by_every_spelling_of_its_path(homes: Homes, path: str) -> None:
    page = make_page(make_page(homes.cs, "členové"), "čočka")

    assert find_page(path) == page.page_ptr


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/de/",
        "/cs/neznama/",
        "/en/clenove/",
        "/clenove/",
        "/domov/clenove/",
        "/cs/../cs/clenove/",
        "/cs/./clenove/",
        "/cs/clenove/%00/",
        "/cs/clenove%2Fmeopta/",
        "/cs/%FF%FE/",
        "/cs/clenove%",
        "/cs/" + "a" * 3000,
        "https://example.org/cs/clenove/",
    ],
)
def test_path_of_nothing_finds_nothing(homes: Homes, path: str) -> None:
    make_page(make_page(homes.cs, "clenove"), "meopta")

    assert find_page(path) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(path=st.text(max_size=80))
def test_any_text_is_a_path_or_none(homes: Homes, path: str) -> None:
    assert find_page(f"/cs/{path}") is None or not locate(f"/cs/{path}").rest


@pytest.mark.parametrize(("path", "language"), [("/cs/", "cs"), ("/cs", "cs"), ("/en/", "en")])
def test_home_pages_are_found(homes: Homes, path: str, language: str) -> None:
    assert find_page(path) == getattr(homes, language).page_ptr


def test_exact_spelling_comes_before_lower_case(homes: Homes) -> None:
    upper, lower = make_page(homes.cs, "ELI"), make_page(homes.cs, "eli")

    assert (find_page("/cs/ELI/"), find_page("/cs/eli/"), find_page("/cs/Eli/")) == (
        upper.page_ptr,
        lower.page_ptr,
        lower.page_ptr,
    )


def test_pages_that_are_not_public_are_not_found(homes: Homes) -> None:
    make_page(homes.cs, "koncept", live=False)
    section = make_page(homes.cs, "interni")
    make_page(section, "zapis")
    restrict(section)

    assert [find_page(f"/cs/{p}/") for p in ("koncept", "interni", "interni/zapis")] == [None] * 3
    assert find_page("/cs/koncept/", Page.objects.all()) is not None


def test_page_is_found_in_a_constant_number_of_queries(
    homes: Homes, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_page(make_page(homes.cs, "clenove"), "meopta")

    with request_scope():
        find_page("/cs/")  # reads what a request reads once
        with django_assert_num_queries(1):
            assert find_page("/cs/clenove/meopta/") is not None


def test_links_lead_to_the_version_in_the_asked_language(homes: Homes) -> None:
    page = make_page(homes.cs, "o-klastru")
    english = translate(page, homes, "about")

    assert localized_links([page.pk], "en") == {page.pk: link_to(english, "en", "/en/about/")}
    assert localized_links([english.pk], "cs") == {
        english.pk: link_to(page, "cs", "/cs/o-klastru/")
    }
    assert localized_links([page.pk], "cs") == {page.pk: link_to(page, "cs", "/cs/o-klastru/")}


def test_links_fall_back_only_where_it_is_allowed(homes: Homes) -> None:
    page = make_page(homes.cs, "o-klastru")
    own = {page.pk: link_to(page, "cs", "/cs/o-klastru/")}

    assert localized_links([page.pk], "en") == {}
    assert localized_links([page.pk], "en", fallback=("cs",)) == own
    assert localized_links([page.pk], "en", or_own=True) == own


def test_links_never_lead_to_what_is_not_public(homes: Homes) -> None:
    page = make_page(homes.cs, "o-klastru")
    translate(page, homes, "about", live=False)
    hidden = make_page(homes.cs, "interni")
    restrict(hidden)
    draft = make_page(homes.cs, "koncept", live=False)

    found = localized_links([page.pk, hidden.pk, draft.pk, 0], "en", fallback=("cs",), or_own=True)

    assert found == {page.pk: link_to(page, "cs", "/cs/o-klastru/")}


@pytest.mark.parametrize("number", [1, 10])
def test_links_cost_two_queries(
    homes: Homes, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pages = [make_page(homes.cs, f"strana-{at}") for at in range(number)]
    for at, page in enumerate(pages):
        translate(page, homes, f"page-{at}")

    with request_scope():
        localized_links([homes.cs.pk], "en")  # reads what a request reads once
        with django_assert_num_queries(2):
            assert len(localized_links([page.pk for page in pages], "en")) == number
