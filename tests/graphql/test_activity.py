"""What happened around a member, out of all plugins, against a merge in plain Python."""

from __future__ import annotations

import datetime
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page

from cms.graphql.testing import Result, count_queries, execute
from cms.plugin.testing import inactive
from plugins.conferences.models import ConferencePage, Partner
from plugins.events.models import EventPage
from plugins.members.models import MemberPage
from plugins.news.models import ArticleKind, ArticlePage, NewsIndexPage, RelatedMember
from plugins.opportunities.models import OpportunityPage
from plugins.projects.models import ProjectPage, ProjectPartner
from tests.conferences.factories import make_conference, make_conferences, tiers
from tests.content.factories import make_english, make_home, make_page
from tests.events.factories import make_calendar, make_event
from tests.members.factories import english_of, make_directory, make_member
from tests.opportunities.factories import make_board, make_opportunity
from tests.projects.factories import make_project, make_project_index
from tests.servers.indexes import unindexed

pytestmark = pytest.mark.django_db

PRAGUE = ZoneInfo("Europe/Prague")
DAYS = [datetime.date(2024, 3, 29) + datetime.timedelta(days=number) for number in range(4)]
# By type: the column of the date, and the model whose rows name members, if it is not a column.
SOURCES: dict[type[Page], tuple[str, str]] = {
    ArticlePage: ("published_on", "members__page"),
    ConferencePage: ("start_on", "partners__organisation"),
    EventPage: ("start_date", "organiser"),
    OpportunityPage: ("first_published_at", "organisation"),
    ProjectPage: ("start_on", "partners__organisation"),
}
ACTIVITY = """query ($id: ID!, $first: Int, $after: String) { page(id: $id) { ... on Member {
  activity(first: $first, after: $after) {
    totalCount edges { cursor node { date page { id } } } nodes { date page { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } } }"""
MEMBERS = """{ members(locale: CS) { nodes { title activity(first: 20) {
  totalCount pageInfo { hasNextPage } nodes { date page { title __typename } } } } } }"""


@dataclass
class Graph:
    """Two members, and pages of all types that can name them."""

    members: list[MemberPage]
    english: Page
    sources: list[Page] = field(default_factory=list)

    def name(self, page: Page, day: datetime.date | None, named: list[Page]) -> None:
        """Let `page` be of a day and name these pages; only the first where one fits."""
        column, path = SOURCES[type(page)]
        ids = [one.pk for one in named]
        match page:
            case ArticlePage():
                page.members.all().delete()
                rows = [RelatedMember(article=page, page_id=pk) for pk in ids]
                RelatedMember.objects.bulk_create(rows)
            case ConferencePage():
                Partner.objects.filter(conference=page).delete()
                rows = [Partner(conference=page, organisation_id=pk, tier="gold") for pk in ids]
                Partner.objects.bulk_create(rows)
            case ProjectPage():
                ProjectPartner.objects.filter(project=page).delete()
                facts = {"project": page, "locale": page.locale}
                rows = [ProjectPartner(organisation_id=pk, **facts) for pk in ids]
                ProjectPartner.objects.bulk_create(rows)
            case _:
                type(page).objects.filter(pk=page.pk).update(**{path: ids[0] if ids else None})
        moment: Any = day
        if column == "first_published_at" and day is not None:
            # Late in the evening of Prague, when it is another day in London.
            moment = datetime.datetime.combine(day, datetime.time(0, 30), tzinfo=PRAGUE)
        type(page).objects.filter(pk=page.pk).update(**{column: moment})


@pytest.fixture(scope="module")
def graph(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Graph]:
    with django_db_blocker.unblock(), transaction.atomic():
        with unindexed():
            made = make_graph()
        yield made
        transaction.set_rollback(True)


