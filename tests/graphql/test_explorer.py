"""The explorer: our own files only, and a page that a strict policy allows."""

from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.test import Client
from pytest_django import Settings

from cms.graphql.explorer import POLICY, QUERY
from cms.graphql.testing import execute
from tests.translation.factories import make_languages

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

# Of the files as the packages have them, without the line that names a source map.
VENDORED = {
    "graphiql.min.js": ("8ba478ac5b0f791ed474a9bfb8271e226596e20cf4648c6a672191ad2bbfc2c8"),
    "graphiql.min.css": ("bdddd50aac5bdb0edd83e5c862ba2fed9db2964e4c75d4655ab62b0a7d5bd730"),
    "react.production.min.js": ("d949f1c3687aedadcedac85261865f29b17cd273997e7f6b2bfc53b2f9d4c4dd"),
    "react-dom.production.min.js": (
        "35f4f974f4b2bcd44da73963347f8952e341f83909e4498227d4e26b98f66f0d"
    ),
}


class _Page(HTMLParser):
    """Addresses in a page, and code that stands in the page itself."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self._in_script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the element loads or runs."""
        self._in_script = tag in {"script", "style"}
        for name, value in attrs:
            if name in {"src", "href"}:
                self.addresses.append(value or "")
            if name.startswith("on") or name == "style":
                self.inline.append(name)

    def handle_data(self, data: str) -> None:
        """Note code between tags."""
        if self._in_script and data.strip():
            self.inline.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Leave the element."""
        self._in_script = False


def explorer(client: Client, language: str = "en") -> tuple[str, _Page]:
    """The explorer's HTML and what is in it."""
    response = client.get("/graphql", headers={"Accept": BROWSER, "Accept-Language": language})
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response["Content-Security-Policy"] == POLICY
    html = response.content.decode()
    return html, _Page(html)


@pytest.mark.django_db
def test_browsers_get_the_explorer_without_foreign_or_inline_code(client: Client) -> None:
    _html, page = explorer(client)

    assert page.inline == []
    assert [
        a for a in page.addresses if not re.match(r"/static/cms_graphql/|/graphql/|data:,", a)
    ] == []
    for address in page.addresses:
        if address.startswith("/static/"):
            assert finders.find(address.removeprefix("/static/")) is not None


@pytest.mark.django_db
def test_a_browser_with_a_query_gets_data(client: Client) -> None:
    response = client.get("/graphql?query={__typename}", headers={"Accept": BROWSER})

    assert response.json() == {"data": {"__typename": "Query"}}


@pytest.mark.django_db
def test_the_explorer_can_be_switched_off(client: Client, settings: Settings) -> None:
    settings.KLASTR_GRAPHQL = {"EXPLORER": False}
    response = client.get("/graphql", headers={"Accept": BROWSER})

    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"] == {"code": "BAD_REQUEST"}


def test_the_policy_allows_no_inline_script_and_no_other_host() -> None:
    directives = dict(part.split(" ", 1) for part in POLICY.split("; "))

    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == "'self'"
    assert "://" not in POLICY
    assert "unsafe-eval" not in POLICY


@pytest.mark.django_db
def test_the_examples_run() -> None:
    make_languages()
    for name in ("Czech", "English"):
        assert execute(QUERY, {"first": 3}, operation_name=name).errors == []


@pytest.mark.parametrize("name", VENDORED)
def test_vendored_files_are_the_published_ones(name: str) -> None:
    found = finders.find(f"cms_graphql/graphiql/{name}")
    assert isinstance(found, str)

    assert hashlib.sha256(Path(found).read_bytes()).hexdigest() == VENDORED[name]


def test_vendored_files_survive_hashed_names(tmp_path: Path, settings: Settings) -> None:
    settings.STATIC_ROOT = tmp_path
    storage = ManifestStaticFilesStorage(location=tmp_path, base_url="/static/")
    paths = {}
    for name in [*(f"graphiql/{name}" for name in VENDORED), "explorer.js", "explorer.css"]:
        found = finders.find(f"cms_graphql/{name}")
        assert isinstance(found, str)
        target = tmp_path / "cms_graphql" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(Path(found).read_bytes())
        paths[f"cms_graphql/{name}"] = (storage, f"cms_graphql/{name}")

    for _name, _hashed, processed in storage.post_process(paths):
        assert not isinstance(processed, Exception)
