"""Asking for digests: checked as the feed checks, bounded, and silent about who is subscribed."""

from __future__ import annotations

import datetime
import logging
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from cms.plugin.testing import inactive
from cms.subscriptions import limits
from cms.subscriptions.models import FeedAddress, Frequency, SentLetter, Subscription
from cms.subscriptions.retention import delete_unconfirmed
from plugins.members.models import MemberIndexPage
from tests.subscriptions.factories import TAKEN, ask, link_in, make_subscription, run

pytestmark = pytest.mark.django_db


def stored() -> list[tuple[str, str, str, str, str]]:
    rows = Subscription.objects.order_by("pk").select_related("address")
    return [
        (row.email, row.address.locale, row.address.feed, row.address.parameters, row.frequency)
        for row in rows
    ]


def test_asking_stores_what_was_asked_for_and_sends_a_letter(
    client: Client, directory: MemberIndexPage, committed: Any
) -> None:
    with committed():
        answer = ask(
            client,
            email="Jana@Example.org",
            locale="CS",
            parameters="?region=PRAGUE&not.city=Brno&founded.since=&city=Plze%C5%88",
        )

    assert answer == TAKEN
    assert stored() == [
        (
            "Jana@Example.org",
            "cs",
            "members",
            "city=Plze%C5%88&not.city=Brno&region=PRAGUE",
            "daily",
        )
    ]
    [letter] = mail.outbox
    assert letter.to == ["Jana@Example.org"]
    assert letter.subject == "Potvrďte odběr: Noví členové"
    assert "PRAGUE" not in letter.body  # strangers can have it sent to anybody
    assert link_in(letter).startswith("/subscriptions/confirm/")
    assert Subscription.objects.get().confirmed_at is None


