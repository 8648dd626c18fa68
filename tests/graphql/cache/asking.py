"""Every question is asked twice: over the way of clients, where answers are kept, and anew."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page

from cms.graphql.answer import answer
from cms.graphql.cache.answers import answers, cached_answer
from cms.graphql.context import Context
from cms.graphql.request import Operation
from cms.plugin import scope
from cms.plugin.scope import request_scope
from cms.plugin.state import active_labels
from cms.publishing import epoch
from tests.graphql.operations import operation, root_fields
from tests.graphql.over_wsgi import Endpoint

# What a frontend asks: a few fields of many pages.
FEW = {
    "titles": "query($locale: Locale!) { pages(locale: $locale, first: 50)"
    " { nodes { title path } } }",
    "tree": "query($locale: Locale!) { pages(locale: $locale, order: TREE, first: 5)"
    " { totalCount nodes { id breadcrumbs { title path } alternates { path } } } }",
    "menu": "query($locale: Locale!) { navigation(locale: $locale)"
    " { label link { url } children { label link { url } children { label } } } }",
    "page": "query($id: ID!) { page(id: $id) { title path seo { title description }"
    " translation { state fields { name state } } alternates { locale path } } }",
    "route": "query($path: String!) { route(path: $path) { __typename"
    " ... on PageRoute { page { id title } } ... on RedirectRoute { path } } }",
    "site": "query($locale: Locale!) { site(locale: $locale) { name claim } }",
    "named": "query($id: ID!) { page(id: $id) { title ... on Member { news(first: 3)"
    " { nodes { title path } } opportunities(first: 3) { totalCount } }"
    " ... on Article { members { title path } } } }",
    "terms": "query($locale: Locale!) { pillars(locale: $locale) { nodes { code name } }"
    " topics(locale: $locale) { nodes { code name } } }",
    "members": "query($locale: Locale!) { members(locale: $locale, first: 10) { totalCount nodes"
    " { title path city logo { alt rendition(width: 320) { url } } topics { name } } } }",
    "events": "query($locale: Locale!) { events(locale: $locale, first: 5) { totalCount nodes"
    " { title path state alternates { url } topics { name } } } }",
    "opportunities": "query($locale: Locale!) { opportunities(locale: $locale, first: 5)"
    " { totalCount nodes { title path state kind organisation { name } } } }",
    "news": "query($locale: Locale!) { news(locale: $locale, first: 5) { totalCount nodes"
    " { title path members { title path } } } }",
}
LARGE = 0.1  # how often everything below a field is asked for
NOT_KEPT = {"search", "suggest"}


@dataclass
class Counts:
    """What came of the questions of one process.

    `made` are answers that were kept and made anew because other rows are read for them. When a
    plugin is switched, or who may see pages or files changes, all are made anew: that is by rule.
    `untagged` are those that changed though none of their tags has grown: caches outside would have
    kept them.
    """

    asked: int = 0
    stale: list[str] = field(default_factory=list)
    untagged: list[str] = field(default_factory=list)
    changed: int = 0
    made: int = 0


class Asking:
    """Asks a site's questions, some at a time."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.counts = Counts()
        self._last: dict[tuple[str, str], bytes] = {}
        self._tags: dict[tuple[str, str], tuple[frozenset[str], int]] = {}
        self._endpoint = Endpoint()
        self._whole = {name: operation(name, 0) for name in root_fields() if name not in NOT_KEPT}

    def ask(self, many: int, after: str = "") -> None:
        """Ask so many questions, and now and then a large one; count what comes of them."""
        asked = self.chance.sample(list(self._questions(FEW)), many)
        if self.chance.random() < LARGE:
            asked.append(self.chance.choice(list(self._questions(self._whole))))
        for name, document, variables in asked:
            self._compare(name, document, variables, after)

    def _questions(self, documents: dict[str, str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
        pages = list(Page.objects.filter(depth__gt=1).values_list("pk", "url_path").order_by("pk"))
        pages = self.chance.sample(pages, min(len(pages), 4))
        for name, document in documents.items():
            if name in ("page", "named"):
                yield from ((name, document, {"id": str(pk)}) for pk, _path in pages)
            elif name == "route":
                yield from ((name, document, {"path": _shown(path)}) for _pk, path in pages)
            elif "$locale" in document:
                yield from ((name, document, {"locale": code}) for code in ("CS", "EN"))
            else:
                yield name, document, {}

    def _compare(self, name: str, document: str, variables: dict[str, Any], after: str) -> None:
        before = answers.counts["rows"]
        sent = self._endpoint.post(document, variables).content
        is_made_anew = answers.counts["rows"] > before
        with request_scope():
            tags_now = cached_answer(Operation(document, variables), Context(active_labels())).tags
        with nothing_kept(), request_scope():
            fresh = answer(Operation(document, variables), Context(active_labels()))
        self.counts.asked += 1
        # Failures have an id of their own each time.
        if sent != fresh.content and not (fresh.has_errors and sent.startswith(b'{"errors"')):
            self.counts.stale.append(f"after {after}: {name} {variables} {document[:40]}")
        place = document, repr(variables)
        if place in self._last:
            is_changed = self._last[place] != fresh.content
            self.counts.changed += is_changed
            tags, number = self._tags[place]
            # An error is that of a plugin that was switched off, at which all caches are emptied.
            is_tagged = not tags or fresh.has_errors or epoch.changed_at(tags) > number
            if is_changed and not is_tagged:
                texts = " → ".join(t.decode()[:200] for t in (self._last[place], fresh.content))
                self.counts.untagged.append(
                    f"after {after}: {name} {variables} {sorted(tags)}: {texts}"
                )
            self.counts.made += is_made_anew
        self._last[place] = fresh.content
        self._tags[place] = tags_now, epoch.number()


def _shown(url_path: str) -> str:
    return "/cs/" + "".join(f"{slug}/" for slug in url_path.strip("/").split("/")[1:])


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Within the block no fact lasts: everything is read from the database."""
    kept = scope._lasting, scope._made
    scope._lasting, scope._made = {}, {}
    try:
        yield
    finally:
        scope._lasting, scope._made = kept
