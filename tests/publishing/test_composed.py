"""Statements are put together once for each public state, and no answer is older for it."""

from __future__ import annotations

import pytest

from cms.content.models import StandardPage
from cms.graphql.testing import count_queries
from cms.plugin import reads
from cms.plugin.scope import MAX_MADE, lasting, request_scope
from cms.publishing.audience import Audience, shown_to
from cms.publishing.composed import Rows, composed
from tests.content.factories import make_home, make_page

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_composed_lasts_until_something_public_changes() -> None:
    homes = make_home()
    made: list[int] = []

    def ask() -> int:
        with request_scope():
            return composed("it", lambda: made.append(len(made)) or len(made))

    first = ask(), ask()
    with request_scope(), shown_to(Audience.MEMBERS):
        of_members = composed("it", lambda: 0)
    make_page(homes.cs, title="New", slug="new")

    assert (first, of_members, ask(), ask()) == ((1, 1), 0, 2, 2)


def test_few_are_kept_and_no_fact_has_to_go_for_them() -> None:
    made: list[object] = []

    def ask(*keys: int) -> None:
        with request_scope():
            lasting("a fact", lambda: made.append("fact"))
            for key in keys:
                composed(key, lambda key=key: made.append(key))  # type: ignore[misc]  # bound now

    ask(*range(MAX_MADE + 50))
    made.clear()
    ask(0, MAX_MADE + 49)

    assert made == [0]


def test_what_was_read_to_compose_counts_as_read_each_time() -> None:
    def ask() -> list[object]:
        with request_scope(), reads.recorded() as found:
            composed("it", lambda: lasting("a fact", lambda: 7))
        return [each.key for each in found.noted if isinstance(each, reads.Fact)]

    assert (ask(), ask()) == (["a fact"], ["a fact"])


def test_rows_are_read_anew_by_one_statement_and_as_querysets_read_them() -> None:
    homes = make_home()
    for number in range(2):
        make_page(homes.cs, slug=f"s-{number}", title=f"Strana {number}")
    pages = StandardPage.objects.select_related("locale").defer("body").order_by("title")
    rows = Rows(pages)
    before = rows()
    StandardPage.objects.filter(slug="s-0").update(title="Tabule")

    with count_queries() as statements:
        after = [(page.title, page.locale.language_code) for page in rows()]

    assert [page.title for page in before] == ["Strana 0", "Strana 1"]
    assert (after, len(statements)) == ([("Strana 1", "cs"), ("Tabule", "cs")], 1)
    assert before[0].get_deferred_fields() == {"body"}
    assert Rows(StandardPage.objects.none())() == []


def test_rows_leave_to_querysets_what_these_do_beyond_reading() -> None:
    homes = make_home()
    make_page(homes.cs, title="S", slug="s")
    specific = Rows(StandardPage.objects.prefetch_related("locale"))

    with count_queries() as statements:
        found = specific()

    assert (len(found), len(statements)) == (1, 2)
