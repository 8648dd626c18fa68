"""Facets of lists below the rows of another list: each list counts its own, all in one query."""

from __future__ import annotations

from typing import Any

import pytest

from cms.graphql.errors import ApiError
from cms.graphql.filters import PageFilter, Texts
from cms.graphql.pagination import DuplicateFilterError, PageList
from cms.graphql.parts import Part
from cms.graphql.schema import Schema, build, parts_of
from cms.graphql.slices import SequenceSlice
from cms.graphql.testing import count_queries, execute
from cms.plugin.contributions import Queries, Relation
from plugins.members.graphql.filters import MemberFilter
from plugins.members.graphql.types import Member
from plugins.members.models import MemberIndexPage, MemberPage
from tests.content.factories import make_english, make_home, make_pillar
from tests.members.factories import make_directory, make_member

ACTIVE = frozenset({"cms_content", "members"})
# Members are parts of members: lists below lists without another plugin.
PARTS = Relation(
    source="members.MemberPage",
    target="members.MemberPage",
    path="parent_member",
    reverse="known_parts",
    order=("title_key",),
)
BELOW = """query ($locale: Locale! = CS) {
  members(locale: $locale, order: NAME, first: 10) { nodes {
    title
    knownParts(first: 1) { facetCounts(facets: [CITY, PILLAR, MEMBER_TYPE]) {
      values { label count selected } } } } } }"""


def schema() -> Schema:
    return build([*parts_of(ACTIVE), Part("kin", (PARTS,))], ACTIVE)


def counted(locale: str = "CS") -> dict[str, list[list[tuple[str, int]]]]:
    data = execute(BELOW, {"locale": locale}, schema=schema(), active=ACTIVE).data
    assert data is not None
    return {
        node["title"]: [
            [(value["label"], value["count"]) for value in facet["values"]]
            for facet in node["knownParts"]["facetCounts"]
        ]
        for node in data["members"]["nodes"]
    }


def grow(directory: MemberIndexPage, whole: MemberPage, number: int) -> None:
    optics, laser = make_pillar(f"o{number}"), make_pillar(f"l{number}", "Laser", "Laser")
    values: list[dict[str, Any]] = [
        {"city": "Brno", "pillars": [optics, laser]},
        {"city": "Brno", "pillars": [laser]},
        {"city": "Praha", "live": False},
    ]
    for place, more in enumerate(values):
        slug = f"part-{number}-{place}"
        make_member(directory, f"Z {slug}", slug=slug, parent_member=whole, **more)


@pytest.mark.django_db
def test_each_list_below_rows_counts_its_own() -> None:
    directory = make_directory(make_home())
    first, second = make_member(directory, "A"), make_member(directory, "B")
    make_member(directory, "Z other", parent_member=second, city="Ostrava")
    grow(directory, first, 0)
    kind = "Malý nebo střední podnik"

    found = counted()

    assert found["A"] == [[("Brno", 2)], [("Laser", 2), ("Optika", 1)], [(kind, 2)]]
    assert found["B"] == [[("Ostrava", 1)], [], [(kind, 1)]]
    assert found["Z other"] == [[], [], []]


@pytest.mark.django_db
def test_statements_do_not_grow_with_the_lists() -> None:
    directory = make_directory(make_home())
    made = schema()
    grow(directory, make_member(directory, "A"), 0)
    execute(BELOW, schema=made, active=ACTIVE)

    with count_queries() as few:
        execute(BELOW, schema=made, active=ACTIVE)
    for number, title in enumerate("BC", start=1):
        grow(directory, make_member(directory, title), number)
    with count_queries() as many:
        execute(BELOW, schema=made, active=ACTIVE)

    assert len(few) == len(many)


@pytest.mark.django_db
def test_labels_below_rows_come_in_the_language_of_the_page() -> None:
    directory = make_directory(make_home())
    whole = make_member(directory, "A")
    part = make_member(directory, "Z", parent_member=whole, pillars=[make_pillar()], city="Praha")
    make_english(whole, title="A")
    make_english(part, title="Z", city="Prague")

    assert counted("EN")["A"] == [
        [("Prague", 1)],
        [("Optics", 1)],
        [("Small or medium-sized company", 1)],
    ]


def test_a_list_in_memory_has_no_facets() -> None:
    with pytest.raises(ApiError, match="no facets"):
        SequenceSlice([], 1, None).facet_counts(MemberFilter, [])


def test_two_filters_for_one_type_are_refused() -> None:
    class OtherFilter(PageFilter):
        class Meta:
            model = MemberPage

        town = Texts("city", description="Towns.")

    class Other:
        others = PageList(Member, filter=OtherFilter, description="Members.")

    parts = [*parts_of(ACTIVE), Part("other", (Queries(Other),), is_core=True)]
    with pytest.raises(DuplicateFilterError, match="MemberFilter and OtherFilter"):
        Schema(parts, ACTIVE)
