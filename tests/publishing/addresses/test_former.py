"""What is remembered of addresses that pages leave, and what a path leads to after that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from cms.graphql.testing import count_queries
from cms.plugin.scope import request_scope
from cms.publishing.addresses import former
from cms.publishing.addresses.routing import (
    FoundPage,
    Gone,
    GoneReason,
    Moved,
    NotFound,
    Restricted,
    Route,
    route,
)
from cms.publishing.models import FormerAddress
from plugins.members.models import MemberIndexPage
from tests.publishing.factories import Homes, make_homes, make_page, restrict, translate
from tests.publishing.recorder import noted

pytestmark = pytest.mark.django_db

HERE = "http://127.0.0.1:8000"


@pytest.fixture
def homes() -> Homes:
    return make_homes()


def fresh(page: Page) -> Page:
    return Page.objects.get(pk=page.pk).specific


def rename(page: Page, slug: str) -> None:
    renamed = fresh(page)
    renamed.slug = slug
    renamed.save_revision().publish()


def move(page: Page, above: Page) -> None:
    fresh(page).move(fresh(above), pos="last-child")


def moved(path: str) -> Moved:
    return Moved(path, HERE + path, is_permanent=True)


def why(path: str) -> GoneReason | Route:
    """The reason when it is gone, and gone only just now."""
    found = route(path)
    if not isinstance(found, Gone):
        return found
    assert abs(timezone.now() - found.since) < timedelta(minutes=1)
    return found.reason


def redirects() -> dict[str, int | None]:
    return dict(Redirect.objects.values_list("old_path", "redirect_page_id"))


def test_renamed_page_takes_along_what_is_below_in_its_language_only(homes: Homes) -> None:
    section = make_page(homes.cs, "clenove")
    make_page(section, "čočka")
    english = translate(section, homes, "members")

    rename(section, "partneri")

    assert route("/cs/clenove/") == moved("/cs/partneri/")
    assert route("/cs/clenove/%C4%8Do%C4%8Dka/") == moved("/cs/partneri/%C4%8Do%C4%8Dka/")
    assert route("/CS/Clenove//Čočka") == moved("/cs/partneri/%C4%8Do%C4%8Dka/")
    assert route("/en/members/") == FoundPage(english.pk, english.content_type_id)
    assert redirects() == {"/cs/clenove": section.pk}


def test_page_that_moved_often_is_one_step_away(homes: Homes) -> None:
    first, second = make_page(homes.cs, "a"), make_page(homes.cs, "b")
    page = make_page(first, "x")

    move(page, second)
    rename(page, "y")
    rename(second, "c")
    rename(first, "d")
    move(page, homes.cs)

    old = ("/cs/a/x/", "/cs/b/x/", "/cs/b/y/", "/cs/c/y/")
    assert [route(path) for path in old] == [moved("/cs/y/")] * 4


def test_page_of_a_plugin_leaves_its_address_like_any_other(homes: Homes) -> None:
    index = MemberIndexPage(title="Členové", slug="clenove", locale=homes.cs.locale)
    fresh(homes.cs).add_child(instance=index)

    rename(index, "firmy")

    assert route("/cs/clenove/") == moved("/cs/firmy/")


def test_back_and_forth_is_no_loop(homes: Homes) -> None:
    page = make_page(homes.cs, "a")
    child = make_page(page, "x")

    for slug in ("b", "a", "b", "a"):
        rename(page, slug)

    assert route("/cs/a/") == FoundPage(page.pk, page.content_type_id)
    assert route("/cs/a/x/") == FoundPage(child.pk, child.content_type_id)
    assert route("/cs/b/x/") == moved("/cs/a/x/")
    assert redirects() == {"/cs/b": page.pk}


def test_swapped_slugs(homes: Homes) -> None:
    first, second = make_page(homes.cs, "a"), make_page(homes.cs, "b")
    make_page(first, "x")
    make_page(second, "y")

    with transaction.atomic():
        rename(first, "tmp")
        rename(second, "a")
        rename(first, "b")

    assert route("/cs/a/") == FoundPage(second.pk, second.content_type_id)
    assert route("/cs/b/") == FoundPage(first.pk, first.content_type_id)
    assert route("/cs/a/x/") == moved("/cs/b/x/")
    assert route("/cs/b/y/") == moved("/cs/a/y/")
    assert redirects() == {"/cs/tmp": first.pk}


def test_new_page_takes_an_address_and_gives_it_back_while_it_is_a_draft(homes: Homes) -> None:
    old = make_page(homes.cs, "a")
    make_page(old, "x")
    rename(old, "b")

    new = make_page(homes.cs, "a", live=False)

    assert route("/cs/a/") == moved("/cs/b/")
    new.save_revision().publish()
    assert route("/cs/a/") == FoundPage(new.pk, new.content_type_id)
    assert route("/cs/a/x/") == moved("/cs/b/x/")
    assert redirects() == {}
    rename(new, "c")
    assert route("/cs/a/") == moved("/cs/c/")


def test_redirect_goes_when_a_page_takes_its_address_along_with_a_section(homes: Homes) -> None:
    section, other = make_page(homes.cs, "a"), make_page(homes.cs, "b")
    old = make_page(section, "x")
    rename(old, "y")
    new = make_page(other, "x")
    rename(section, "c")
    rename(other, "a")
    rename(other, "d")

    assert route("/cs/a/x/") == moved("/cs/d/x/")
    assert route("/cs/a/y/") == moved("/cs/c/y/")
    assert route("/cs/d/x/") == FoundPage(new.pk, new.content_type_id)


def test_pages_leave_and_come_in_the_transaction_of_the_change(homes: Homes) -> None:
    page = make_page(homes.cs, "a")

    with transaction.atomic():
        rename(page, "b")
        transaction.set_rollback(True)

    assert (redirects(), FormerAddress.objects.count()) == ({}, 0)


def test_unpublished_page_is_gone_at_all_its_addresses_until_it_comes_back(homes: Homes) -> None:
    page = make_page(homes.cs, "a")
    child = make_page(page, "x")
    rename(page, "b")

    fresh(page).unpublish()

    assert [why("/cs/a/"), why("/cs/b/")] == [GoneReason.UNPUBLISHED] * 2
    assert route("/cs/b/x/") == FoundPage(child.pk, child.content_type_id)
    assert route("/cs/a/x/") == moved("/cs/b/x/")
    fresh(page).save_revision().publish()
    assert route("/cs/a/") == moved("/cs/b/")


def test_expired_page_is_gone_since_its_time_was_over(homes: Homes) -> None:
    page = make_page(homes.cs, "a")
    rename(page, "b")
    past = timezone.now() - timedelta(days=3)
    Page.objects.filter(pk=page.pk).update(expire_at=past)
    gone = Gone(GoneReason.EXPIRED, past)

    before = [route("/cs/a/"), route("/cs/b/")]
    call_command("publish_scheduled")
    after = [route("/cs/a/"), route("/cs/b/")]

    assert Page.objects.get(pk=page.pk).live is False
    assert (before, after) == ([gone, gone], [gone, gone])


def test_deleted_section_is_gone_with_all_that_was_below(homes: Homes) -> None:
    section = make_page(homes.cs, "a")
    page = make_page(section, "x")
    make_page(section, "navrh", live=False)
    rename(page, "y")

    fresh(section).delete()

    assert [why(path) for path in ("/cs/a/", "/cs/a/x/", "/cs/a/y/")] == [GoneReason.DELETED] * 3
    assert route("/cs/a/navrh/") == NotFound()
    assert redirects() == {}


def test_deleted_page_is_gone_since_it_was_unpublished(homes: Homes) -> None:
    page = make_page(homes.cs, "a")
    fresh(page).unpublish()
    before = timezone.now() - timedelta(days=7)
    FormerAddress.objects.update(since=before)

    with noted() as events:
        fresh(page).delete()

    assert route("/cs/a/") == Gone(GoneReason.DELETED, before)
    assert [event.page_ids for event in events] == [(page.pk,)]


def test_page_that_left_the_site_is_gone(homes: Homes) -> None:
    page = make_page(homes.cs, "a")

    move(page, Page.get_first_root_node())

    assert why("/cs/a/") == GoneReason.UNPUBLISHED


def test_page_that_moved_to_another_site_is_at_its_address_there(homes: Homes) -> None:
    root = Page.get_first_root_node()
    home = root.add_child(instance=type(homes.cs)(title="B", slug="b", locale=homes.cs.locale))
    Site.objects.create(hostname="b.example.org", root_page=home)
    page = make_page(homes.cs, "a")

    move(page, home)

    assert route("/cs/a/") == Moved(None, "http://b.example.org/cs/a/", is_permanent=True)


def test_nothing_is_said_of_what_was_never_public(homes: Homes) -> None:
    draft = make_page(homes.cs, "navrh", live=False)
    section = make_page(homes.cs, "interni")
    restrict(section)
    minutes = make_page(section, "zapis")
    rename(minutes, "zapis-2")
    rename(section, "vnitrni")
    fresh(draft).delete()
    fresh(section).delete()

    paths = ("navrh", "interni", "vnitrni", "interni/zapis", "interni/zapis-2", "vnitrni/zapis-2")
    assert [route(f"/cs/{path}/") for path in paths] == [NotFound()] * 6
    assert FormerAddress.objects.count() == 0


def test_restricted_page_is_so_at_all_its_addresses_and_forgotten_when_deleted(
    homes: Homes,
) -> None:
    page = make_page(homes.cs, "a")
    rename(page, "b")
    restrict(page)
    rename(page, "c")

    paths = ("/cs/a/", "/cs/b/", "/cs/c/")
    assert [route(path) for path in paths] == [Restricted()] * 3
    PageViewRestriction.objects.all().delete()
    assert [route(path) for path in paths[:2]] == [moved("/cs/c/")] * 2
    restrict(page)
    fresh(page).delete()
    assert [route(path) for path in paths] == [NotFound()] * 3


def test_page_that_moved_below_a_restricted_one_is_restricted(homes: Homes) -> None:
    section, page = make_page(homes.cs, "interni"), make_page(homes.cs, "a")
    restrict(section)

    move(page, section)

    assert route("/cs/a/") == Restricted()


def test_renamed_home_page_changes_no_address(homes: Homes) -> None:
    page = make_page(homes.cs, "a")

    rename(homes.cs, "zacatek")

    assert route("/cs/a/") == FoundPage(page.pk, page.content_type_id)
    assert (redirects(), FormerAddress.objects.count()) == ({}, 0)


def test_address_too_long_for_an_index_is_not_kept(homes: Homes) -> None:
    page = homes.cs
    for number in range(4):
        page = make_page(page, f"{number}" + "a" * 200)

    rename(fresh(homes.cs).get_children().get(), "b")

    kept = sorted(len(row.address) for row in FormerAddress.objects.all())
    assert kept == [206, 408, 610]
    assert Redirect.objects.count() == 1


@pytest.mark.parametrize("number", [1, 30])
def test_what_a_change_costs_does_not_depend_on_how_much_is_below(
    homes: Homes, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    section = make_page(homes.cs, "a")
    for at in range(number):
        make_page(section, f"x-{at}")

    with request_scope():
        former.before_leaving(section.path)  # reads what a request reads once
        with django_assert_num_queries(3):
            former.before_leaving(section.path)

    assert FormerAddress.objects.count() == number + 1


def test_what_a_path_costs_does_not_depend_on_how_often_its_page_moved(homes: Homes) -> None:
    section = make_page(homes.cs, "a")
    page = make_page(section, "x")
    make_page(page, "z")
    rename(page, "y")

    def cost() -> list[int]:
        numbers = []
        with request_scope():
            route("/cs/")  # reads what a request reads once
            for path in ("/cs/a/x/", "/cs/a/x/z/"):
                with count_queries() as statements:
                    assert isinstance(route(path), Moved)
                numbers.append(len(statements))
        return numbers

    once = cost()
    for slug in "bcdefg":
        rename(page, slug)
        rename(section, f"s{slug}")
        rename(section, "a")

    assert (once, cost()) == ([3, 5], [3, 5])
