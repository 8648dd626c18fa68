"""Statements are put together once for each public state, and no answer is older for it."""

from __future__ import annotations

import pytest

from cms.plugin import reads
from cms.plugin.scope import MAX_MADE, lasting, request_scope
from cms.publishing.audience import Audience, shown_to
from cms.publishing.composed import composed
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
