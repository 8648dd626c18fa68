"""Whoever rebuilds what a message names by tags misses no page that differs, whatever happened."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cms.graphql.cache.answers import cached_answer
from cms.graphql.context import Context
from cms.graphql.request import Operation
from cms.plugin.scope import request_scope
from cms.plugin.state import active_labels
from cms.publishing import delivery, epoch
from cms.publishing.changes import Described, described
from cms.publishing.models import Event
from cms.publishing.paths import path_of
from cms.publishing.visibility import live_pages
from plugins.members.models import MemberPage
from plugins.news.models import ArticlePage
from tests.graphql.cache.changes import Editor
from tests.graphql.site import Site

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

STEPS, ROWS = 40, 2
MAX_OVERBUILT = 12  # candidates: with ETags only those that differ are built, see tests/clients
# What a static frontend shows of a page: itself, where it stands, and what is listed with it.
PAGE = """query ($path: String!) { route(path: $path) { __typename
  ... on PageRoute { page {
    title seo { description } alternates { locale path } breadcrumbs { title path }
    ... on Member { logo { alt } topics { name } news(first: 3) { nodes { title path } }
      opportunities(first: 3) { nodes { title path } } }
    ... on Article { publishedOn members { title path } topics { name } }
    ... on Event { topics { name } }
    ... on Opportunity { kind organisation { name } }
  } }
  ... on RedirectRoute { path }
} }"""
Built = dict[str, tuple[bytes, frozenset[str]]]


def built() -> Built:
    """Each public page by its path: what a frontend builds it of, and the tags of that."""
    with request_scope():
        paths = [path for path in map(path_of, live_pages()) if path]
    return {path: _asked(path) for path in paths}


def _asked(path: str) -> tuple[bytes, frozenset[str]]:
    with request_scope():
        found = cached_answer(Operation(PAGE, {"path": path}), Context(active_labels()))
    assert not found.has_errors, found.content
    return found.content, found.tags or frozenset({epoch.EVERYTHING})


def touched(known: Built, since: int) -> Iterator[str]:
    """What messages since an event have rebuilt or removed: by tags, as README.md says, or all."""
    yield from named_by_tags(known, since)
    for means in meanings(since):
        if means.is_whole_site:
            yield from (*known, *built())
        for page in means.pages:
            yield from page.former_paths
            if page.path and page.path not in known:
                yield page.path


def named_by_tags(known: Built, since: int) -> set[str]:
    """The pages that have one of the tags of these messages."""
    changed = {epoch.EVERYTHING}.union(*(means.tags for means in meanings(since)))
    return {path for path, (_content, tags) in known.items() if tags & changed}


def meanings(since: int) -> Iterator[Described]:
    """What the events since that one mean."""
    for event in Event.objects.filter(number__gt=since).order_by("number"):
        with request_scope():
            yield described(delivery.changed(event))


@pytest.mark.parametrize("seed", [1, 2])
def test_every_page_that_differs_is_named(seed: int) -> None:
    site = Site()
    site.grow(ROWS)
    editor = Editor(site, seed)
    rebuilt = different = 0

    known = built()
    for _step in range(STEPS):
        since = epoch.number()
        change = editor.change()
        now = built()
        named = set(touched(known, since))
        differs = {path for path in {*known, *now} if _content(known, path) != _content(now, path)}

        assert differs - named == set(), change
        rebuilt, different = rebuilt + len(named & now.keys()), different + len(differs)
        known = now

    assert rebuilt <= MAX_OVERBUILT * different


def test_a_page_is_named_when_another_begins_and_ends_to_refer_to_it() -> None:
    Site().grow(ROWS)
    article = live_pages(ArticlePage, "cs").latest("pk")
    article.members.all().delete()
    article.save_revision().publish()
    with request_scope():
        member = live_pages(MemberPage, "cs").earliest("pk")
        path = str(path_of(member))
    known = {path: _asked(path)}

    for members in ([article.members.model(page=member)], []):
        since = epoch.number()
        article = article.get_latest_revision_as_object()
        article.members = members
        article.save_revision().publish()
        now = {path: _asked(path)}

        assert now[path][0] != known[path][0]
        assert named_by_tags(known, since) == {path}
        known = now


def _content(pages: Built, path: str) -> bytes | None:
    return pages[path][0] if path in pages else None
