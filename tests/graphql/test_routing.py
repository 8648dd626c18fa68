"""What a path leads to, in every case that a frontend must know."""

from __future__ import annotations

import datetime
import unicodedata
from typing import Any

import pytest
from django.conf import settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from cms.content.models import StandardPage
from cms.graphql.testing import execute
from cms.plugin.reads import recorded
from tests.content.factories import Homes, make_english, make_home, make_page, publish

pytestmark = pytest.mark.django_db

ROUTE = """query ($path: String!, $fallback: [Locale!]) {
  route(path: $path, fallback: $fallback) { __typename
    ... on PageRoute { page { title path } }
    ... on RedirectRoute { path url isPermanent }
    ... on GoneRoute { reason since }
    ... on NotTranslatedRoute { locale available { locale path } }
    ... on RestrictedRoute { requestedPath }
    ... on NotFoundRoute { requestedPath } } }"""


@pytest.fixture
def homes() -> Homes:
    return make_home()


@pytest.fixture
def page(homes: Homes) -> StandardPage:
    czech = make_page(homes.cs, title="O nás", slug="o-nás")
    make_english(czech, title="About us", slug="about-us")
    return czech


def route(path: str, **variables: Any) -> dict[str, Any]:
    data = execute(ROUTE, {"path": path, **variables}).data
    assert data is not None
    return data["route"]


def kind(path: str) -> str:
    return str(route(path)["__typename"])


@pytest.mark.parametrize(
    "path",
    [
        "/cs/o-n%C3%A1s/",
        "/cs/o-n%C3%A1s",
        "/cs/o-n%C3%A1s/?utm_source=mail&x=1",
        "/cs/o-n%C3%A1s/#top",
        "/cs/o-nás/",  # as frameworks hand it on, which have decoded it
        "/cs/o-nás",
    ],
)
def test_a_page_is_at_its_path(page: StandardPage, path: str) -> None:
    shown = {"title": "O nás", "path": "/cs/o-n%C3%A1s/"}

    assert route(path) == {"__typename": "PageRoute", "page": shown}


@pytest.mark.parametrize(
    "path",
    [
        unicodedata.normalize("NFD", "/cs/o-nás/"),
        "/CS/O-N%C3%81S/",
        "/cs/O-NÁS/",
        "cs/o-n%c3%a1s",
        "/cs/o-n%c3%a1s/",
        "/cs/o-na%CC%81s/",
        "/%63s/%6F-n%C3%A1s/",
        "//cs/o-n%C3%A1s/",
        "/cs//o-n%C3%A1s//",
        "/cs/o-n%C3%A1s/%20",
        "/cs/o-n%C3%A1s/ ",
        "/CS/o-nás?q=1#top",
    ],
)
def test_another_spelling_leads_to_the_page(page: StandardPage, path: str) -> None:
    assert route(path) == {
        "__typename": "RedirectRoute",
        "path": "/cs/o-n%C3%A1s/",
        "url": f"{settings.PUBLIC_URL}/cs/o-n%C3%A1s/",
        "isPermanent": True,
    }


def test_the_path_of_another_language_leads_to_the_translation(page: StandardPage) -> None:
    found = route("/en/o-n%C3%A1s/")

    assert (found["__typename"], found["path"], found["isPermanent"]) == (
        "RedirectRoute",
        "/en/about-us/",
        False,
    )


def test_a_page_without_translation_is_not_translated(homes: Homes) -> None:
    make_page(homes.cs, title="Jen česky", slug="jen-cesky")

    assert route("/en/jen-cesky/") == {
        "__typename": "NotTranslatedRoute",
        "locale": "EN",
        "available": [{"locale": "CS", "path": "/cs/jen-cesky/"}],
    }


def test_redirects_of_editors(homes: Homes, page: StandardPage) -> None:
    Redirect.objects.create(old_path="/cs/stara", redirect_page=page)
    Redirect.objects.create(
        old_path="/old", redirect_link="https://example.org/", is_permanent=False
    )
    Redirect.objects.create(old_path="/cs/docasna", redirect_link="/cs/", is_permanent=False)

    assert route("/cs/stara/")["path"] == "/cs/o-n%C3%A1s/"
    assert route("/old") == {
        "__typename": "RedirectRoute",
        "path": None,
        "url": "https://example.org/",
        "isPermanent": False,
    }
    assert route("/cs/docasna/?a=1")["path"] == "/cs/"


