"""Two small frontends: a static site made of all pages, and a search page."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import pytest

from tests.servers.site import klastr, running
from tests.webhooks.receiver import Receiver
from tests.webhooks.receiver import receiver as receiving

pytestmark = pytest.mark.slow

WEBHOOKS = '{"ALLOW_HTTP": true, "NETWORKS": ["127.0.0.0/8"]}'
# A member whose name articles show, under another name and at another address.
RENAME_A_MEMBER = """
from cms.publishing.visibility import live_pages
from cms.webhooks.models import Endpoint
from plugins.members.models import MemberPage
from plugins.news.models import ArticlePage
Endpoint.objects.create(url="%s")
named = live_pages(ArticlePage, "cs").exclude(members=None).values("members__page")
page = live_pages(MemberPage, "cs").filter(pk__in=named).order_by("path").first()
page.title, page.slug = page.title + " nova", page.slug + "-nova"
page.save_revision().publish()
"""
COUNT = "query ($locale: Locale!) { pages(locale: $locale, first: 1) { totalCount } }"
SEARCH = """query ($text: String!, $filter: SearchFilter) {
  search(text: $text, locale: CS, filter: $filter, facets: ["type"], first: 10) {
    totalCount nodes { page { path } }
    facets { values { label count } }
  }
}"""


@pytest.fixture
def receiver():
    with receiving() as found:
        yield found


def _search_page(compiled, served, *given):
    """What the page shows: how many were found, the paths, and the facets' labels."""
    page = compiled.run("node", "dist/search.js", f"{served.url}/graphql", "CS", *given)
    return (
        int(re.search(r"<output>\D*(\d+)</output>", page)[1]),
        re.findall(r'<a href="([^"]+)"', page),
        re.findall(r'<input type="checkbox"[^>]*/>([^<]+)</label>', page),
    )


def _expected(served, **variables):
    found = served.graphql(SEARCH, **variables)["data"]["search"]
    return (
        found["totalCount"],
        [hit["page"]["path"] for hit in found["nodes"]],
        [f"{each['label']} ({each['count']})" for each in found["facets"][0]["values"]],
    )


def test_a_static_site_has_every_page_and_no_dead_link(compiled, served, tmp_path):
    built = compiled.ask("node", "dist/site.js", f"{served.url}/graphql", str(tmp_path))

    totals = [
        served.graphql(COUNT, locale=locale)["data"]["pages"]["totalCount"]
        for locale in ("CS", "EN")
    ]
    assert [len(each) for each in built.values()] == [sum(totals), 0, 0]
    assert _files(tmp_path) == set(built["written"])
    links = {
        link
        for path in built["written"]
        for link in re.findall(r'href="(/(?:cs|en)/[^"#?]*)', _text(tmp_path, path))
    }
    assert links - set(built["written"]) == set()


def test_a_webhook_builds_again_what_a_change_touches(compiled, first_start, receiver, tmp_path):
    home = Path(shutil.copytree(first_start.home, tmp_path / "home"))
    with running(home, WEBHOOKS=WEBHOOKS) as site:
        site.wait_until_ready()

        def build(folder: str, *message: str) -> dict[str, list[str]]:
            command = ("node", "dist/site.js", f"{site.url}/graphql", str(tmp_path / folder))
            return compiled.ask(*command, *message)

        build("kept")
        shutil.copytree(tmp_path / "kept", tmp_path / "before")
        for command in (("shell", "-c", RENAME_A_MEMBER % receiver.url), ("deliver", "--once")):
            done = klastr(*command, home=home, WEBHOOKS=WEBHOOKS)
            assert done.returncode == 0, done.stderr
        _wait_for(receiver)
        written, redirected = set(), set()
        for number, heard in enumerate(receiver.heard):
            message = tmp_path / f"message-{number}.json"
            message.write_bytes(heard.body)
            rebuilt = build("kept", str(message))
            written.update(rebuilt["written"])
            redirected.update(rebuilt["redirected"])
        build("anew")

    before, kept, anew = (_pages(tmp_path / name) for name in ("before", "kept", "anew"))
    different = {path for path in before.keys() | anew.keys() if before.get(path) != anew.get(path)}
    gone = before.keys() - anew.keys()
    assert {path: page for path, page in kept.items() if path not in gone} == anew
    assert (len(gone), redirected) == (1, gone)
    assert len(different) >= 3  # the new address, the old one, an article that names the member
    assert written == different - gone


def test_the_search_page_shows_what_was_found(compiled, served):
    assert _search_page(compiled, served, "laser") == _expected(served, text="laser")


def test_the_search_page_narrows_by_a_facet(compiled, served):
    narrowed = _search_page(compiled, served, "laser", "Member")

    assert narrowed == _expected(served, text="laser", filter={"type": ["Member"]})


def _wait_for(receiver: Receiver) -> None:
    """Until the first message has come: the server sends it, or the command did."""
    until = time.monotonic() + 60
    while not receiver.heard:
        assert time.monotonic() < until, "no message has come"
        time.sleep(0.05)


def _pages(folder: Path) -> dict[str, str]:
    return {path: _text(folder, path) for path in _files(folder)}


def _files(folder: Path) -> set[str]:
    return {f"/{file.parent.relative_to(folder)}/" for file in folder.rglob("index.html")}


def _text(folder: Path, path: str) -> str:
    return (folder / path.strip("/") / "index.html").read_text()
