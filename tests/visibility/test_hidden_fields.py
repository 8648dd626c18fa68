"""A field that a page hides is told by nothing: no filter, no count, no place in an order."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Abs

from cms.graphql.context import AskedLocale
from cms.graphql.enums import enum_of
from cms.graphql.filters import Choices, Dates, Flag, Numbers, PageFilter, Pages, Texts
from cms.graphql.filters.facets import TalliesWithin
from cms.graphql.filters.narrowed import Narrowed
from cms.graphql.filters.pagefilter import facets_of
from cms.graphql.keyset import Keyset
from cms.publishing.visibility import hidden_fields, hides_q, live_pages
from plugins.members.models import MemberField, MemberIndexPage, MemberPage, MemberType
from tests.content.factories import make_home
from tests.members.factories import make_directory, make_member

pytestmark = pytest.mark.django_db

CANARY = "canaryfield"


def size_expression() -> Any:
    return F("employees")


class NosyFilter(PageFilter):
    """Asks for everything that a member may hide."""

    class Meta:
        model = MemberPage

    street = Texts("street", facet=True, description="x")
    postal_code = Texts("postal_code", facet=True, description="x")
    phone = Texts("phone", facet=True, description="x")
    product = Texts("products__name", facet=True, description="x")
    employees = Numbers("employees", description="x")
    since = Dates("member_since", end="member_until", description="x")
    is_large = Flag(lambda: Q(employees__gte=250), reads=["employees"], facet=True, description="x")
    size = Choices(
        enum_of(MemberType, "Kinds.", name="NosyKind"),
        expression=size_expression,
        reads=["employees"],
        facet=True,
        description="x",
    )
    parent = Pages("parent_member", facet=True, description="x")


WANTED: dict[str, Any] = {
    "street": [CANARY],
    "postal_code": ["987 65"],
    "phone": [CANARY],
    "product": [CANARY],
    "employees": {"since": 300},
    "since": {"until": None, "since": None},
    "is_large": True,
}


@pytest.fixture
def directory() -> MemberIndexPage:
    return make_directory(make_home())


def plant(directory: MemberIndexPage, **values: Any) -> MemberPage:
    from plugins.members.models import Product  # noqa: PLC0415 -- only here

    return make_member(
        directory,
        "Guarded",
        street=CANARY,
        postal_code="987 65",
        phone=CANARY,
        employees=321,
        products=[Product(name=CANARY, locale=directory.locale)],
        **values,
    )


def narrowed(wanted: dict[str, Any]) -> Narrowed:
    rows: QuerySet[MemberPage] = live_pages(MemberPage, "cs").order_by("title_key")
    return Narrowed(rows, NosyFilter, wanted, AskedLocale("cs"))


def found(name: str, value: Any) -> tuple[int, int, int]:
    """How many are found in rows, in counts, and by the opposite."""
    wanted = {name: value}
    listed = narrowed(wanted)
    return listed.total, len(listed.ids), narrowed({"exclude": wanted}).total


def counted(name: str) -> set[Any]:
    """The values that a facet tells, of the list itself and below rows of another."""
    rows = live_pages(MemberPage, "cs")
    below = TalliesWithin((name,), NosyFilter, name, rows, "locale_id", AskedLocale("cs"))
    locales = list(rows.values_list("locale_id", flat=True).distinct())
    tallies = [*narrowed({}).tallies(NosyFilter, name), *sum(below(locales), [])]
    return {tally.value for tally in tallies}


@pytest.mark.parametrize("name", sorted(WANTED.keys() - {"since"}))
def test_a_filter_does_not_find_by_what_is_hidden(directory: MemberIndexPage, name: str) -> None:
    member = plant(directory)
    assert found(name, WANTED[name]) == (1, 1, 0)

    MemberPage.objects.filter(pk=member.pk).update(members_only=MemberField.values)

    assert found(name, WANTED[name]) == (0, 0, 1)


def test_a_flag_finds_hidden_values_neither_way(directory: MemberIndexPage) -> None:
    plant(directory, members_only=["employees"])

    assert (found("is_large", True), found("is_large", False)) == ((0, 0, 1), (0, 0, 1))
    assert counted("is_large") == set()


def test_facets_do_not_count_what_is_hidden(directory: MemberIndexPage) -> None:
    member = plant(directory)
    names = sorted(facets_of(NosyFilter).keys() - {"parent"})
    assert [name for name in names if not counted(name)] == []

    MemberPage.objects.filter(pk=member.pk).update(members_only=MemberField.values)

    assert {name: counted(name) for name in names if counted(name)} == {}


@pytest.mark.parametrize("order", ["employees", "-employees", Abs("employees").desc()])
def test_orders_do_not_tell_what_is_hidden(directory: MemberIndexPage, order: Any) -> None:
    secret = plant(directory, members_only=["employees"])
    known = [
        make_member(directory, name, employees=number) for name, number in (("A", 1), ("B", 999))
    ]

    def keyset() -> Keyset:
        return Keyset(MemberPage.objects.order_by(order))

    before = [page.pk for page in keyset().ordered()]
    cursors = [keyset().cursor(page) for page in keyset().ordered()]
    MemberPage.objects.filter(pk=secret.pk).update(employees=2)

    assert before[-1] == secret.pk
    assert {page.pk for page in known} == set(before[:2])
    assert [page.pk for page in keyset().ordered()] == before
    assert [keyset().cursor(page) for page in keyset().ordered()] == cursors
    assert [page.pk for page in keyset().ordered().filter(keyset().after(cursors[1]))] == before[2:]


@pytest.mark.parametrize("ticked", [[], *([field] for field in MemberField.values)])
def test_rows_and_objects_agree_on_what_is_hidden(
    directory: MemberIndexPage, ticked: list[str]
) -> None:
    member = make_member(directory, members_only=ticked)
    names = {field.name for field in MemberPage._meta.get_fields()}
    hiding = set()
    for name in names:
        condition = hides_q(MemberPage, [name])
        if condition is not None and MemberPage.objects.filter(condition).exists():
            hiding.add(name)

    assert hiding == hidden_fields(member)


def test_what_nothing_hides_has_no_condition() -> None:
    assert hides_q(MemberPage, ["title", "city"]) is None
    assert hides_q(MemberIndexPage, ["title"]) is None
