"""Internal events are for members: visibility hides them unless somebody showed who they are."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Page

from cms.graphql.testing import execute
from cms.publishing.audience import Audience, audience, shown_to
from cms.publishing.paths import path_of
from cms.publishing.visibility import live_pages
from plugins.events.models import CalendarPage, EventPage
from tests.content.factories import make_home
from tests.events.factories import make_calendar, make_event
from tests.members.factories import make_directory, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def internal() -> EventPage:
    homes = make_home()
    index = make_calendar(homes)
    member = make_member(make_directory(homes), "Meopta")
    make_event(index, "Veřejná")
    return make_event(index, "Tajná", is_internal=True, organiser=member, city="Tajov")


def everything(event: EventPage) -> dict[str, Any]:
    """What can be asked that might show the event."""
    document = """query ($id: ID!, $path: String!, $member: ID!, $index: ID!) {
      page(id: $id) { title } route(path: $path) { __typename }
      pages(locale: CS, first: 100) { nodes { title } }
      events(locale: CS) { totalCount nodes { title }
        facetCounts(facets: [CITY]) { values { value count } } }
      found: events(locale: CS, filter: {city: ["Tajov"]}) { totalCount }
      not: events(locale: CS, filter: {not: {textPrefix: "ve"}}) { totalCount }
      calendar: page(id: $index) { children { totalCount nodes { title } } }
      member: page(id: $member) { ... on Member {
        events { totalCount nodes { title } } activity { totalCount } } } }"""
    index = Page.objects.get(pk=event.pk).get_parent()
    variables = {
        "id": str(event.pk),
        "path": path_of(event),
        "member": str(event.organiser_id),
        "index": str(index.pk),
    }
    data = execute(document, variables).data
    assert data is not None
    return data


def test_the_public_is_shown_nothing_of_it(internal: EventPage) -> None:
    assert "Taj" not in str(everything(internal))
    shown = everything(internal)
    assert shown["events"]["totalCount"] == 1
    assert (shown["found"]["totalCount"], shown["not"]["totalCount"]) == (0, 0)
    assert shown["member"] == {
        "events": {"totalCount": 0, "nodes": []},
        "activity": {"totalCount": 0},
    }
    assert shown["route"]["__typename"] == "NotFoundRoute"


def test_members_are_shown_all_of_it(internal: EventPage) -> None:
    with shown_to(Audience.MEMBERS):
        shown = everything(internal)

    assert shown["page"] == {"title": "Tajná"}
    assert shown["events"]["totalCount"] == 2
    assert (shown["found"]["totalCount"], shown["member"]["activity"]["totalCount"]) == (1, 1)
    assert everything(internal)["page"] is None


def test_the_audience_ends_with_its_block_even_when_that_fails(internal: EventPage) -> None:
    def fail() -> None:
        with shown_to(Audience.MEMBERS):
            assert live_pages(EventPage).count() == 2
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert audience() is Audience.PUBLIC
    assert live_pages(EventPage).count() == 1


def test_an_internal_event_has_no_html(internal: EventPage, client: Any) -> None:
    assert client.get(path_of(internal)).status_code == 404
    assert CalendarPage.objects.exists()
