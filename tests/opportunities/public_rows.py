"""Opportunities for the tests that cover everything public; see ``tests/public_rows.py``."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Any

from plugins.opportunities.models import Attachment, Fee
from tests.content.factories import make_english
from tests.opportunities.factories import extension, internship, make_board, make_opportunity, today

if TYPE_CHECKING:
    from tests.graphql.site import Site
    from tests.visibility.world import World

ASKED: dict[str, Callable[[Site], dict[str, Any]]] = {
    "opportunities": lambda site: {"locale": "CS", "order": "DEADLINE"},
    "opportunityKinds": lambda site: {"locale": "CS"},
}
EVERY_STATE = ["NOT_YET_OPEN", "OPEN", "CLOSING_SOON", "CLOSED", "ARCHIVED"]


def grow(site: Site, number: int) -> None:
    """One more opportunity with everything that an opportunity can have."""
    if number == 0:
        site.made["opportunities.index"] = [make_board(site.homes)]
    named = {
        name: site.made[label][-1].page_ptr
        for name, label in (
            ("organisation", "members"),
            ("university", "members"),
            ("project", "projects"),
            ("event", "events"),
            ("conference", "conferences"),
        )
        if site.made[label]
    }
    deadline = today() + datetime.timedelta(days=60)
    page = make_opportunity(
        site.made["opportunities.index"][0],
        f"Opportunity {number}",
        **internship(site.pillar, **named),
        topics=[site.topic],
        share_image=site.image,
        call_id=f"CALL-{number}",
        latitude=Decimal(49),
        longitude=Decimal(17),
        extensions=[extension(deadline + datetime.timedelta(days=7), note_cs="Prodlouženo.")],
        attachments=[Attachment(document=site.document)],
        fees=[Fee(locale=site.homes.czech, category="Člen", amount=Decimal(100))],
    )
    make_english(page, title=f"Opportunity {number}", summary="Summary.")
    site.made["opportunities"].append(page)


def questions() -> dict[str, Iterator[dict[str, Any]]]:
    """The board by all orders and by filters that hidden opportunities would fit."""
    return {
        "opportunities": _lists(),
        "opportunityKinds": iter([{"locale": "CS"}, {"locale": "EN"}]),
        "pages": iter([{"locale": "CS", "order": "TREE", "type": ["Opportunity"], "first": 100}]),
    }


def _lists() -> Iterator[dict[str, Any]]:
    filters: list[dict[str, Any]] = [
        {},
        {"state": EVERY_STATE},
        {"textPrefix": "secret"},
        {"not": {"kind": ["JOB"]}, "state": EVERY_STATE},
        {"country": ["CZ"], "state": EVERY_STATE},
    ]
    for order, wanted in product(("DEADLINE", "NEWEST", "TITLE"), filters):
        yield {"locale": "CS", "order": order, "filter": wanted, "first": 100}
    yield {"locale": "EN", "order": "TITLE", "fallback": ["CS"], "first": 100}


def plant(world: World) -> None:
    """A draft, one with private files, and one whose draft says more than its public version."""
    board = make_board(world.homes)
    world.made["opportunities.index"] = board
    canary = world.plant("opportunity")
    draft = make_opportunity(
        board,
        f"Secret {canary}",
        slug=canary,
        live=False,
        summary=f"Summary {canary}",
        description=f"<p>Description {canary}</p>",
        city=f"Town {canary}",
        organisation_name=f"Company {canary}",
        contact_name=f"Person {canary}",
        contact_email=f"{canary}@example.org",
        requirements=f"Requirement {canary}",
    )
    world.hidden["opportunity"] = draft
    edited = make_opportunity(board, "Edited opportunity")
    edited.offer = f"Offer {world.plant('offer')}"
    edited.supervisor = world.plant("supervisor")
    edited.save_revision()
    world.made["opportunities.edited"] = edited
    for name, (image, document) in world.private_files.items():
        make_opportunity(
            board,
            f"Files {name}",
            share_image=image,
            attachments=[Attachment(document=document)],
            description=f'<p><a id="{document.pk}" linktype="document">Read</a></p>',
        )


def open_all(world: World) -> None:
    """Make public what only a draft says."""
    world.made["opportunities.edited"].get_latest_revision().publish()
