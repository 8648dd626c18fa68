"""Every question that the public can ask, with arguments that come close to what is hidden."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain, product
from typing import Any

from wagtail.models import Page

from cms.graphql.testing import execute
from cms.publishing.paths import path_of
from tests.graphql.operations import operation, root_fields
from tests.public_rows import Parts

Question = tuple[str, dict[str, Any], int]
FALLBACKS: tuple[list[str] | None, ...] = (None, ["CS", "EN"])


def questions(parts: Parts) -> Iterator[Question]:
    """(field of Query, variables, hops from page to page), over all pages that there are."""
    known = set(root_fields())
    for name, rows in tables(parts).items():
        if name in known:
            for place, variables in enumerate(rows):
                goes_on = len(variables) == 1 if name == "page" else place == 0
                yield name, variables, int(goes_on)


def tables(parts: Parts) -> dict[str, Iterable[dict[str, Any]]]:
    """For each field of Query the arguments to ask it with; plugins bring those of theirs."""
    pages = list(Page.objects.filter(depth__gt=1))
    found: dict[str, Iterable[dict[str, Any]]] = {
        "page": _by_id(pages),
        "route": _by_path(pages),
        "pages": _lists(pages),
        "navigation": _in_languages({"menu": menu} for menu in ("main", "footer")),
        "site": _in_languages([{}]),
        "pillars": _in_languages([{}]),
        "topics": _in_languages([{}, {"textPrefix": "canary"}]),
        "plugins": [{}],
        "search": _searches(),
        "suggest": [{"text": "canary", "locale": locale} for locale in ("CS", "EN")],
    }
    for brought in parts.call("questions").values():
        for name, rows in brought.items():
            found[name] = chain(found.get(name, ()), rows)
    return found


def _by_id(pages: list[Page]) -> Iterator[dict[str, Any]]:
    for page in pages:
        yield {"id": str(page.pk)}
        yield {"id": str(page.pk), "locale": "EN", "fallback": ["CS"]}


def _by_path(pages: list[Page]) -> Iterator[dict[str, Any]]:
    for page in pages:
        path = path_of(page) or "/"
        yield {"path": path}
        yield {"path": path.upper()}
        yield {"path": path.replace("/cs/", "/en/"), "fallback": ["CS"]}
        yield {"path": f"/cs/old-{page.pk}/"}


def _lists(pages: list[Page]) -> Iterator[dict[str, Any]]:
    for order in ("TREE", "NEWEST", "RECENTLY_PUBLISHED"):
        yield {"locale": "CS", "order": order, "first": 100}
    for variables in ({"locale": "EN"}, {"locale": "EN", "fallback": ["CS"]}):
        yield {**variables, "order": "TREE", "first": 100}
    yield {"locale": "CS", "order": "TREE", "type": ["StandardPage"], "first": 100}
    for page in pages:
        if page.slug.startswith("canary"):
            yield {"locale": "CS", "order": "TREE", "under": str(page.pk), "first": 100}


def _searches() -> Iterator[dict[str, Any]]:
    """All pages in one answer, with what they are counted by; and all with marks."""
    for locale in ("CS", "EN"):
        asked = {"locale": locale, "first": 100, "typing": True}
        yield {**asked, "text": "", "facets": ["type", "locale", "pillar", "topic", "city"]}
        yield {**asked, "text": "canary*", "filter": {"locale": ["CS", "EN"]}}


def _in_languages(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        for locale, fallback in product(("CS", "EN"), FALLBACKS):
            yield {**row, "locale": locale, "fallback": fallback}


def answer_text(name: str, variables: dict[str, Any], hops: int) -> str:
    """The whole answer as text, without the words that the question itself brought."""
    given = {key: value for key, value in variables.items() if value is not None}
    result = execute(operation(name, hops), given)
    text = json.dumps(result.data, ensure_ascii=False)
    echoed = given.get("path")
    return text.replace(json.dumps(echoed)[1:-1], "") if echoed else text
