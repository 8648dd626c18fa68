"""Any filter finds and counts in SQL what a plain reading of it does in Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from random import Random
from typing import Any

import graphene
import pytest
from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.utils import timezone
from graphql import GraphQLError
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from cms.content.collation import fold
from cms.graphql.context import AskedLocale
from cms.graphql.enums import enum_of
from cms.graphql.errors import LimitError
from cms.graphql.filters import (
    Choices,
    Dates,
    Flag,
    Integers,
    Numbers,
    PageFilter,
    Pages,
    Prefix,
    Terms,
    Texts,
)
from cms.graphql.filters.narrowed import Narrowed
from cms.graphql.filters.pagefilter import condition_of, facets_of, wanted_of
from cms.publishing.visibility import live_pages
from plugins.members.models import MemberField, MemberPage, MemberType
from tests.content.factories import make_home, make_pillar
from tests.members.factories import add_members, make_directory

pytestmark = pytest.mark.django_db

ROWS = 40
DAY = date(2095, 1, 1)  # nobody's membership is over
TITLES = ["Řez", "Rezonance", "Optika", "Ópal", "Zrak", "Zrcadlo 100%"]


class Age(Enum):
    OLD = "old"
    NEW = "new"


class AgeEnum(graphene.Enum):
    class Meta:
        enum = Age


def age_expression() -> Case:
    return Case(
        When(founded__lt=1990, then=Value("old")),
        When(founded__gte=1990, then=Value("new")),
        output_field=CharField(max_length=3),
    )


class WideFilter(PageFilter):
    class Meta:
        model = MemberPage

    kind = Choices(
        enum_of(MemberType, "Kinds.", name="Kind"), "member_type", facet=True, description="x"
    )
    hides = Choices(
        enum_of(MemberField, "Fields.", name="Hidden"),
        "members_only",
        many=True,
        facet=True,
        description="x",
    )
    age = Choices(AgeEnum, expression=age_expression, facet=True, description="x")
    pillar = Terms("pillars", facet=True, description="x")
    city = Texts("city", facet=True, description="x")
    parent = Pages("parent_member", facet=True, description="x")
    year = Integers("member_since__year", facet=True, description="x")
    is_large = Flag(lambda: Q(employees__gte=250), facet=True, description="x")
    founded = Numbers("founded", description="x")
    membership = Dates("member_since", end="member_until", description="x")
    published = Dates("first_published_at", description="x")
    prefix = Prefix("title_folded", description="x")


@dataclass
class Row:
    """What a page is like, apart from the database; `parent` is an id of a public page."""

    id: int
    title: str
    kind: str
    hides: list[str]
    founded: int | None
    pillars: list[str]
    city: str
    parent: int | None
    since: date | None
    until: date | None
    employees: int | None
    published: datetime

    def has(self, name: str) -> list[Any]:
        """The values of a facet."""
        age = None if self.founded is None else ("old" if self.founded < 1990 else "new")
        values: dict[str, list[Any]] = {
            "kind": [self.kind],
            "hides": self.hides,
            "age": [age],
            "pillar": self.pillars,
            "city": [self.city],
            "parent": [self.parent],
            "year": [self.since and self.since.year],
            "is_large": [self.employees is not None and self.employees >= 250],
        }
        return [value for value in values[name] if value is not None]


def make_rows(random: Random) -> list[Row]:
    homes = make_home()
    index = make_directory(homes)
    pillars = [make_pillar(code, code, code if number else "") for number, code in enumerate("abc")]
    titles = [f"{random.choice(TITLES)} {number}" for number in range(ROWS)]
    pages = add_members(index, titles)
    parents = pages[:3]
    Page.objects.filter(pk=parents[2].pk).update(live=False)
    rows = []
    links = []
    for page in pages:
        since = random.choice([None, DAY + timedelta(days=random.randint(-500, 500))])
        page.member_type = random.choice(MemberType.values[:3])
        page.members_only = random.sample(MemberField.values[:3], random.randint(0, 3))
        page.founded = random.choice([None, 1950, 1989, 1990, 2020])
        page.city = random.choice(["", "Brno", "Ústí"])
        page.parent_member = random.choice([None, *parents])
        page.member_since = since
        long = since and since + timedelta(days=random.randint(0, 30))
        page.member_until = random.choice([None, long])
        page.employees = random.choice([None, 5, 250])
        page.first_published_at = datetime(2025, 3, 29, 22, 30, tzinfo=UTC) + timedelta(
            minutes=30 * random.randint(-60, 60)
        )
        chosen = random.sample(pillars, random.randint(0, 2))
        links += [MemberPage.pillars.through(memberpage=page, pillar=pillar) for pillar in chosen]
        rows.append(_row(page, [pillar.code for pillar in chosen], parents[2].pk))
    MemberPage.objects.bulk_update(
        pages,
        ["member_type", "members_only", "founded", "city", "parent_member", "employees"]
        + ["member_since", "member_until", "first_published_at"],
    )
    MemberPage.pillars.through.objects.bulk_create(links)
    return [row for row in rows if row.id != parents[2].pk]


def _row(page: MemberPage, pillars: list[str], hidden: int) -> Row:
    return Row(
        id=page.pk,
        title=page.title,
        kind=page.member_type,
        hides=page.members_only,
        founded=page.founded,
        pillars=pillars,
        city=page.city,
        parent=page.parent_member_id if page.parent_member_id != hidden else None,
        since=page.member_since,
        until=page.member_until,
        employees=page.employees,
        published=page.first_published_at,
    )


def _between(low: Any, value: Any, high: Any) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _overlaps(row: Row, since: date | None, until: date | None) -> bool:
    if since is None and until is None:
        return True
    if row.since is None:
        return since is not None and row.until is not None and until is None and row.until >= since
    last = row.until or row.since
    return (until is None or row.since <= until) and (since is None or last >= since)


READ: dict[str, Callable[[Row, Any], bool]] = {
    "id": lambda row, ids: str(row.id) in ids,
    "is_large": lambda row, wanted: row.has("is_large") == [wanted],
    "founded": lambda row, ends: (
        ends == {}
        or (row.founded is not None and _between(ends.get("since"), row.founded, ends.get("until")))
    ),
    "membership": lambda row, ends: _overlaps(row, ends.get("since"), ends.get("until")),
    "published": lambda row, ends: _between(
        ends.get("since"), timezone.localdate(row.published), ends.get("until")
    ),
    "prefix": lambda row, text: fold(row.title).startswith(fold(text)),
}


def meets(row: Row, wanted: dict[str, Any], without: str = "") -> bool:
    """Whether a plain reading of the filter finds the row."""
    for name, value in wanted.items():
        if name == without:
            continue
        if name == "exclude":
            if value and meets(row, value):
                return False
        elif name in READ:
            if not READ[name](row, value):
                return False
        else:
            texts = {str(getattr(one, "value", one)) for one in value}
            if not texts & {str(one) for one in row.has(name)}:
                return False
    return True


def ranges(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    pairs = st.tuples(values, values).map(sorted)
    whole = pairs.map(lambda pair: {"since": pair[0], "until": pair[1]})
    return whole | values.map(lambda end: {"since": end}) | values.map(lambda end: {"until": end})


def filters(ids: list[int], negations: int = 2) -> st.SearchStrategy[dict[str, Any]]:
    def some(*values: Any) -> st.SearchStrategy[list[Any]]:
        return st.lists(st.sampled_from(values), max_size=3)

    days = st.dates(DAY - timedelta(days=500), DAY + timedelta(days=500))
    near = st.dates(date(2025, 3, 28), date(2025, 4, 1))
    fields: dict[str, st.SearchStrategy[Any]] = {
        "id": some(*map(str, ids[:5]), "0", "x", "9" * 30),
        "kind": some(*list(MemberType)[:4]),
        "hides": some(*list(MemberField)[:4]),
        "age": some(*Age),
        "pillar": some("a", "b", "c", "d", "a\0"),
        "city": some("Brno", "Ústí", "", "Praha\0"),
        "parent": some(*map(str, ids[:2])),
        "year": some(2093, 2094, 2095, 2096),
        "is_large": st.booleans(),
        "founded": ranges(st.integers(1940, 2030)) | st.just({}),
        "membership": ranges(days),
        "published": ranges(near),
        "prefix": st.sampled_from(["ř", "RE", "op", "zrcadlo 1", " ", "%", "z"]),
    }
    optional = fields | ({"exclude": filters(ids, negations - 1) | st.none()} if negations else {})
    return st.fixed_dictionaries({}, optional=optional)


@pytest.fixture
def rows() -> list[Row]:
    return make_rows(Random(8))


def narrowed(wanted: dict[str, Any]) -> Narrowed:
    members: QuerySet[MemberPage] = live_pages(MemberPage, "cs").order_by("title_key")
    return Narrowed(members, WideFilter, wanted_of(WideFilter, wanted), AskedLocale("cs"))


def counted(found: Narrowed, name: str) -> dict[str, int]:
    """The counts of a facet by value as clients see it."""
    facet = facets_of(WideFilter)[name]
    tallies = found.tallies(WideFilter, name)
    shown = facet.shown(MemberPage, [tally.value for tally in tallies], found.asked)
    names = {
        key: value.value if name in {"parent", "is_large"} else str(key)
        for key, value in shown.items()
    }
    return {names[tally.value]: tally.count for tally in tallies if tally.value in names}


def expected(rows: list[Row], wanted: dict[str, Any], name: str) -> dict[str, int]:
    values = Counter(
        str(value).lower() if name == "is_large" else str(value)
        for row in rows
        if meets(row, wanted, without=name)
        for value in row.has(name)
    )
    values.pop("", None)
    return dict(values)


def test_any_filter_finds_and_counts_what_a_plain_reading_does(rows: list[Row]) -> None:
    ids = [row.id for row in rows]

    @settings(max_examples=100, deadline=None)
    @given(filters(ids), st.sampled_from(sorted(facets_of(WideFilter))))
    def compare(wanted: dict[str, Any], facet: str) -> None:
        found = narrowed(wanted)
        assert sorted(found.found.values_list("pk", flat=True)) == [
            row.id for row in rows if meets(row, wanted)
        ]
        assert counted(found, facet) == expected(rows, wanted, facet)

    compare()


def test_facets_of_everything_are_those_of_all_rows(rows: list[Row]) -> None:
    for name in facets_of(WideFilter):
        assert counted(narrowed({}), name) == expected(rows, {}, name), name


@pytest.mark.parametrize(
    "wanted",
    [
        {"founded": {"since": 2, "until": 1}},
        {"exclude": {"published": {"since": date(2025, 1, 2), "until": date(2025, 1, 1)}}},
        {"city": ["x"] * 101},
    ],
)
def test_values_without_sense_are_refused(wanted: dict[str, Any]) -> None:
    with pytest.raises(GraphQLError, match="since|101 values") as refused:
        condition_of(WideFilter, wanted)

    assert refused.value.extensions["code"] == "BAD_USER_INPUT"


def test_not_stands_in_not_three_times() -> None:
    wanted: dict[str, Any] = {"city": ["x"]}
    for _ in range(3):
        wanted = {"exclude": wanted}
    condition_of(WideFilter, wanted)

    with pytest.raises(LimitError):
        condition_of(WideFilter, {"exclude": wanted})


@pytest.mark.parametrize("day", [date.min, date(1, 1, 2), date.max])
def test_the_ends_of_the_calendar_are_days_like_others(rows: list[Row], day: date) -> None:
    since = narrowed({"published": {"since": day}}).found.count()
    until = narrowed({"published": {"until": day}}).found.count()

    assert {since, until} == {0, len(rows)}


def test_a_default_holds_until_something_else_is_asked_for() -> None:
    class Defaulted(PageFilter):
        class Meta:
            model = MemberPage

        city = Texts("city", default=["Brno"], description="x")

    assert wanted_of(Defaulted, None) == {"city": ["Brno"]}
    assert wanted_of(Defaulted, {"exclude": {}}) == {"city": ["Brno"]}
    assert wanted_of(Defaulted, {"exclude": {"city": None}}) == {"city": ["Brno"]}
    assert wanted_of(Defaulted, {"exclude": {"exclude": {"city": None}}}) == {"city": ["Brno"]}
    assert wanted_of(Defaulted, {"city": None}) == {"city": ["Brno"]}
    assert wanted_of(Defaulted, {"city": []}) == {"city": []}
    assert wanted_of(Defaulted, {"id": ["1"]}) == {"id": ["1"]}
