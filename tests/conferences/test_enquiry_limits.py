"""How many enquiries are taken and mailed, so that nobody is flooded and nothing is lost."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from plugins.conferences.enquiries import limits
from plugins.conferences.enquiries.limits import mailbox_of
from plugins.conferences.enquiries.mail import deliver_again
from plugins.conferences.models import ConferenceEnquiry, ConferencePage
from tests.conferences.enquiries import GIVEN, send

pytestmark = pytest.mark.django_db


def test_one_network_sends_ten_in_an_hour(client: Client, conference: ConferencePage) -> None:
    results = [
        send(Client(REMOTE_ADDR=f"2001:db8:0:1::{n}"), conference, email=f"jana{n}@example.org")
        for n in range(1, 13)
    ]
    refused = Client(REMOTE_ADDR="2001:db8:0:1::1").post("/cs/konference/optika/", GIVEN)
    neighbour = send(Client(REMOTE_ADDR="2001:db8:0:2::1"), conference)

    assert [result["ok"] for result in results] == [True] * 10 + [False] * 2
    assert results[-1]["errors"] == [
        {"field": None,
         "message": "Z\xa0vaší sítě přišlo příliš mnoho poptávek. Zkuste to znovu za hodinu."}
    ]  # fmt: skip
    typed = [words in refused.content.decode() for words in ("Čočka s.r.o.", "Kolik stojí stánek?")]
    assert (refused.status_code, typed) == (422, [True, True])
    assert neighbour["ok"]
    assert ConferenceEnquiry.objects.count() == 11


def test_household_sends_thirty_in_an_hour_from_whichever_network(
    conference: ConferencePage,
) -> None:
    results = [
        send(Client(REMOTE_ADDR=f"2001:db8:0:1{n:02x}::1"), conference, email=f"{n}@example.org")
        for n in range(32)
    ]
    neighbour = send(Client(REMOTE_ADDR="2001:db8:0:2ff::1"), conference)

    assert [result["ok"] for result in [*results, neighbour]] == [True] * 30 + [False] * 2 + [True]


def test_nobody_is_flooded_with_confirmations(conference: ConferencePage, committed: Any) -> None:
    emails = [f"Jana+{n}@example.org" for n in range(6)] + ["jana@EXAMPLE.org", "iva@example.org"]
    with committed():
        results = [
            send(Client(REMOTE_ADDR=f"192.0.2.{n}"), conference, locale="EN", email=email)
            for n, email in enumerate(emails)
        ]

    confirmed = [message.to for message in mail.outbox if "received" in message.subject]
    assert [result["ok"] for result in results] == [True] * 8
    assert confirmed == [[email] for email in [*emails[:5], emails[-1]]]
    assert [message.to for message in mail.outbox].count(["office@example.org"]) == 8

    yesterday = timezone.now() - datetime.timedelta(hours=25)
    ConferenceEnquiry.objects.exclude(visitor_mailed_at=None).update(visitor_mailed_at=yesterday)
    call_command("enquiries", "mail")
    assert [message.to for message in mail.outbox[-2:]] == [["jana@EXAMPLE.org"], [emails[5]]]


@pytest.mark.parametrize(
    ("email", "mailbox"),
    [
        ("Jana@Example.ORG", "jana@example.org"),
        ("jana+stand@example.org", "jana@example.org"),
        ("jana.n@example.org", "jana.n@example.org"),
        ('"jana.n"@example.org', "jana.n@example.org"),
        (r'"j\ana+stand"@example.org', "jana@example.org"),
        ('"jana@home"@example.org', "jana@home@example.org"),
        ("j.a.n.a+stand@gmail.com", "jana@gmail.com"),
        ('"a.b"@gmail.com', "ab@gmail.com"),
        ("ab+x@gmail.com", "ab@gmail.com"),
        ("a.b@GoogleMail.com", "ab@gmail.com"),
        ("jana@Čočka.example", "jana@xn--oka-eqab.example"),
        ("jana@xn--oka-eqab.example", "jana@xn--oka-eqab.example"),
        (f"jana@{'č' * 70}.example", f"jana@{'č' * 70}.example"),  # can be no domain
    ],
)
def test_spellings_of_one_mailbox_are_counted_together(email: str, mailbox: str) -> None:
    assert mailbox_of(email) == mailbox


def test_confirmations_go_to_the_address_as_it_was_typed(
    client: Client, conference: ConferencePage, committed: Any
) -> None:
    emails = [f"j.a.n.a+{n}@gmail.com" for n in range(4)] + ['"ja.na"@Gmail.com', "jana@gmail.com"]
    with committed():
        for email in emails:
            send(client, conference, locale="EN", email=email)

    confirmed = [message.to for message in mail.outbox if "received" in message.subject]
    assert confirmed == [[email] for email in emails[:5]]


def test_beyond_a_hundred_e_mails_an_hour_enquiries_are_stored_and_wait(
    conference: ConferencePage, committed: Any
) -> None:
    now = timezone.now()
    ConferenceEnquiry.objects.bulk_create(
        ConferenceEnquiry(
            conference=conference, email=f"{n}@example.org", locale="cs",
            office_mailed_at=now, visitor_mailed_at=now,
        )
        for n in range(100)
    )  # fmt: skip
    visitor = Client()

    answers = []
    for _ in range(3):
        with committed():
            answers.append(visitor.post("/cs/konference/optika/", GIVEN).status_code)
    waiting = ConferenceEnquiry.objects.filter(office_mailed_at=None, visitor_mailed_at=None)
    notice = mail.outbox[0]

    assert (answers, waiting.count(), len(mail.outbox)) == ([302] * 3, 3, 1)
    assert notice.to == ["office@example.org"]
    assert notice.subject == "Přišly další poptávky, e-mailem se neposílají"
    assert "Během hodiny odešlo e-mailem 100 poptávek" in notice.body
    assert "/admin/snippets/conferences/conferenceenquiry/\n" in notice.body

    call_command("enquiries", "mail")
    assert len(mail.outbox) == 1

    earlier = now - datetime.timedelta(minutes=61)
    ConferenceEnquiry.objects.update(office_mailed_at=earlier, visitor_mailed_at=earlier)
    with committed():
        visitor.post("/cs/konference/optika/", GIVEN)
    assert [message.to for message in mail.outbox[1:]] == [
        ["office@example.org"],
        ["jana@example.org"],
    ]


def test_office_sends_what_a_limit_holds_back(
    client: Client, conference: ConferencePage, committed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PER_SITE_AND_HOUR", 0)
    with committed():
        send(client, conference)
    stored = ConferenceEnquiry.objects.get()

    assert (stored.is_mailed, deliver_again(stored)) == (False, True)
