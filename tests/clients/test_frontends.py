"""Two small frontends: a static site made of all pages, and a search page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

COUNT = "query ($locale: Locale!) { pages(locale: $locale, first: 1) { totalCount } }"
SEARCH = """query ($text: String!, $filter: SearchFilter) {
  search(text: $text, locale: CS, filter: $filter, facets: ["type"], first: 10) {
    totalCount nodes { page { path } }
    facets { values { label count } }
  }
}"""


def _search_page(compiled, served, *given):
    """What the page shows: how many were found, the paths, and the facets' labels."""
    page = compiled.run("node", "dist/search.js", f"{served.url}/graphql", "CS", *given)
    return (
        int(re.search(r"<output>(\d+)</output>", page)[1]),
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
    assert (len(built["written"]), built["removed"]) == (sum(totals), [])
    assert _files(tmp_path) == set(built["written"])
    links = {
        link
        for path in built["written"]
        for link in re.findall(r'href="(/(?:cs|en)/[^"#?]*)', _text(tmp_path, path))
    }
    assert links - set(built["written"]) == set()


def test_only_the_named_pages_are_built_again(compiled, served, tmp_path):
    gone = tmp_path / "cs" / "was-here"
    gone.mkdir(parents=True)
    (gone / "index.html").write_text("old")
    command = ("node", "dist/site.js", f"{served.url}/graphql", str(tmp_path))

    built = compiled.ask(*command, "/cs/", "/en/", "/cs/was-here/")

    assert built == {"written": ["/cs/", "/en/"], "removed": ["/cs/was-here/"]}
    assert _files(tmp_path) == {"/cs/", "/en/"}


def test_the_search_page_shows_what_was_found(compiled, served):
    assert _search_page(compiled, served, "laser") == _expected(served, text="laser")


def test_the_search_page_narrows_by_a_facet(compiled, served):
    narrowed = _search_page(compiled, served, "laser", "Member")

    assert narrowed == _expected(served, text="laser", filter={"type": ["Member"]})


def _files(folder: Path) -> set[str]:
    return {f"/{file.parent.relative_to(folder)}/" for file in folder.rglob("index.html")}


def _text(folder: Path, path: str) -> str:
    return (folder / path.strip("/") / "index.html").read_text()