def test_order_of_parameters_makes_no_other_subscription(
    client: Client, directory: MemberIndexPage
) -> None:
    ask(client, parameters="region=PRAGUE&city=Brno&region=OLOMOUC")
    ask(client, email="JANA@example.org", parameters="city=Brno&region=OLOMOUC&region=PRAGUE")

    assert Subscription.objects.count() == FeedAddress.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"email": "jana"}, [("email", "Zadejte platnou e-mailovou adresu.")]),
        ({"email": "jana@example.org\nBcc: x@example.org"},
         [("email", "Zadejte platnou e-mailovou adresu.")]),
        ({"feed": "nothing"}, [("feed", "Seznam s\xa0tímto názvem neexistuje.")]),
        ({"feed": "../members"}, [("feed", "Seznam s\xa0tímto názvem neexistuje.")]),
        ({"parameters": "kind=JOB"}, [("parameters", "Parametr „kind“ není.")]),
        ({"parameters": "key=abc"}, [("parameters", "Parametr „key“ není.")]),
        ({"feed": "events", "parameters": "key=abc"},
         [("parameters", "Parametr „key“ není.")]),
        ({"parameters": "after=abc"}, [("parameters", "Parametr „after“ není.")]),
        ({"parameters": "founded.since=x"},
         [("parameters", "Parametr „founded.since“ má nesprávnou hodnotu.")]),
        ({"parameters": "city=%FF"}, [("parameters", "Adresa není v\xa0UTF-8.")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_the_language_of_the_sender(
    client: Client,
    directory: MemberIndexPage,
    given: dict[str, str],
    errors: list[tuple[str, str]],
    committed: Any,
) -> None:
    with committed():
        answer = ask(client, **{"locale": "CS", **given})

    assert (answer["ok"], [(e["field"], e["message"]) for e in answer["errors"]]) == (False, errors)
    assert (Subscription.objects.count(), mail.outbox) == (0, [])


def test_feed_of_an_inactive_plugin_is_unknown(client: Client, directory: MemberIndexPage) -> None:
    with inactive("members"):
        answer = ask(client)

    assert answer["errors"] == [{"field": "feed", "message": "There is no list of this name."}]


def test_programs_are_thanked_and_forgotten(
    client: Client, directory: MemberIndexPage, committed: Any
) -> None:
    with committed():
        answer = ask(client, homepage="https://example.org")

    assert (answer, Subscription.objects.count(), mail.outbox) == (TAKEN, 0, [])


def test_answer_does_not_tell_who_is_subscribed(
    client: Client, directory: MemberIndexPage, committed: Any
) -> None:
    known = make_subscription(locale="en")
    with committed():
        answers = [ask(client, frequency="WEEKLY"), ask(client, email="new@example.org")]

    assert answers == [TAKEN, TAKEN]
    assert [message.subject for message in mail.outbox] == [
        "You are subscribed already: New members",
        "Confirm your subscription: New members",
    ]
    known.refresh_from_db()
    assert known.frequency == Frequency.DAILY  # a stranger changes nothing
    assert client.get(link_in(mail.outbox[0])).status_code == 200


def test_network_that_asks_too_often_is_refused(directory: MemberIndexPage) -> None:
    asked = [
        ask(Client(REMOTE_ADDR="192.0.2.1"), email=f"{n}@example.org")["ok"] for n in range(21)
    ]
    neighbour = ask(Client(REMOTE_ADDR="192.0.2.2"))

    assert (asked, neighbour["ok"]) == ([True] * 20 + [False], True)


def test_nobody_is_flooded_with_letters(directory: MemberIndexPage, committed: Any) -> None:
    with committed():
        answers = [
            ask(
                Client(REMOTE_ADDR=f"192.0.2.{n}"),
                email=f"jana+{n}@example.org",
                parameters=f"city={n}",
            )
            for n in range(7)
        ]
        others = ask(Client(), email="iva@example.org")

    assert [answer["ok"] for answer in [*answers, others]] == [True] * 8
    sent = [message.to[0] for message in mail.outbox]
    assert sent == [f"jana+{n}@example.org" for n in range(5)] + ["iva@example.org"]

    SentLetter.objects.update(sent_at=timezone.now() - datetime.timedelta(hours=25))
    run()
    waited = [message.to[0] for message in mail.outbox[6:]]
    assert waited == ["jana+5@example.org", "jana+6@example.org"]


def test_dropping_what_waits_opens_no_way_around_the_limit(
    directory: MemberIndexPage, committed: Any
) -> None:
    with committed():
        for n in range(30):
            ask(Client(REMOTE_ADDR=f"192.0.2.{n}"), parameters=f"city={n}")

    assert (len(mail.outbox), Subscription.objects.count()) == (5, limits.PER_MAILBOX)


def test_site_sends_a_hundred_letters_an_hour(directory: MemberIndexPage, committed: Any) -> None:
    SentLetter.objects.bulk_create(SentLetter(mailbox_hash=str(n)) for n in range(100))
    with committed():
        answer = ask(Client())

    assert (answer, mail.outbox) == (TAKEN, [])
    assert Subscription.objects.get().is_letter_due


def test_unconfirmed_are_deleted_after_a_week(directory: MemberIndexPage) -> None:
    now = timezone.now()
    for days in (6, 8):
        made = make_subscription(
            f"{days}@example.org", is_confirmed=False, parameters=f"city={days}"
        )
        Subscription.objects.filter(pk=made.pk).update(
            created_at=now - datetime.timedelta(days=days)
        )

    assert delete_unconfirmed() == 1
    assert [row[0] for row in stored()] == ["6@example.org"]
    assert list(FeedAddress.objects.values_list("parameters", flat=True)) == ["city=6"]


def test_log_has_neither_addresses_nor_tokens(
    client: Client, directory: MemberIndexPage, committed: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with committed():
        ask(client)
    path = link_in(mail.outbox[0])
    manage = client.post(path)["Location"]
    client.get("/subscriptions/wrong/")
    client.delete(manage)
    client.post(manage, {"unsubscribe": "1"})

    logged = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records
                       if record.name.startswith("cms"))  # fmt: skip
    assert "subscriptions.unsubscribed" in logged
    secrets = [path.split("/")[-2], manage.split("/")[-2], "jana@"]
    assert [secret for secret in secrets if secret in logged] == []
