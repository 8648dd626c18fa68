"""Deliveries that were given up, as administrators see them and have them made again."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from cms.publishing.models import Delivery, Event
from tests.publishing.recorder import NAME, Recorder, only_handler

pytestmark = pytest.mark.django_db


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    Event.objects.all().delete()
    recorder = Recorder()
    with only_handler(recorder):
        yield recorder


def login(client: Client, **facts: object) -> Client:
    user = get_user_model().objects.create_user("ed", "ed@example.org", "x", **facts)
    if not user.is_superuser:
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def admin(client: Client) -> Client:
    return login(client, is_superuser=True)


def give_up(number: int, *kinds: str, pages: int = 1, error: str = "EngineDown: <no>") -> Delivery:
    event = Event.objects.create(
        number=number, kinds=list(kinds or ["published"]), page_ids=list(range(pages))
    )
    return Delivery.objects.create(
        event=event, handler=NAME, attempts=12, dead_at=timezone.now(), error=error
    )


def rows(html: str) -> list[list[str]]:
    table = html.split("<table")[-1]
    return [
        [
            " ".join(re.sub("<[^>]+>", " ", cell).split())
            for cell in re.findall("(?s)<td.*?</td>", row)
        ]
        for row in re.findall("(?s)<tr>.*?</tr>", table)[1:]
    ]


def test_report_says_what_could_not_be_told(admin, recorder):
    give_up(100)
    give_up(101, "moved", "unpublished", pages=3)

    html = admin.get(reverse("undelivered")).content.decode()

    told = [[row[0], row[1], row[4], row[5], row[6]] for row in rows(html)]
    assert told == [
        ["Moved, unpublished (3 pages)", NAME, "12", "EngineDown: &lt;no&gt;", "Try again"],
        ["Published (1 page)", NAME, "12", "EngineDown: &lt;no&gt;", "Try again"],
    ]


def test_number_of_statements_does_not_depend_on_rows(admin, recorder):
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert admin.get(reverse("undelivered")).status_code == 200
        return len(captured)

    give_up(100)
    statements()
    before = statements()
    for number in range(101, 120):
        give_up(number)

    assert statements() == before


def test_one_is_tried_again_at_once(admin, recorder):
    chosen, other = give_up(100), give_up(101)

    answer = admin.post(reverse("undelivered_again"), {"delivery": chosen.pk}, follow=True)

    assert "It is delivered now." in answer.content.decode()
    chosen.refresh_from_db()
    other.refresh_from_db()
    assert (chosen.delivered_at is not None, chosen.dead_at, chosen.attempts) == (True, None, 1)
    assert other.dead_at is not None
    assert [event.number for event in recorder.told] == [100]


def test_all_are_tried_again_and_may_fail_again(admin, recorder):
    def fail(event: object) -> None:
        raise RuntimeError("still down")

    recorder.run = fail
    give_up(100)
    give_up(101)

    answer = admin.post(reverse("undelivered_again"), follow=True)

    assert "2 changes will be delivered again in a while." in answer.content.decode()
    assert (
        list(Delivery.objects.values_list("attempts", "dead_at", "error"))
        == [(1, None, "RuntimeError: still down")] * 2
    )


@pytest.mark.parametrize("chosen", ["", "x", "-1", "9" * 30, "²"])
def test_nothing_is_tried_again_for_a_strange_number(admin, recorder, chosen):
    delivery = give_up(100)

    assert admin.post(reverse("undelivered_again"), {"delivery": chosen}).status_code == 302

    delivery.refresh_from_db()
    assert delivery.dead_at is not None


def test_only_those_with_permission_see_and_try(client, recorder):
    give_up(100)
    login(client)

    seen = client.get(reverse("undelivered"))
    tried = client.post(reverse("undelivered_again"))

    assert (seen.status_code, tried.status_code) == (302, 302)  # to the admin's home
    assert Delivery.objects.get().dead_at is not None
