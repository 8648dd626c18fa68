"""Nothing of what was never public is in a message; once it is public, its address is."""

from __future__ import annotations

import pytest
from wagtail.models import Page

from cms.publishing.changes import MAX_PAGES, described
from cms.publishing.events import Changed, Kind
from cms.publishing.models import FormerAddress
from cms.webhooks.payload import changed_body
from tests.visibility.world import World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def message() -> str:
    """What endpoints are told when every page has changed."""
    pages = Page.objects.filter(depth__gt=1)
    assert 10 < len(pages) < MAX_PAGES
    event = Changed(
        1,
        frozenset({Kind.PUBLISHED}),
        tuple(page.pk for page in pages),
        other_tags=tuple(f"versions:{page.translation_key}" for page in pages),
    )
    return changed_body(event, described(event)) or ""


def in_addresses(world: World) -> set[str]:
    """The canaries that stand in the addresses of hidden pages."""
    return {
        canary for canary in world.canaries for page in world.hidden.values() if canary in page.slug
    }


def test_no_canary_is_in_a_message_until_it_is_public():
    world = make_world()
    FormerAddress.objects.all().delete()  # as if none had been public before it was hidden

    text = message()
    assert [canary for canary in sorted(world.canaries) if canary in text] == []

    world.open_all()
    text = message()
    addresses = in_addresses(world)
    assert addresses
    assert [canary for canary in sorted(addresses) if canary not in text] == []
