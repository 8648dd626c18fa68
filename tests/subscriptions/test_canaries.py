"""Nothing that is not public comes by e-mail, from whichever feed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cms.plugin.contributions import Feed
from cms.plugin.registry import registry
from cms.subscriptions.models import DigestEntry, Subscription
from tests.subscriptions.factories import let_days_pass, make_subscription, read, run
from tests.visibility.world import World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def canaries_mailed(world: World, index: Callable[[], int]) -> dict[str, set[str]]:
    """The canaries in the digests of each feed, when nothing is known to the subscribers yet."""
    index()
    DigestEntry.objects.all().delete()
    Subscription.objects.update(position=0)
    let_days_pass()
    found: dict[str, set[str]] = {}
    for message in run():
        text = message.subject + "".join(
            str(part.get_content()) for part in read(message).walk() if not part.is_multipart()
        )
        feed = message.extra_headers["List-ID"].strip("<").split(".")[0]
        found.setdefault(feed, set()).update(c for c in world.canaries if c in text)
    return found


def test_no_canary_is_in_any_digest_until_it_is_public(index: Callable[[], int]) -> None:
    world = make_world()
    index()
    feeds = sorted({feed.name for _label, feed in registry().contributed(Feed)})
    for feed in feeds:
        for locale in ("cs", "en"):
            make_subscription(f"{feed}-{locale}@example.org", feed=feed, locale=locale)

    mailed = canaries_mailed(world, index)
    world.open_all()
    opened = canaries_mailed(world, index)

    assert {feed: found for feed, found in mailed.items() if found} == {}
    assert sorted(feed for feed, found in opened.items() if found) == feeds
