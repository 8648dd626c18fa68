"""Who may not see internal events learns nothing of them by asking for internal ones."""

from __future__ import annotations

from typing import Any

import pytest

from cms.graphql.testing import execute
from cms.publishing.audience import Audience, shown_to
from tests.content.factories import make_home
from tests.events.factories import make_calendar, make_event

pytestmark = pytest.mark.django_db

EVENTS = """query ($filter: EventFilter) { events(locale: CS, filter: $filter, order: NEWEST) {
  totalCount nodes { title } facetCounts(facets: [IS_INTERNAL]) { values { value count } } } }"""


@pytest.fixture(autouse=True)
def _calendar() -> None:
    calendar = make_calendar(make_home())
    make_event(calendar, "Veřejná")
    make_event(calendar, "Tajná", is_internal=True)


def asked(is_internal: bool | None) -> tuple[list[str], dict[str, int]]:
    """Titles of the events found, and how many are internal and how many are not."""
    wanted: dict[str, Any] = {} if is_internal is None else {"isInternal": is_internal}
    data = execute(EVENTS, {"filter": wanted}).data
    assert data is not None
    events = data["events"]
    assert events["totalCount"] == len(events["nodes"])
    [facet] = events["facetCounts"]
    counts = {value["value"]: value["count"] for value in facet["values"] if value["count"]}
    return sorted(node["title"] for node in events["nodes"]), counts


def test_the_public_finds_no_internal_events() -> None:
    assert asked(True) == ([], {"false": 1})
    assert asked(False) == (["Veřejná"], {"false": 1})
    assert asked(None) == (["Veřejná"], {"false": 1})


def test_members_choose_between_internal_and_public_events() -> None:
    with shown_to(Audience.MEMBERS):
        assert asked(True) == (["Tajná"], {"true": 1, "false": 1})
        assert asked(False) == (["Veřejná"], {"true": 1, "false": 1})
        assert asked(None) == (["Tajná", "Veřejná"], {"true": 1, "false": 1})
