"""Values that answers share: kept while nothing changes, and noted by whoever takes them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from cms.content.models import StandardPage
from cms.graphql.testing import count_queries
from cms.plugin import reads
from cms.plugin.scope import request_scope
from cms.publishing import shared
from cms.publishing.audience import Audience, shown_to
from cms.publishing.clock import stamp
from cms.publishing.shared import Shared
from tests.content.factories import make_home, make_page

pytestmark = pytest.mark.django_db(transaction=True)

Titles = Shared[int, str]


@pytest.fixture
def titles(request: pytest.FixtureRequest) -> Titles:
    """Titles of pages by id."""

    def read(ids: list[int]) -> list[str | None]:
        found = dict(StandardPage.objects.filter(pk__in=ids).values_list("pk", "title"))
        return [found.get(page_id) for page_id in ids]

    return Shared(request.node.name, read, tags=lambda title: [f"title:{title}"])


@pytest.fixture
def page() -> StandardPage:
    return make_page(make_home().cs, slug="s", title="Skla")


def statements_of(ask: Callable[[], object]) -> int:
    """How many statements `ask` takes in a request of its own, its stamp aside."""
    with request_scope(stamp()), count_queries() as statements:
        ask()
    return sum("standardpage" in each for each in statements)


def test_value_is_read_once_until_something_public_changes(titles: Titles, page: StandardPage):
    assert [statements_of(lambda: titles([page.pk])) for _ in range(2)] == [1, 0]

    page.title = "Čočky"
    page.save_revision().publish()

    with request_scope():
        assert titles([page.pk]) == ["Čočky"]
    assert statements_of(lambda: titles([page.pk])) == 0


def test_only_what_is_missing_is_read_and_what_is_not_there_each_time(
    titles: Titles, page: StandardPage
):
    statements_of(lambda: titles([page.pk]))
    with request_scope():
        assert titles([page.pk, 999_999]) == ["Skla", None]

    assert [statements_of(lambda: titles([page.pk, 999_999])) for _ in range(2)] == [1, 1]


def test_nothing_is_kept_outside_requests_and_beyond_those_in_transactions(
    titles: Titles, page: StandardPage
):
    for _ in range(2):
        with count_queries() as statements:
            assert titles([page.pk]) == ["Skla"]
        assert len(statements) == 1
    for _ in range(2):
        with transaction.atomic():
            assert statements_of(lambda: titles([page.pk])) == 1


def test_what_a_transaction_sees_alone_is_kept_for_nobody_else(
    titles: Titles, page: StandardPage
) -> None:
    other = make_page(page.get_parent(), slug="t", title="Tabule")

    with request_scope(stamp()):
        assert titles([page.pk]) == ["Skla"]
        with transaction.atomic():  # as a draft is previewed
            StandardPage.objects.update(title="Koncept")
            assert titles([page.pk, other.pk]) == ["Koncept"] * 2
            transaction.set_rollback(True)
        assert titles([page.pk, other.pk]) == ["Skla", "Tabule"]
    with request_scope(stamp()):
        assert titles([page.pk, other.pk]) == ["Skla", "Tabule"]


def test_those_who_belong_share_nothing_with_the_public(titles: Titles, page: StandardPage):
    statements_of(lambda: titles([page.pk]))

    with shown_to(Audience.MEMBERS):
        assert statements_of(lambda: titles([page.pk])) == 1


def test_who_takes_a_value_has_read_it(titles: Titles, page: StandardPage):
    def recorded() -> reads.Reads:
        with request_scope(stamp()), reads.recorded() as found:
            titles([page.pk])
        return found

    for read in (recorded(), recorded()):  # it is missing at first, at hand afterwards
        assert [type(each) for each in read.noted] == [reads.Values]
        assert read.tags == {"title:Skla"}
        with request_scope():
            assert read.are_same()
    StandardPage.objects.filter(pk=page.pk).update(title="Čočky")
    page.refresh_from_db()
    page.save()  # tells that something has changed

    with request_scope():
        assert not read.are_same()


def test_values_of_many_are_read_again_together(titles: Titles, page: StandardPage):
    others = [make_page(page.get_parent(), slug=f"s-{n}", title=f"S{n}").pk for n in range(3)]
    with request_scope(stamp()), reads.recorded() as found:
        titles(others[:1])
        titles(others)
    page.save()

    assert statements_of(found.are_same) == 1


def test_what_is_not_there_is_read_as_statements_are(titles: Titles, page: StandardPage):
    with request_scope(stamp()), reads.recorded() as found:
        titles([999_999])

    assert any(isinstance(each, reads.Statement) for each in found.noted)


def test_bounded(titles: Titles, page: StandardPage, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shared, "MOST_VALUES", 2)
    pages = [make_page(page.get_parent(), slug=f"s-{n}", title=f"S{n}").pk for n in range(5)]

    with request_scope():
        for page_id in pages:
            titles([page_id])
        assert len(titles.at_hand() or {}) <= 2
        assert titles(pages) == [f"S{n}" for n in range(5)]
