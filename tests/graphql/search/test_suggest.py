"""What is offered while a visitor types: pages, organisations, terms, names, texts."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from cms.graphql.testing import count_queries, execute
from cms.indexing.connection import disconnect
from cms.plugin.testing import inactive
from plugins.members.models import MemberIndexPage, MemberPage
from plugins.opportunities.models import OpportunityPage
from tests.content.factories import Homes, make_home, make_page, make_pillar, make_topic
from tests.members.factories import make_directory, make_member
from tests.opportunities.factories import make_board, make_opportunity

pytestmark = pytest.mark.django_db

Index = Callable[[], int]
SUGGEST = """query ($text: String!, $locale: Locale! = CS, $first: Int) {
  suggest(text: $text, locale: $locale, first: $first) {
    kind text type page { title } filter { field value label count } } }"""


@pytest.fixture
def homes() -> Homes:
    return make_home()


@pytest.fixture
def directory(homes: Homes) -> MemberIndexPage:
    return make_directory(homes)


def suggested(text: str, **variables: Any) -> list[dict[str, Any]]:
    data = execute(SUGGEST, {"text": text, **variables}).data
    assert data is not None
    found: list[dict[str, Any]] = data["suggest"]
    return found


def told(text: str, **variables: Any) -> list[tuple[Any, ...]]:
    """What is offered, in short; filters as field, value and count."""
    return [
        (
            each["kind"],
            each["text"],
            each["filter"]
            and (each["filter"]["field"], each["filter"]["value"], each["filter"]["count"]),
        )
        for each in suggested(text, **variables)
        if each["kind"] != "TEXT"
    ]


def filters(text: str, **variables: Any) -> list[tuple[Any, ...]]:
    """What is offered to narrow by."""
    return [each for each in told(text, **variables) if each[2]]


def of_pillar(directory: MemberIndexPage, title: str, *pillars: Any) -> MemberPage:
    return make_member(directory, title, pillars=list(pillars))


@pytest.mark.parametrize("text", ["laser", "LASEROVE", "laserové tech", "tech"])
def test_a_term_is_a_filter_ready_to_be_used(
    directory: MemberIndexPage, index: Index, text: str
) -> None:
    lasers = make_pillar("laser", "Laserové technologie", "Laser technologies")
    make_pillar("other", "Laserová nikde", "Laser nowhere")
    of_pillar(directory, "Meopta", lasers)
    of_pillar(directory, "Optika", lasers)
    index()

    [offered] = [each for each in suggested(text) if each["kind"] == "TERM"]

    assert offered == {
        "kind": "TERM",
        "text": "Laserové technologie",
        "type": None,
        "page": None,
        "filter": {"field": "pillar", "value": "laser", "label": "Pilíř", "count": 2},
    }
    english = filters("laser tech", locale="EN")
    assert english == [("TERM", "Laser technologies", ("pillar", "laser", 2))]


def test_organisations_are_told_from_other_pages(
    homes: Homes, directory: MemberIndexPage, index: Index
) -> None:
    make_member(directory, "Fotonika s.r.o.")
    board = make_board(homes)
    make_opportunity(board, "Fotonika pro studenty", organisation_name="Fotonická škola")
    index()

    assert sorted(told("foton")) == [
        ("ORGANISATION", "Fotonická škola", ("organisationName", "Fotonická škola", 1)),
        ("ORGANISATION", "Fotonika s.r.o.", None),
        ("PAGE", "Fotonika pro studenty", None),
    ]
    assert filters("fotonicka sk") == [
        ("ORGANISATION", "Fotonická škola", ("organisationName", "Fotonická škola", 1))
    ]


def test_terms_and_names_of_what_is_not_public_are_not_told(
    homes: Homes, directory: MemberIndexPage, index: Index
) -> None:
    lasers = make_pillar("laser", "Lasery", "Lasers")
    member = of_pillar(directory, "Meopta", lasers)
    board = make_board(homes)
    offer = make_opportunity(board, "Stáž", organisation_name="Laser Ústí")
    index()
    both = [("TERM", "Lasery", ("pillar", "laser", 1))]
    names = [("ORGANISATION", "Laser Ústí", ("organisationName", "Laser Ústí", 1))]
    assert filters("laser") == names + both

    with inactive("members"):
        assert filters("laser") == names
    with inactive("opportunities"):
        assert filters("laser") == both

    member.unpublish()
    yesterday = timezone.now() - datetime.timedelta(days=1)
    OpportunityPage.objects.filter(pk=offer.pk).update(closes_at=yesterday)
    index()
    assert filters("laser") == []


def test_nothing_typed_offers_nothing_and_neither_does_no_engine(
    directory: MemberIndexPage, index: Index
) -> None:
    of_pillar(directory, "Meopta", make_pillar("laser", "Lasery", "Lasers"))
    index()
    assert [suggested(text) for text in ("", "   ", "\0", '"')] == [[], [], [], []]
    assert suggested("laser", first=0) == []

    disconnect()
    assert suggested("laser") == []


def test_few_are_offered_the_most_frequent_first(directory: MemberIndexPage, index: Index) -> None:
    topics = [make_topic(f"t{number}", f"Laser {number}") for number in range(8)]
    for number in range(8):
        make_member(directory, f"Meopta {number}", topics=topics[number:])
    index()

    assert filters("laser") == [
        ("TERM", f"Laser {number}", ("topic", f"t{number}", number + 1))
        for number in (7, 6, 5, 4, 3)
    ]


def test_statements_do_not_grow_with_terms(directory: MemberIndexPage, index: Index) -> None:
    def statements() -> int:
        suggested("laser")
        with count_queries() as counted:
            suggested("laser")
        return len(counted)

    def grow(numbers: range) -> None:
        topics = [make_topic(f"t{number}", f"Laser {number}") for number in numbers]
        make_member(directory, f"Meopta {numbers.stop}", topics=topics)
        index()

    grow(range(2))
    few = statements()
    grow(range(2, 20))

    assert statements() == few


def test_texts_are_completed_to_what_is_there_as_a_whole(homes: Homes, index: Index) -> None:
    make_page(homes.cs, title="Tenké vrstvy", slug="vrstvy")
    make_page(homes.cs, title="Vysoké školy", slug="skoly")
    index()

    texts = [each["text"] for each in suggested("tenké v") if each["kind"] == "TEXT"]

    assert texts == ["tenké vrstvy"]


def test_a_closed_call_is_not_suggested(homes: Homes, index: Index) -> None:
    board = make_board(homes)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    make_opportunity(board, "Stáž v laboratoři", deadline_on=yesterday)
    make_opportunity(board, "Stáž v dílně")
    index()

    assert [each["text"] for each in suggested("stáž") if each["page"]] == ["Stáž v dílně"]
