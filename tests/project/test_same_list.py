"""The demo site asked twice, on the embedded index and on Elasticsearch: the same answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.servers.site import Site, running

TEXTS = {
    "CS": (
        "mereni asfericke cocky",
        "lasery",
        "staz v Brne",
        "diplomová práce optika",
        "tenké vrstvy",
        "mikroskopie -elektronova",
        '"laserové technologie"',
        "vyzkumny ustav",
        "mikroskpie",  # mistyped on purpose
        "konference partneri sponzorstvi",
    ),
    "EN": (
        "telescopes",
        "thin films",
        "internship laser",
        "doctoral thesis in microscopy",
        "quantum",
        "microscpy",  # mistyped on purpose
        "companies that make lenses",
    ),
}
FACETS = ("type", "locale", "pillar", "organisation", "kind", "state")
QUESTION = """query ($text: String!, $locale: Locale!, $facets: [String!]) {
  search(text: $text, locale: $locale, facets: $facets, first: 50, typing: true) {
    totalCount isPartial didYouMean correctedFrom searchedFor pageInfo { endCursor }
    nodes { matchedLocale promoted page { id title } highlights { field html } }
    facets { name values { value label count } }
  }
  suggest(text: $text, locale: $locale) { text page { id } }
}"""


@pytest.mark.slow
def test_both_engines_give_the_same_list(
    served: Site, prepared_home: Path, elasticsearch_place: str
) -> None:
    embedded = answers(served)

    with running(prepared_home, SEARCH_URL=f"elasticsearch://{elasticsearch_place}") as site:
        site.wait_until_ready()
        distributed = answers(site)

    assert distributed == embedded
    assert [text for text, found in embedded.items() if not found["search"]["nodes"]] == []


def answers(site: Site) -> dict[str, Any]:
    """What a site answers, by what was asked."""
    asked = [(text, locale) for locale, texts in TEXTS.items() for text in texts]
    return {
        text: site.graphql(QUESTION, text=text, locale=locale, facets=FACETS)["data"]
        for text, locale in asked
    }
