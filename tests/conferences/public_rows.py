"""Conferences for the tests that cover everything public; see ``tests/public_rows.py``."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Any

from wagtail.models import Page

from plugins.conferences.models import (
    ConferencePage,
    ConferenceProject,
    Fee,
    Organiser,
    Session,
    Speaker,
    Talk,
)
from tests.conferences.factories import (
    day,
    make_conference,
    make_conferences,
    package,
    partner,
    tiers,
)
from tests.content.factories import make_english

if TYPE_CHECKING:
    from tests.graphql.site import Site
    from tests.visibility.world import World

ASKED: dict[str, Callable[[Site], dict[str, Any]]] = {
    "conferences": lambda site: {"locale": "CS", "order": "START"},
}


def grow(site: Site, number: int) -> None:
    """One more conference with everything that a conference can have."""
    if number == 0:
        site.made["conferences.index"] = [make_conferences(site.homes)]
    index = site.made["conferences.index"][0]
    members = site.made["members"]
    member = members[-1].page_ptr if members else None
    events = site.made["events"]
    page = make_conference(
        index,
        f"Conference {number}",
        pillars=[site.pillar],
        share_image=site.image,
        event=events[-1].page_ptr if events else None,
        projects=[ConferenceProject(page=project) for project in site.made["projects"][-1:]],
        organisers=[_named(Organiser, member, f"Organiser {number}")],
        tiers=tiers(),
        partners=[
            *(partner("gold", other) for other in members),
            *(partner("silver", f"Company {n}", logo=site.image) for n in range(number + 1)),
        ],
        packages=[package(index, limit=3, benefits=["stand"])],
        early_until=day(1),
        fees=[Fee(locale=index.locale, category="member", early=Decimal(100))],
        sessions=[session(index)],
        talks=[Talk(locale=index.locale, session="a1", title="Talk", speakers="Ann\nBob")],
        speakers=[Speaker(locale=index.locale, name="Ann", photo=site.image, organisation=member)],
    )
    make_english(page, title=f"Conference {number}", slug=f"conference-{number}")
    site.made["conferences"].append(page)


def _named(model: type[Any], page: Page | None, name: str) -> Any:
    return model(organisation=page) if page else model(name=name)


def session(index: Page, **values: Any) -> Session:
    """A part of the programme on the first day, unsaved."""
    given = {
        "key": "a1",
        "title": "Session",
        "day": day(30),
        "starts_at": datetime.time(9),
        "ends_at": datetime.time(12),
    }
    return Session(locale=index.locale, **{**given, **values})


def questions() -> dict[str, Iterator[dict[str, Any]]]:
    """Conferences by all orders and by filters that hidden ones would fit."""
    return {
        "conferences": _lists(),
        "pages": iter([{"locale": "CS", "order": "TREE", "type": ["Conference"], "first": 100}]),
    }


def _lists() -> Iterator[dict[str, Any]]:
    filters: list[dict[str, Any]] = [
        {},
        {"textPrefix": "title"},
        {"not": {"textPrefix": "open"}},
        {"state": ["UPCOMING"]},
    ]
    for order, wanted in product(("START", "START_DESC", "TITLE"), filters):
        yield {"locale": "CS", "order": order, "filter": wanted, "first": 100}
    yield {"locale": "EN", "order": "START", "fallback": ["CS"], "first": 100}


def plant(world: World) -> None:
    """A draft, one with unpublished changes, and an open one that names all that is hidden."""
    index = make_conferences(world.homes)
    draft = make_conference(index, f"Title {world.plant('conferencedraft')}", live=False)
    draft.save_revision()
    world.hidden["conferencedraft"] = draft
    edited = make_conference(index, "Edited conference")
    _hide_changes(edited, world)
    world.made["conferences.edited"] = edited
    organisations = [page for page in world.hidden.values() if _is_organisation(page)]
    for name, (image, _document) in world.private_files.items():
        make_conference(
            index,
            f"Logos {name}",
            share_image=image,
            tiers=tiers(),
            partners=[partner("gold", "Known", logo=image)],
            speakers=[Speaker(locale=index.locale, name="Known", photo=image)],
        )
    make_conference(
        index,
        "Open conference",
        tiers=tiers(),
        projects=[ConferenceProject(page=page) for page in world.hidden.values()],
        organisers=[Organiser(organisation=page.page_ptr) for page in organisations],
        partners=[partner("gold", page) for page in organisations],
        speakers=[
            Speaker(locale=index.locale, name="Known", organisation=page.page_ptr)
            for page in organisations
        ],
    )


def open_all(world: World) -> None:
    """Publish the hidden changes."""
    edited = ConferencePage.objects.get(pk=world.made["conferences.edited"].pk)
    edited.get_latest_revision().publish()


def _is_organisation(page: Page) -> bool:
    return getattr(page, "is_organisation", False)


def _hide_changes(page: ConferencePage, world: World) -> None:
    """Put a canary into everything of a draft of `page` that is shown once it is published."""

    def canary(name: str) -> str:
        return f"X {world.plant(f'conference{name}')}"

    fresh = ConferencePage.objects.get(pk=page.pk)
    for name in ("series", "venue", "street", "city", "intro"):
        setattr(fresh, name, canary(name))
    fresh.website = f"https://{world.plant('conferencewebsite')}.example.org/"
    fresh.organisers = [Organiser(name=canary("organiser"))]
    fresh.tiers = tiers()
    fresh.partners = [partner("gold", canary("partner"))]
    fresh.packages = [package(page, name=canary("package"), description=canary("description"))]
    fresh.fees = [Fee(locale=page.locale, category="other", name=canary("fee"), regular=Decimal(1))]
    fresh.sessions = [session(page, title=canary("session"), room=canary("room"))]
    fresh.talks = [
        Talk(
            locale=page.locale,
            session="a1",
            title=canary("talk"),
            abstract=canary("abstract"),
            speakers=canary("talker"),
        )
    ]
    fresh.speakers = [
        Speaker(locale=page.locale, name=canary("speaker"), role=canary("role"), bio=canary("bio"))
    ]
    fresh.save_revision()