def test_a_renamed_page_leaves_a_redirect(page: StandardPage) -> None:
    publish(page, slug="kdo-jsme")

    assert route("/cs/o-n%C3%A1s/")["path"] == "/cs/kdo-jsme/"


def test_an_unpublished_page_is_gone(page: StandardPage) -> None:
    page.unpublish()

    found = route("/cs/o-n%C3%A1s/")

    since = datetime.datetime.fromisoformat(found["since"])
    assert (found["__typename"], found["reason"]) == ("GoneRoute", "UNPUBLISHED")
    assert abs(datetime.datetime.now(datetime.UTC) - since) < datetime.timedelta(minutes=1)


@pytest.mark.parametrize(
    "path",
    [
        "/cs/o-n%C3%A1s/neco/",
        "/cs/o-n%C3%A1s/index.html",
        "/cs/o-n%C3%A1s.html",
        "/cs/o-n%C3%A1s)",
        "/cs/o-n%C3%A1s/%00",
        "/cs/o-n%C3%A1s%00",
        "/cs%2Fo-n%C3%A1s/",
        "/cs/../cs/o-n%C3%A1s/",
        "/cs/%2e%2E/cs/o-n%C3%A1s/",
        "/cs/./o-n%C3%A1s/",
        "/cs/o-n%25C3%25A1s/",
        "/cs/o-n\ud800s/",
        "/cs\\o-nás",
        "/cs/o-n%C3%A1s/" + "a" * 2000,
    ],
)
def test_what_only_looks_like_a_path_of_a_page_is_not_found(page: StandardPage, path: str) -> None:
    assert route(path) == {"__typename": "NotFoundRoute", "requestedPath": path}


def test_a_restricted_page_and_what_is_below(homes: Homes, page: StandardPage) -> None:
    make_page(page, title="Zápis", slug="zapis")
    PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert kind("/cs/o-n%C3%A1s/") == "RestrictedRoute"
    assert route("/cs/o-n%C3%A1s/zapis/") == {
        "__typename": "RestrictedRoute",
        "requestedPath": "/cs/o-n%C3%A1s/zapis/",
    }


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "//",
        "///cs//",
        "//[",
        "http://[",
        "http://evil.example/cs/",
        "/cs/%00/",
        "/cs/a%00b",
        "/cs/%",
        "/cs/%zz/",
        "/cs/%ff%fe/",
        "/cs/../../etc/passwd",
        "/cs/..%2f..%2fetc/",
        "/cs/o-n%2525C3/",
        "/xx/",
        "/cs/" + "a" * 5000,
        "/cs/" + "a/" * 900,
        "/cs/\\..\\",
        "/cs/'; DROP TABLE wagtailcore_page; --/",
        "/cs/?" + "a=b&" * 2000,
        "/cs/nic/?" + "a=b&" * 2000,
        "?",
        "#",
        "/cs/\N{RIGHT-TO-LEFT OVERRIDE}/",
        "/cs/\N{PILE OF POO}/",
        "javascript:alert(1)",
    ],
)
def test_no_path_is_an_error(page: StandardPage, path: str) -> None:
    assert kind(path) in {"NotFoundRoute", "PageRoute", "RedirectRoute"}


def test_home_pages_are_at_their_languages(homes: Homes) -> None:
    assert [route(path)["page"]["title"] for path in ("/cs/", "/en/")] == ["Úvod", "Home"]
    assert kind("/cs") == "PageRoute"


@pytest.mark.parametrize("path", ["/", "", "//", "/?utm_source=mail", "/#top"])
def test_the_bare_address_leads_to_the_home_page_for_now(homes: Homes, path: str) -> None:
    leads = {"__typename": "RedirectRoute", "isPermanent": False}
    assert route(path) == {**leads, "path": "/cs/", "url": f"{settings.PUBLIC_URL}/cs/"}

    homes.cs.unpublish()
    assert route(path) == {**leads, "path": "/en/", "url": f"{settings.PUBLIC_URL}/en/"}

    homes.en.unpublish()
    assert kind(path) == "NotFoundRoute"


def test_an_answer_names_what_it_was_read_from(homes: Homes, page: StandardPage) -> None:
    def tags(path: str) -> set[str]:
        with recorded() as reads:
            route(path)
        return reads.tags

    may_come = {"pages", "type:wagtailredirects.redirect"}
    assert f"versions:{page.translation_key}" in tags("/cs/o-n%C3%A1s/")
    assert tags("/cs/O-N%C3%A1s/") == tags("/cs/nic/") == may_come
