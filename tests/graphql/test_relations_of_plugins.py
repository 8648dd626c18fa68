"""Every two plugins are linked both ways: whatever one page names, the other page leads back to.

Nothing here knows a page type: links are made and looked for as the plugins' relations say.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page

from cms.graphql.parts import Part
from cms.graphql.schema import build, parts_of, schema_for
from cms.graphql.testing import execute
from cms.plugin import PageType, Relation
from cms.plugin.registry import registry
from cms.plugin.state import active_labels
from cms.plugin.testing import inactive
from plugins.conferences.models import Organiser
from tests.conferences.factories import day, make_conference, make_conferences, partner, tiers
from tests.content.factories import make_english, make_home, publish
from tests.events.factories import make_calendar, make_event
from tests.members.factories import make_directory, make_member
from tests.news.factories import make_article, make_news_index
from tests.opportunities.factories import make_board, make_opportunity
from tests.projects.factories import MONDAY, make_project, make_project_index
from tests.servers.indexes import unindexed

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LABELS = ("conferences", "events", "members", "news", "opportunities", "projects")
RELATIONS = [relation for _label, relation in registry().contributed(Relation)]
TYPES = {i.model._meta.label: i.graphql._meta.name for _l, i in registry().contributed(PageType)}
# What a row that names an organisation must have besides.
NEEDED = {
    "Partner": {"tier": "gold"},
    "ProjectPartner": {"name": "Partner"},
    "Exchange": {
        "visitor_name": "Visitor",
        "host_name": "Host",
        "host_country": "FI",
        "starts_on": MONDAY,
        "ends_on": MONDAY,
    },
}
# Where an answer shows an organisation that is a member: there the link has no field of its own.
MEMBER = "member { id }"
SHOWN_MEMBERS = {
    ("conferences.ConferencePage", "partners__organisation"): "partners { organisation {%s} }",
    ("conferences.ConferencePage", "organisers__organisation"): "organisers {%s}",
    ("events.EventPage", "organiser"): "organiser {%s}",
    ("opportunities.OpportunityPage", "organisation"): "organisation {%s}",
    ("opportunities.OpportunityPage", "university"): "study { university {%s} }",
    ("projects.ProjectPage", "partners__organisation"): "partners { organisation {%s} }",
    ("projects.ProjectPage", "exchanges__visitor"): "exchanges { visitor {%s} }",
    ("projects.ProjectPage", "exchanges__host"): "exchanges { host {%s} }",
}

Pages = dict[str, Page]


@pytest.fixture(scope="module")
def pages(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Pages]:
    """A page of each plugin in both languages, by the label of its type."""
    with django_db_blocker.unblock(), transaction.atomic():
        with unindexed():
            homes = make_home()
            made = [
                make_member(make_directory(homes), "Strana"),
                make_project(make_project_index(homes), "Strana"),
                make_event(make_calendar(homes), "Strana"),
                make_conference(make_conferences(homes), "Strana", tiers=tiers()),
                make_opportunity(make_board(homes), "Strana"),
                make_article(make_news_index(homes), "Strana"),
            ]
            for page in made:
                make_english(page, title="A page")
        yield {page._meta.label: page for page in made}
        transaction.set_rollback(True)


def link(pages: Pages, relation: Relation) -> None:
    """Let the source's page name the target's, in both languages."""
    named = pages[relation.target].pk
    first, _, last = relation.path.partition("__")
    for source in pages[relation.source].get_translations(inclusive=True).specific():
        if not last:
            publish(source, **{f"{first}_id": named})
            continue
        row = source._meta.get_field(first).related_model
        values = {f"{last}_id": named, **NEEDED.get(row.__name__, {})}
        if any(field.name == "locale" for field in row._meta.fields):
            values["locale"] = source.locale
        publish(source, **{first: [row(**values)]})


def selection(relation: Relation) -> tuple[str, str]:
    """What to select of the source for its target, and of the target for its source."""
    back = f"{camel(relation.reverse)} {{ nodes {{ id }} }}"
    if relation.name:
        return f"{camel(relation.name)} {{ id }}", back
    return SHOWN_MEMBERS[relation.source, relation.path] % MEMBER, back


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def ids_in(answer: Any) -> set[str]:
    """All ids below the page."""
    if isinstance(answer, dict):
        own = {answer["id"]} if "id" in answer else set()
        return own.union(*(ids_in(value) for value in answer.values()))
    return set().union(*map(ids_in, answer)) if isinstance(answer, list) else set()


def asked(page: Page, selected: str) -> set[str]:
    """The ids that the page leads to."""
    below = f"... on {TYPES[page._meta.label]} {{ {selected} }}"
    ask = f"query ($id: ID!) {{ page(id: $id) {{ {below} }} }}"
    answer = execute(ask, {"id": str(page.pk)})
    assert answer.data is not None
    return ids_in(answer.data["page"])


def label_of(end: str) -> str:
    return end.split(".")[0]


def test_every_two_plugins_are_linked() -> None:
    linked = {frozenset({label_of(r.source), label_of(r.target)}) for r in RELATIONS if r.reverse}

    assert linked >= {frozenset(pair) for pair in combinations(LABELS, 2)}


@pytest.mark.parametrize(
    "relation",
    [relation for relation in RELATIONS if relation.reverse],
    ids=lambda relation: f"{relation.source}.{relation.path}",
)
def test_a_relation_leads_both_ways_while_both_plugins_are_active(
    pages: Pages, relation: Relation
) -> None:
    forward, back = selection(relation)
    with transaction.atomic(), unindexed():
        link(pages, relation)
        for locale in ("cs", "en"):
            source, target = (
                pages[end].get_translations(inclusive=True).get(locale__language_code=locale)
                for end in (relation.source, relation.target)
            )
            assert asked(source.specific, forward) == {str(target.pk)}
            assert asked(target.specific, back) == {str(source.pk)}
        transaction.set_rollback(True)

    with inactive(label_of(relation.source)):
        assert fields_of(relation.target).isdisjoint({camel(relation.reverse)})
        assert fields_of(relation.source) == set()
    with inactive(label_of(relation.target)):
        assert fields_of(relation.source).isdisjoint({camel(relation.name)})
        assert fields_of(relation.target) == set()
    with inactive("members"):
        assert (
            "member"
            not in schema_for(active_labels()).graphql_schema.type_map["Organisation"].fields
        )  # type: ignore[attr-defined]


def fields_of(end: str) -> set[str]:
    """The fields that the schema has now for pages of a type; none without the type."""
    type_: Any = schema_for(active_labels()).graphql_schema.type_map.get(TYPES[end])
    return set(type_.fields) if type_ else set()


MEMBERS = """query ($first: Int, $after: String) { members(locale: CS, order: NAME) { nodes {
  conferences(first: $first, after: $after) { totalCount nodes { title }
    pageInfo { hasNextPage endCursor } facetCounts(facets: [COUNTRY]) { values { value count } } }
  activity { totalCount nodes { page { title } } } } } }"""


def test_who_is_named_in_several_ways_has_each_page_once(pages: Pages) -> None:
    partner_in, organiser_of, both = ("Jako partner", "Jako pořadatel", "Obojí")
    member = pages["members.MemberPage"]
    roles = {
        partner_in: {"partners": [partner("gold", member)]},
        organiser_of: {"organisers": [Organiser(organisation=member.page_ptr)]},
        both: {
            "partners": [partner("gold", member)],
            "organisers": [Organiser(organisation=member.page_ptr)],
        },
    }
    with transaction.atomic(), unindexed():
        index = pages["conferences.ConferencePage"].get_parent()
        for number, (title, named) in enumerate(roles.items()):
            dates = {"start_on": day(number), "end_on": day(number)}
            country = "CZ" if title == both else "PL"
            make_conference(index, title, tiers=tiers(), country=country, **dates, **named)

        def page(**variables: Any) -> Any:
            answer = execute(MEMBERS, variables)
            assert answer.data is not None
            [found] = answer.data["members"]["nodes"]
            return found

        first = page(first=2)
        rest = page(first=2, after=first["conferences"]["pageInfo"]["endCursor"])
        transaction.set_rollback(True)

    [facet] = first["conferences"].pop("facetCounts")
    assert facet["values"] == [{"value": "PL", "count": 2}, {"value": "CZ", "count": 1}]
    assert first["conferences"]["totalCount"] == first["activity"]["totalCount"] == 3
    assert titles(first["conferences"]) == [both, organiser_of]
    assert titles(rest["conferences"]) == [partner_in]
    assert rest["conferences"]["pageInfo"]["hasNextPage"] is False
    assert [node["page"]["title"] for node in first["activity"]["nodes"]] == [
        both,
        organiser_of,
        partner_in,
    ]


def titles(connection: Any) -> list[str]:
    return [node["title"] for node in connection["nodes"]]


OPPORTUNITIES = """query ($all: Boolean!) { members(locale: CS, order: NAME) { nodes {
  opportunities(includeUnlisted: $all) { totalCount nodes { title } }
  activity { nodes { date page { title } } } } } }"""


@pytest.mark.parametrize(
    ("all_of_them", "expected"), [(False, ["Otevřená"]), (True, ["Otevřená", "Zavřená"])]
)
def test_closed_opportunities_are_left_out_as_lists_do(
    pages: Pages, all_of_them: bool, expected: list[str]
) -> None:
    member = pages["members.MemberPage"].page_ptr
    with transaction.atomic(), unindexed():
        board = pages["opportunities.OpportunityPage"].get_parent()
        make_opportunity(board, "Zavřená", organisation=member, deadline_on=day(-1))
        make_opportunity(board, "Otevřená", organisation=member, deadline_on=day(0))
        answer = execute(OPPORTUNITIES, {"all": all_of_them})
        transaction.set_rollback(True)

    assert answer.data is not None
    [node] = answer.data["members"]["nodes"]
    assert node["opportunities"]["totalCount"] == len(expected)
    assert titles(node["opportunities"]) == expected
    # Activity tells what happened, so it has both.
    assert [one["page"]["title"] for one in node["activity"]["nodes"]] == ["Otevřená", "Zavřená"]


def test_each_dated_relation_tells_its_own_day(pages: Pages) -> None:
    member = pages["members.MemberPage"].page_ptr
    later = Relation(
        source="opportunities.OpportunityPage",
        target="members.MemberPage",
        path="university",
        dated="deadline_on",
    )
    with transaction.atomic(), unindexed():
        board = pages["opportunities.OpportunityPage"].get_parent()
        make_opportunity(board, "Studentská", university=member, deadline_on=day(40))
        make_opportunity(
            board, "Obojí", university=member, organisation=member, deadline_on=day(40)
        )
        active = active_labels()
        schema = build([*parts_of(active), Part("kin", (later,))], active)
        answer = execute(OPPORTUNITIES, {"all": True}, schema=schema)
        transaction.set_rollback(True)

    assert answer.data is not None
    [node] = answer.data["members"]["nodes"]
    assert node["activity"]["nodes"] == [
        {"date": day(40).isoformat(), "page": {"title": "Studentská"}},
        {"date": day(0).isoformat(), "page": {"title": "Obojí"}},
    ]
