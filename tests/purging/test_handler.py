"""Caches are told of what is published: in few calls, once more, and later when they fail."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.plugin import Handler
from cms.plugin.registry import Registry, registry, replaced_registry
from cms.publishing import courier, delivery, outbox
from cms.publishing.delivery import MAX_ATTEMPTS, Told
from cms.publishing.events import Changed
from cms.publishing.handlers import Postponed
from cms.publishing.models import Delivery, Event
from cms.purging.caches import Cache
from cms.purging.calls import PurgeFailed
from cms.purging.handler import contributions, tell
from tests.publishing.factories import make_homes, make_page
from tests.publishing.recorder import change, noted
from tests.purging import cdn
from tests.purging.cdn import TOKEN, Cdn

pytestmark = pytest.mark.django_db

LANE = "purge-cdn"
NAME = f"cms_content.{LANE}"


@contextmanager
def only_caches() -> Iterator[None]:
    """Within this block the caches of the settings are told, and nobody else, as at a start."""
    Event.objects.all().delete()
    plugins = [
        replace(
            plugin,
            contributions=(
                *(c for c in plugin.contributions if not isinstance(c, Handler)),
                *(contributions() if plugin.label == "cms_content" else ()),
            ),
        )
        for plugin in registry().plugins.values()
    ]
    with replaced_registry(Registry(tuple(plugins))):
        yield


@pytest.fixture
def edge(told: Any, cloudflare: Cdn) -> Iterator[Cache]:
    """A cache at Cloudflare."""
    cache = told("cloudflare", cloudflare)
    with only_caches():
        yield cache


def make_due(*, seconds_ago: int = 0) -> None:
    """Let time pass."""
    long_ago = timezone.now() - timedelta(seconds=seconds_ago)
    Event.objects.update(created_at=long_ago)
    Delivery.objects.update(due_at=timezone.now())


def tags(server: Cdn) -> list[set[str]]:
    """What was to be dropped, call by call."""
    return [set(heard.body["tags"]) for heard in server.heard]


def test_what_is_published_is_dropped_with_what_carries_all_tags(edge, cloudflare):
    page = make_page(make_homes().cs, "kontakt")
    page.title = "Kde jsme"

    with noted():
        page.save_revision().publish()
    delivery.deliver(lane=LANE)

    (dropped,) = tags(cloudflare)
    assert dropped >= {
        *("all", "pages", f"page:{page.pk}", f"versions:{page.translation_key}"),
        "type:cms_content.standardpage",
    }


def test_draft_is_nobodys_business(edge, cloudflare):
    page = make_page(make_homes().cs, "kontakt")
    page.title = "Kde budeme"

    with noted():
        page.save_revision()
    delivery.deliver(lane=LANE)

    assert cloudflare.heard == []


def test_answers_that_were_on_their_way_are_dropped_after_a_while(edge, cloudflare):
    change(7)

    assert delivery.deliver(lane=LANE) == Told()

    row = Delivery.objects.get()
    assert (row.attempts, row.delivered_at, row.error) == (0, None, "")
    assert 0 < (row.due_at - timezone.now()).total_seconds() <= 10
    make_due(seconds_ago=11)
    assert delivery.deliver(lane=LANE) == Told(delivered=1)
    assert len(cloudflare.heard) == 2
    assert tags(cloudflare)[0] == tags(cloudflare)[1]


def test_once_is_enough_where_the_settings_say_so(told, cloudflare):
    told("cloudflare", cloudflare, AGAIN_AFTER=0)
    with only_caches():
        change(7)

        assert delivery.deliver(lane=LANE) == Told(delivered=1)
        assert len(cloudflare.heard) == 1


def events() -> list[Changed]:
    """All that happened, in order."""
    return [delivery.changed(event) for event in Event.objects.order_by("number")]


def waiting() -> list[bool]:
    """For each delivery that is not made, whether it is put off."""
    rows = Delivery.objects.filter(delivered_at=None).order_by("pk")
    return [row.due_at > timezone.now() for row in rows]


def test_burst_of_changes_is_one_call(edge, cloudflare):
    for page_id in range(1, 51):
        change(page_id)

    with pytest.raises(Postponed):  # told at once, and again when all are old
        tell(edge, events()[0])

    (dropped,) = tags(cloudflare)
    assert dropped >= {f"page:{page_id}" for page_id in range(1, 51)}
    assert waiting() == [False] + [True] * 49  # the first is put off by whoever has called
    make_due(seconds_ago=11)
    tell(edge, events()[0])
    assert len(cloudflare.heard) == 2
    assert waiting() == [False]


def test_import_of_much_drops_everything_in_one_call(edge, cloudflare):
    change(*range(1, 2001))

    delivery.deliver(lane=LANE)

    assert [heard.body for heard in cloudflare.heard] == [{"purge_everything": True}]


def test_failure_is_tried_again_with_all_that_came_meanwhile(edge, cloudflare):
    cloudflare.answers = lambda heard: (500, {}, {})
    change(7)
    change(8)

    with pytest.raises(PurgeFailed):
        tell(edge, events()[0])

    assert len(cloudflare.heard) == 1
    assert waiting() == [False, True]
    cloudflare.answers = cdn.cloudflare
    make_due(seconds_ago=11)
    assert delivery.deliver(lane=LANE) == Told(delivered=1)
    assert tags(cloudflare)[-1] >= {"page:7", "page:8"}
    assert waiting() == []


def test_who_is_busy_is_left_alone_for_as_long_as_it_says(edge, cloudflare):
    cloudflare.answers = lambda heard: (429, {"Retry-After": "600"}, {})
    change(7)
    delivery.deliver(lane=LANE)

    change(8)
    assert delivery.deliver(lane=LANE) == Told()

    assert len(cloudflare.heard) == 1
    for row in Delivery.objects.all():
        assert 500 < (row.due_at - timezone.now()).total_seconds() <= 600


def test_given_up_is_told_of_and_dropped_with_the_next_change(edge, cloudflare, caplog):
    cloudflare.answers = lambda heard: (500, {}, {})
    change(7)
    for _attempt in range(MAX_ATTEMPTS):
        make_due(seconds_ago=11)
        delivery.deliver(lane=LANE)
    dead = Delivery.objects.get(dead_at__isnull=False)
    assert (dead.handler, dead.attempts) == (NAME, MAX_ATTEMPTS)
    assert dead.error.startswith("PurgeFailed: POST http://127.0.0.1:")
    assert TOKEN not in caplog.text + dead.error

    cloudflare.answers = cdn.cloudflare
    change(8)
    make_due(seconds_ago=11)
    delivery.deliver(lane=LANE)

    assert tags(cloudflare)[-1] >= {"page:7", "page:8"}
    assert not Delivery.objects.filter(dead_at__isnull=False).exists()


@pytest.mark.django_db(transaction=True)
def test_who_does_not_answer_holds_up_neither_editors_nor_other_caches(
    settings, cloudflare, fastly
):
    settings.KLASTR_PURGE = {
        "slow": {"BACKEND": "cloudflare", "ZONE": "z", "TOKEN": TOKEN, "API": cloudflare.url},
        "quick": {"BACKEND": "fastly", "SERVICE": "s", "TOKEN": TOKEN, "API": fastly.url},
    }
    is_asked, answers, stopped = threading.Event(), threading.Event(), threading.Event()

    def hang(heard: Any) -> Any:
        is_asked.set()
        answers.wait(10)
        return cdn.cloudflare(heard)

    cloudflare.answers = hang
    with only_caches():
        outbox.pages_changed([7])
        context = copy_context()
        hanging = threading.Thread(target=context.run, args=(courier.work, stopped, "purge-slow"))
        hanging.start()
        assert is_asked.wait(10)

        outbox.pages_changed([8])
        delivery.deliver(lane="purge-quick")

        assert [
            set(heard.body["surrogate_keys"]) >= {"page:7", "page:8"} for heard in fastly.heard
        ] == [True]
        stopped.set()
        answers.set()
        hanging.join(20)
        assert len(cloudflare.heard) == 1


def test_command_says_what_it_sends(edge, cloudflare):
    said = StringIO()

    call_command("purge", "--tag", "page:7", "--tag", "all", "--dry-run", stdout=said)
    assert cloudflare.heard == []
    call_command("purge", "--tag", "page:7", "--tag", "all", stdout=said)
    call_command("purge", "--everything", "--cache", "cdn", stdout=said)

    place = f"{cloudflare.url}/zones/zone1/purge_cache"
    assert said.getvalue().splitlines() == [
        f"cdn: POST {place}: 2 tags: all, page:7",
        f"cdn: POST {place}: 2 tags: all, page:7",
        f"cdn: POST {place}: everything",
    ]
    assert [heard.body for heard in cloudflare.heard] == [
        {"tags": ["all", "page:7"]},
        {"purge_everything": True},
    ]
