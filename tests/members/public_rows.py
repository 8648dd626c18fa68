"""Members for the tests that cover everything public; see ``tests/public_rows.py``."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.models import Page

from plugins.members.models import (
    ContactPerson,
    Equipment,
    Market,
    MemberField,
    MemberPage,
    MemberSocialLink,
    MemberType,
    Product,
)
from tests.content.factories import item, make_english, make_term, publish
from tests.media.factories import make_document
from tests.members.factories import make_directory, make_member

if TYPE_CHECKING:
    from tests.graphql.site import Site
    from tests.visibility.world import World

HIDDEN_EMPLOYEES = 987_654_321
HIDDEN_DATE = datetime.date(1907, 7, 7)

ASKED: dict[str, Callable[[Site], dict[str, Any]]] = {
    "members": lambda site: {"locale": "CS", "order": "NAME"},
}


def grow(site: Site, number: int) -> None:
    """One more member with everything that a member can have; ``made["members"]`` has it."""
    czech, members = site.homes.czech, site.made["members"]
    if number == 0:
        site.made["members.index"] = [make_directory(site.homes)]
    market = make_term(Market, f"m-{number}", f"Trh {number}", f"Market {number}")
    member = make_member(
        site.made["members.index"][0],
        f"Member {number}",
        claim="Claim",
        profile=f'<p><a id="{site.homes.cs.pk}" linktype="page">x</a></p>',
        logo=site.image,
        share_image=site.image,
        technology_profile=site.document,
        parent_member=members[-1] if members else None,
        pillars=[site.pillar],
        topics=[site.topic],
        markets=[market],
        products=[Product(name="Product", locale=czech)],
        equipment=[Equipment(name="Equipment", locale=czech)],
        contacts=[ContactPerson(name="Person", locale=czech)],
        socials=[MemberSocialLink(network="linkedin", url="https://example.org/")],
        member_type=MemberType.UNIVERSITY,
    )
    make_english(member, title=f"Member {number}", claim="Claim")
    members.append(member)


def blocks(pages: Iterable[Page]) -> dict[str, Any]:
    """The block of chosen members."""
    members = [page for page in pages if isinstance(page, MemberPage)]
    chosen = [item(member.pk, str(member.pk)) for member in members]
    return {"members": {"title": "Chosen", "members": chosen}}


def questions() -> dict[str, Iterator[dict[str, Any]]]:
    """The directory by all orders and by filters that hidden members would fit."""
    return {
        "members": _lists(),
        "pages": iter([{"locale": "CS", "order": "TREE", "type": ["Member"], "first": 100}]),
    }


def _lists() -> Iterator[dict[str, Any]]:
    filters: list[dict[str, Any]] = [
        {},
        {"textPrefix": "aa"},
        {"not": {"textPrefix": "open"}},
        {"not": {"memberType": ["UNIVERSITY"]}},
    ]
    for order, wanted in product(("NAME", "NAME_DESC", "RECENTLY_PUBLISHED"), filters):
        yield {"locale": "CS", "order": order, "filter": wanted, "first": 100}
    yield {"locale": "EN", "order": "NAME", "fallback": ["CS"], "first": 100}


def plant(world: World) -> None:
    """Members that are hidden, members that hide something, and members with private files."""
    directory = make_directory(world.homes)
    world.made["members.index"] = directory
    ended = make_member(
        directory,
        f"Aaa {world.plant('ended')}",
        slug=world.plant("ended"),
        claim=f"Claim {world.plant('ended')}",
        profile=f"<p>Profile {world.plant('ended')}</p>",
        city=f"Town {world.plant('ended')}",
        member_until=timezone.localdate() - datetime.timedelta(days=1),
    )
    unpublished = make_member(
        directory,
        f"Aab {world.plant('memberdraft')}",
        slug=world.plant("memberdraft"),
        claim=f"Claim {world.plant('memberdraft')}",
        live=False,
    )
    unpublished.save_revision()
    world.hidden |= {"ended": ended, "memberdraft": unpublished}
    _plant_fields(world, directory, ended)
    for name, (image, document) in world.private_files.items():
        make_member(
            directory,
            f"Logo {name}",
            logo=image,
            technology_profile=document,
            profile=f'<p><a id="{document.pk}" linktype="document">Read</a></p>',
            share_image=image,
        )


def _plant_fields(world: World, directory: Page, ended: MemberPage) -> None:
    document = make_document(title=f"Document {world.plant('profiledocument')}")
    guarded = make_member(
        directory,
        "Guarded",
        street=f"Street {world.plant('street')}",
        email=f"{world.plant('email')}@example.org",
        phone=world.plant("phone"),
        employees=HIDDEN_EMPLOYEES,
        member_since=HIDDEN_DATE,
        technology_profile=document,
        parent_member=ended,
        products=[Product(name=world.plant("product"), locale=world.homes.czech)],
        equipment=[Equipment(name=world.plant("equipment"), locale=world.homes.czech)],
        contacts=[ContactPerson(name=world.plant("contact"), locale=world.homes.czech)],
        members_only=[value for value, _label in MemberField.choices],
    )
    world.canaries |= {str(HIDDEN_EMPLOYEES), HIDDEN_DATE.isoformat()}
    make_english(guarded, title="Guarded in English", slug="guarded")
    make_member(
        directory,
        "Open",
        contacts=[
            ContactPerson(name="Public Person", locale=world.homes.czech),
            ContactPerson(
                name=world.plant("person"),
                role=f"Role {world.plant('personrole')}",
                email=f"{world.plant('personemail')}@example.org",
                phone=world.plant("personphone"),
                is_members_only=True,
                locale=world.homes.czech,
            ),
        ],
    )


def open_all(world: World) -> None:
    """Make everything public that `plant` hid."""
    publish(world.hidden["ended"], member_until=None)
    for member in MemberPage.objects.exclude(members_only=[]):
        publish(member, members_only=[])
    ContactPerson.objects.update(is_members_only=False)
