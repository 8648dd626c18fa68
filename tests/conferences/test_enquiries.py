"""An enquiry is checked, stored and mailed to both sides, by the page's form and over GraphQL."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cms.accounts.models import User
from cms.accounts.roles import ensure_cluster_office
from cms.plugin import lifecycle
from plugins.conferences.enquiries.retention import delete_old
from plugins.conferences.models import ConferenceEnquiry, ConferenceIndexPage, ConferencePage
from tests.conferences.enquiries import GIVEN, send
from tests.conferences.factories import day, make_conference
from tests.content.factories import make_english

pytestmark = pytest.mark.django_db


def wrong(result: dict[str, Any]) -> list[str | None]:
    assert result["ok"] is (not result["errors"])
    return [error["field"] for error in result["errors"]]


def test_office_and_sender_are_mailed(
    client: Client, conference: ConferencePage, committed: Any
) -> None:
    with committed():
        result = send(client, conference, locale="EN")

    office, confirmation = mail.outbox
    enquiry = ConferenceEnquiry.objects.get()
    assert result == {"ok": True, "errors": []}
    assert (enquiry.package_name, enquiry.locale, enquiry.is_mailed) == ("Zlatý", "en", True)
    assert (office.to, office.reply_to) == (["office@example.org"], ["jana@example.org"])
    assert office.subject == "Poptávka: Optika – Čočka s.r.o."
    assert "Kolik stojí stánek?" in office.body
    assert (confirmation.to, confirmation.reply_to) == (
        ["jana@example.org"],
        ["office@example.org"],
    )
    assert confirmation.subject == "We have received your enquiry: Optika"
    assert "Thank you for your enquiry about Optika." in confirmation.body
    typed = [GIVEN[name] for name in ("name", "organisation", "message")]
    assert [words for words in typed if words in confirmation.body] == []  # we mail nobody's words


def test_a_conference_may_have_an_address_of_its_own(
    client: Client, index: ConferenceIndexPage, conference: ConferencePage, committed: Any
) -> None:
    own = make_conference(index, "Vlastní", takes_enquiries=True, enquiry_email="own@example.org")
    with committed():
        send(client, own, package="")

    assert mail.outbox[0].to == ["own@example.org"]


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"name": " "}, ["name"]),
        ({"email": "jana"}, ["email"]),
        ({"email": "jana@example.org\nBcc: all@example.org"}, ["email"]),
        ({"name": "Jana\r\nBcc: all@example.org"}, ["name"]),
        ({"organisation": "A\u2028B"}, ["organisation"]),
        ({"phone": "1" * 41}, ["phone"]),
        ({"message": "x" * 5001}, ["message"]),
        ({"package": "platinum"}, ["package"]),
        ({"conference": "0"}, ["conference"]),
        ({"conference": "' OR 1"}, ["conference"]),
        ({"conference": "9" * 19}, ["conference"]),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_stored(
    client: Client, conference: ConferencePage, committed: Any, values: Any, fields: list[str]
) -> None:
    with committed():
        result = send(client, conference, **values)

    assert wrong(result) == fields
    assert ConferenceEnquiry.objects.count() == 0
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("locale", "message"),
    [
        ("CS", "Tato konference poptávky nepřijímá."),
        ("EN", "This conference does not take enquiries."),
    ],
)
def test_closed_conferences_say_so_in_the_language_of_the_sender(
    client: Client, index: ConferenceIndexPage, locale: str, message: str
) -> None:
    closed = [
        make_conference(index, "Bez formuláře"),
        make_conference(index, "Po všem", takes_enquiries=True, start_on=day(-9), end_on=day(-8)),
        make_conference(index, "Koncept", takes_enquiries=True, live=False),
    ]
    for page in closed:
        assert send(client, page, locale=locale, package="")["errors"] == [
            {"field": "conference", "message": message}
        ]


def test_programs_are_thanked_and_forgotten(client: Client, conference: ConferencePage) -> None:
    assert send(client, conference, homepage="https://spam.example") == {"ok": True, "errors": []}
    assert ConferenceEnquiry.objects.count() == 0


def test_a_mail_server_that_is_down_loses_nothing(
    client: Client, conference: ConferencePage, committed: Any, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    with committed():
        result = send(client, conference)
    stored = ConferenceEnquiry.objects.get()
    assert (result["ok"], stored.is_mailed) == (True, False)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.force_login(User.objects.create_superuser("office", "o@example.org", "x"))
    with committed():
        response = client.post(
            f"/admin/snippets/conferences/conferenceenquiry/edit/{stored.pk}/",
            {"mail_again": "on", "is_handled": "on", "note": "Volat v pondělí."},
        )

    stored.refresh_from_db()
    assert response.status_code == 302
    assert [message.to for message in mail.outbox] == [["office@example.org"], ["jana@example.org"]]
    assert (stored.is_mailed, stored.is_handled, stored.note) == (True, True, "Volat v pondělí.")
    assert stored.handled_by == User.objects.get()
    assert stored.name == "Jana Nováková"


def test_what_was_not_mailed_is_mailed_by_command(
    client: Client, conference: ConferencePage, capsys: pytest.CaptureFixture[str]
) -> None:
    send(client, conference)  # nothing commits in this test, so nothing is mailed yet

    call_command("enquiries", "mail")

    assert capsys.readouterr().out == "Sent the e-mails of 1 of 1 enquiries.\n"
    assert ConferenceEnquiry.objects.get().is_mailed


def test_old_enquiries_are_deleted(client: Client, conference: ConferencePage) -> None:
    for organisation, handled, age in (
        ("new handled", True, 300), ("old handled", True, 400),
        ("old waiting", False, 400), ("forgotten", False, 1200),
    ):  # fmt: skip
        row = ConferenceEnquiry.objects.create(
            conference=conference, conference_title="Optika", name="J", organisation=organisation,
            email="j@example.org", locale="cs", is_handled=handled,
        )  # fmt: skip
        came = timezone.now() - datetime.timedelta(days=age)
        ConferenceEnquiry.objects.filter(pk=row.pk).update(created_at=came)

    assert delete_old() == 2
    left = ConferenceEnquiry.objects.values_list("organisation", flat=True)
    assert sorted(left) == ["new handled", "old waiting"]


def test_the_form_on_the_page_works_without_scripts(
    conference: ConferencePage, committed: Any
) -> None:
    english = make_english(conference, title="Optics", slug="optics")
    visitor = Client(enforce_csrf_checks=True)
    url = "/en/conferences/optics/"
    page = visitor.get(url).content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    refused = visitor.post(url, {**GIVEN, "csrfmiddlewaretoken": token, "email": "jana"})
    without_token = visitor.post(url, GIVEN)
    with committed():
        taken = visitor.post(url, {**GIVEN, "csrfmiddlewaretoken": token, "package": ""})
    thanks = visitor.get(taken["Location"].split("#")[0]).content.decode()

    assert "Become a partner" in page
    assert refused.status_code == 422
    assert "Enter a valid email address." in refused.content.decode()
    assert "Čočka s.r.o." in refused.content.decode()
    assert without_token.status_code == 403
    assert (taken.status_code, taken["Location"]) == (302, f"{url}?sent=1#enquiry")
    assert "Thank you. We have received your enquiry" in thanks
    stored = ConferenceEnquiry.objects.get()
    assert (stored.conference, stored.locale) == (english, "en")


def test_only_the_office_sees_enquiries(client: Client, conference: ConferencePage) -> None:
    send(client, conference)
    address = "/admin/snippets/conferences/conferenceenquiry/"
    office, editor = (User.objects.create_user(name, password="x") for name in ("office", "editor"))
    office.groups.add(ensure_cluster_office())
    editor.groups.add(Group.objects.get(name="Editors"))
    lifecycle.activate("conferences")

    seen = []
    for user in (office, editor):
        client.force_login(user)
        response = client.get(address)
        seen.append((response.status_code, "Čočka" in response.content.decode()))
    client.force_login(office)

    assert seen == [(200, True), (302, False)]
    assert client.get(f"{address}add/").status_code == 302
    assert "jana@example.org" in client.get(f"{address}?export=csv").getvalue().decode()
