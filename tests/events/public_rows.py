"""Events for the tests that cover everything public; see ``tests/public_rows.py``."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from itertools import product
from typing import TYPE_CHECKING, Any

from wagtail.models import Page

from plugins.events.models import EventAttachment, EventProject, RelatedEvent
from tests.content.factories import make_english, publish
from tests.events.factories import make_calendar, make_event

if TYPE_CHECKING:
    from tests.graphql.site import Site
    from tests.visibility.world import World

ORDERS = ("UPCOMING_FIRST", "START", "START_DESC", "NEWEST")

ASKED: dict[str, Callable[[Site], dict[str, Any]]] = {
    "events": lambda site: {"locale": "CS", "order": "UPCOMING_FIRST"},
}


def grow(site: Site, number: int) -> None:
    """One more event with everything that an event can have; ``made["events"]`` has it."""
    events = site.made["events"]
    if number == 0:
        site.made["events.index"] = [make_calendar(site.homes)]
    members, projects = site.made["members"], site.made["projects"]
    event = make_event(
        site.made["events.index"][0],
        f"Event {number}",
        summary="Summary",
        city="Brno",
        start_date=datetime.date(2030, 1, 1) + datetime.timedelta(days=number),
        languages=["cs", "en"],
        share_image=site.image,
        organiser=_one_of(members, number),
        pillars=[site.pillar],
        topics=[site.topic],
        projects=[EventProject(page=page) for page in projects[-1:]],
        related_events=[RelatedEvent(page=page) for page in events[-1:]],
        attachments=[
            EventAttachment(document=site.document, title="File", locale=site.homes.czech)
        ],
    )
    make_english(event, title=f"Event {number}", summary="Summary", city="Brno")
    events.append(event)


def _one_of(pages: list[Page], number: int) -> Page | None:
    return pages[number % len(pages)] if pages else None


def questions() -> dict[str, Iterator[dict[str, Any]]]:
    """The calendar by all orders and by filters that internal events would fit."""
    return {
        "events": _lists(),
        "pages": iter([{"locale": "CS", "order": "TREE", "type": ["Event"], "first": 100}]),
    }


def _lists() -> Iterator[dict[str, Any]]:
    filters: list[dict[str, Any]] = [
        {},
        {"textPrefix": "aa"},
        {"eventType": ["NETWORKING"]},
        {"not": {"textPrefix": "open"}},
        {"date": {"since": "2030-01-01"}},
    ]
    for order, wanted in product(ORDERS, filters):
        yield {"locale": "CS", "order": order, "filter": wanted, "first": 100}
    yield {"locale": "EN", "order": "START", "fallback": ["CS"], "first": 100}


def plant(world: World) -> None:
    """Internal events in both languages, a draft, and a public one that names them."""
    index = make_calendar(world.homes)
    world.made["events.index"] = index
    internal = make_event(
        index,
        f"Aaa {world.plant('internal')}",
        slug=world.plant("internal"),
        summary=f"Summary {world.plant('internalsummary')}",
        place_name=f"Place {world.plant('internalplace')}",
        city=f"Town {world.plant('internaltown')}",
        organiser_name=f"Organiser {world.plant('internalorganiser')}",
        fees=f"Fees {world.plant('internalfees')}",
        status_note=world.plant("internalnote"),
        registration_url=f"https://example.org/{world.plant('internalurl')}",
        is_internal=True,
    )
    make_english(
        internal, title=f"Aaa {world.plant('internalenglish')}", slug="internal-in-english"
    )
    draft = make_event(
        index, f"Aab {world.plant('eventdraft')}", slug=world.plant("eventdraft"), live=False
    )
    draft.save_revision()
    world.hidden |= {"internal": internal, "eventdraft": draft}
    make_event(
        index,
        "Open event",
        related_events=[RelatedEvent(page=internal), RelatedEvent(page=draft)],
        attachments=[
            EventAttachment(document=document, title="File", locale=world.homes.czech)
            for _image, document in world.private_files.values()
        ],
    )


def open_all(world: World) -> None:
    """Make everything public that `plant` hid."""
    publish(world.hidden["internal"], is_internal=False)