def make_graph() -> Graph:
    homes = make_home()
    directory = make_directory(homes)
    first, second = (make_member(directory, title) for title in ("První", "Druhý"))
    make_english(first, title="First")
    graph = Graph([first, second], english_of(first))
    news = make_page(homes.cs, NewsIndexPage, title="Zprávy", slug="zpravy")
    conferences, calendar = make_conferences(homes), make_calendar(homes)
    board, projects = make_board(homes), make_project_index(homes)
    for number in range(2):
        title = f"Stránka {number}"
        kind = ArticleKind.PRESS_RELEASE
        graph.sources += [
            make_page(news, ArticlePage, title=title, slug=f"clanek-{number}", kind=kind),
            make_conference(conferences, title, tiers=tiers()),
            make_event(calendar, title),
            make_opportunity(board, title),
            make_project(projects, title),
        ]
    return graph


def activity(member: Page, *, expect_errors: bool = False, **variables: Any) -> Any:
    """The activity of a member, or the whole result when errors are expected."""
    result: Result = execute(
        ACTIVITY, {"id": str(member.pk), **variables}, expect_errors=expect_errors
    )
    return result if expect_errors else result.data and result.data["page"]["activity"]


def walked(member: Page, first: int) -> list[tuple[str, int]]:
    """All entries, page after page."""
    found: list[tuple[str, int]] = []
    after = None
    while True:
        page = activity(member, first=first, after=after)
        assert [edge["node"] for edge in page["edges"]] == page["nodes"]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        found += [(node["date"], int(node["page"]["id"])) for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        assert len(page["nodes"]) == first
        after = page["pageInfo"]["endCursor"]
        assert after == page["edges"][-1]["cursor"]


PLAN = st.lists(
    st.tuples(
        st.one_of(st.none(), st.sampled_from(DAYS)),
        st.lists(st.integers(0, 2), max_size=3),
        st.booleans(),
    ),
    min_size=10,
    max_size=10,
)


@given(PLAN, st.integers(1, 11))
@settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_activity_is_what_a_merge_in_python_finds(
    graph: Graph, plan: list[tuple[datetime.date | None, list[int], bool]], first: int
) -> None:
    with transaction.atomic():
        expected: dict[int, list[tuple[str, int]]] = {0: [], 1: []}
        for page, (given_day, named, is_live) in zip(graph.sources, plan, strict=True):
            is_nullable = type(page)._meta.get_field(SOURCES[type(page)][0]).null
            day = given_day or (None if is_nullable else DAYS[0])
            if not isinstance(page, ArticlePage | ProjectPage):
                named = named[:1]  # others cannot name one twice, or name one only
            graph.name(page, day, [[*graph.members, graph.english][n] for n in named])
            Page.objects.filter(pk=page.pk).update(live=is_live)
            for number in {n % 2 for n in named}:
                if is_live and day is not None:
                    expected[number].append((day.isoformat(), page.pk))
        for number, member in enumerate(graph.members):
            entries = sorted(expected[number], reverse=True)
            assert walked(member, first) == entries
            assert activity(member, first=0)["totalCount"] == len(entries)
        transaction.set_rollback(True)


def everything_names(graph: Graph, *members: Page) -> None:
    for number, page in enumerate(graph.sources):
        graph.name(page, DAYS[number % len(DAYS)], list(members))


def test_pages_of_every_size_bring_the_same_entries(graph: Graph) -> None:
    everything_names(graph, graph.members[0])
    whole = walked(graph.members[0], 100)

    assert len(whole) == len(graph.sources)
    for first in range(1, len(whole) + 1):
        assert walked(graph.members[0], first) == whole


def test_activity_takes_the_same_statements_below_any_number_of_members(graph: Graph) -> None:
    everything_names(graph, graph.members[0])
    execute(MEMBERS)  # from which the process learns what columns it takes
    with count_queries() as below_one:
        execute(MEMBERS)

    everything_names(graph, *graph.members)
    with count_queries() as below_two:
        answer = execute(MEMBERS)

    assert answer.data is not None
    counts = [node["activity"]["totalCount"] for node in answer.data["members"]["nodes"]]
    assert counts == [6, 10]  # events and opportunities name one member only
    # Along eight ways entries are asked for and counted; then come the pages of five types.
    assert len(below_two) == len(below_one) == 24, "\n".join(below_two)


def test_what_comes_between_two_pages_neither_repeats_nor_shifts(graph: Graph) -> None:
    member = graph.members[0]
    everything_names(graph, member)
    before = walked(member, 20)
    first = activity(member, first=4)

    newest = graph.sources[0]
    graph.name(newest, DAYS[-1] + datetime.timedelta(days=1), [member])
    rest = activity(member, first=20, after=first["pageInfo"]["endCursor"])

    seen = [(node["date"], int(node["page"]["id"])) for node in first["nodes"]]
    later = [(node["date"], int(node["page"]["id"])) for node in rest["nodes"]]
    assert seen == before[:4]
    assert later == [entry for entry in before[4:] if entry[1] != newest.pk]


def test_a_plugin_that_is_switched_off_between_two_pages_drops_out(graph: Graph) -> None:
    member = graph.members[0]
    everything_names(graph, member)
    before = walked(member, 20)
    first = activity(member, first=4)
    articles = {page.pk for page in graph.sources if isinstance(page, ArticlePage)}

    with inactive("news"):
        rest = activity(member, first=20, after=first["pageInfo"]["endCursor"])

    later = [(node["date"], int(node["page"]["id"])) for node in rest["nodes"]]
    assert later == [entry for entry in before[4:] if entry[1] not in articles]
    assert rest["totalCount"] == len(before) - len(articles)


def test_pages_come_in_the_language_that_the_member_is_asked_in(graph: Graph) -> None:
    everything_names(graph, graph.members[0])
    article = next(page for page in graph.sources if isinstance(page, ArticlePage))
    english_home = Page.objects.get(depth=2, locale__language_code="en")
    ask = """query ($id: ID!, $fallback: [Locale!]) {
      page(id: $id, locale: EN, fallback: $fallback) { ... on Member {
        activity { totalCount nodes { page { title locale } } } } } }"""
    make_english(article.get_parent().specific, title="News")
    make_english(article, title="An article")

    def asked(**variables: Any) -> Any:
        answer = execute(ask, {"id": str(graph.english.pk), **variables})
        assert answer.data is not None
        return answer.data["page"]["activity"]

    assert english_home.live
    assert asked() == {
        "totalCount": 1,
        "nodes": [{"page": {"title": "An article", "locale": "EN"}}],
    }
    both = asked(fallback=["CS"])
    assert both["totalCount"] == len(graph.sources)
    titles = [node["page"]["title"] for node in both["nodes"]]
    assert titles.count("An article") == 1


def forged(cursor: str, *, values: str) -> str:
    """A cursor with other values behind the mark of its list."""
    text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    mark = text.split(",")[0]
    return urlsafe_b64encode(f"{mark},{values}]".encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "values",
    [
        '"2024-03-28"',
        '"2024-03-28",1,1',
        '"2024-3-28",1',
        '"20240328",1',
        '"2024-02-30",1',
        '"yesterday",1',
        "1,1",
        "null,1",
        '"2024-03-28",true',
        '"2024-03-28","1"',
        '"2024-03-28",1.0',
        '"2024-03-28",0',
        '"2024-03-28",9223372036854775808',
        '"0000-01-01",1',
    ],
)
def test_a_forged_cursor_is_an_error_that_says_so(graph: Graph, values: str) -> None:
    everything_names(graph, graph.members[0])
    cursor = activity(graph.members[0], first=1)["pageInfo"]["endCursor"]

    answer = activity(graph.members[0], expect_errors=True, after=forged(cursor, values=values))

    assert answer.codes == ["INVALID_CURSOR"]


@pytest.mark.parametrize("cursor", ["", "x", "é", "WyIjIiwxXQ", "A" * 5000])
def test_what_is_no_cursor_of_this_list_is_an_error(graph: Graph, cursor: str) -> None:
    answer = activity(graph.members[0], expect_errors=True, after=cursor)

    assert answer.codes == ["INVALID_CURSOR"]
