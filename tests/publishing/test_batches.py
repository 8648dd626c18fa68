"""Rows found by keys are those of the queryset itself, by statements put together once."""

from __future__ import annotations

import pytest
from django.db.models import Q, QuerySet
from wagtail.models import Page

from cms.content.models import StandardPage
from cms.graphql.testing import count_queries
from cms.plugin.scope import request_scope
from cms.publishing.batches import MOST_KEYS, rows_by, standing_rows_by
from cms.publishing.visibility import live_pages
from tests.content.factories import make_home, make_page

pytestmark = pytest.mark.django_db(transaction=True)

TITLES = 'SELECT "wagtailcore_page"."title"'


def test_rows_are_found_by_lists_of_any_length_with_one_statement_put_together_once() -> None:
    homes = make_home()
    pages: list[Page] = [make_page(homes.cs, slug=f"s-{n}", title=f"S {n}") for n in range(5)]
    composed: list[int] = []

    def titles(ids: list[int]) -> QuerySet[Page, tuple[str]]:
        composed.append(len(ids))
        return live_pages().filter(pk__in=ids).values_list("title")

    found = []
    for _ in range(2):
        for count in (0, 1, 3, 4):
            with request_scope(), count_queries() as statements:
                rows = rows_by("titles", titles, ids=[page.pk for page in pages[:count]])
            found.append([title for (title,) in rows])
            assert sum(sql.startswith(TITLES) for sql in statements) == bool(count)

    assert found == [[], ["S 0"], ["S 0", "S 1", "S 2"], ["S 0", "S 1", "S 2", "S 3"]] * 2
    assert composed == [0, 1, 4]


def test_keys_of_several_kinds_stand_where_the_queryset_has_them() -> None:
    homes = make_home()
    first: Page = make_page(homes.cs, slug="s-0", title="S 0")
    second: Page = make_page(homes.cs, slug="s-1", title="S 1")

    def pages(keys: list[object], paths: list[str]) -> QuerySet[StandardPage]:
        either = Q(translation_key__in=keys) | Q(path__in=paths)
        also = StandardPage.objects.filter(translation_key__in=keys).values("pk")
        return live_pages(StandardPage).filter(either).exclude(pk__in=also).select_related("locale")

    with request_scope():
        asked = {"keys": [first.translation_key], "paths": [first.path, second.path, "none"]}
        (found,) = rows_by("pages", pages, **asked)
        (again,) = rows_by("pages", pages, **asked | {"keys": [second.translation_key]})

    with count_queries() as statements:
        assert (found.title, found.locale.language_code, again.title) == ("S 1", "cs", "S 0")
        assert found.get_deferred_fields() == set()
    assert statements == []


def test_what_is_public_is_told_anew_when_it_changes() -> None:
    homes = make_home()
    page: Page = make_page(homes.cs, slug="s", title="S")

    def found() -> list[object]:
        with request_scope():
            return rows_by("public", lambda ids: live_pages().filter(pk__in=ids), ids=[page.pk])

    before = found()
    page.unpublish()

    assert (before, found()) == ([Page.objects.get(pk=page.pk)], [])


def test_long_lists_are_found_as_well() -> None:
    page = make_home().cs
    ids = [page.pk, *range(10**6, 10**6 + MOST_KEYS)]

    with request_scope():
        assert [
            row.pk for row in rows_by("long", lambda ids: live_pages().filter(pk__in=ids), ids=ids)
        ] == [page.pk]


def test_what_does_not_follow_from_public_state_is_put_together_once() -> None:
    homes = make_home()
    page: Page = make_page(homes.cs, slug="s", title="S")
    composed: list[int] = []

    def titles(ids: list[int]) -> QuerySet[Page, tuple[str]]:
        composed.append(len(ids))
        return Page.objects.filter(pk__in=ids).values_list("title")

    before = standing_rows_by("any titles", titles, ids=[page.pk])
    page.title = "T"
    page.save_revision().publish()
    after = standing_rows_by("any titles", titles, ids=[page.pk])
    many = standing_rows_by("any titles", titles, ids=[page.pk, *range(10**6, 10**6 + MOST_KEYS)])

    assert (before, after, many) == ([("S",)], [("T",)], [("T",)])
    assert composed == [1, MOST_KEYS + 1]
