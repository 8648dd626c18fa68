"""Links by e-mail: what they open, how often, for whom, and what nobody learns from them."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accounts import guests
from cms.accounts.models import User
from plugins.members.models import ContactPerson, EditLink, Editor, MemberPage
from plugins.members.self_service import editors, links
from tests.content.factories import publish
from tests.self_service.conftest import Cluster

ASK, ASKED, OPEN = (f"/member-access/cs/{end}" for end in ("", "sent/", "open/"))
CONTACT = "karel@meopta.example"


@pytest.fixture
def known(cluster: Cluster) -> Cluster:
    """The cluster, with a contact person in the member's published entry."""
    person = ContactPerson(name="Karel", email=CONTACT, locale=cluster.entry.locale)
    publish(cluster.entry, contacts=[person])
    return cluster


def ask(browser: Client, email: str) -> tuple[int, str]:
    answer = browser.post(ASK, {"email": email})
    return answer.status_code, answer.headers.get("Location", "")


def token_in_mail() -> str:
    """The token of the letter that was sent last."""
    found = re.search(r"/member-access/\w\w/open/#([\w-]{43})$", mail.outbox[-1].body, re.MULTILINE)
    assert found is not None
    return found[1]


def come_in(browser: Client, token: str) -> int:
    return browser.post(OPEN, {"token": token}).status_code


def test_contact_gets_a_link_that_lets_in_once(known: Cluster, client: Client) -> None:
    ask(client, CONTACT.upper())
    token = token_in_mail()

    shown = [client.get(OPEN).status_code for _ in range(3)]  # as scanners of mail do
    first, second = come_in(client, token), come_in(Client(), token)

    home = client.get(reverse("wagtailadmin_home"))
    assert (mail.outbox[-1].to, shown, first, second) == ([CONTACT], [200] * 3, 302, 410)
    assert ("Meopta" in home.text, home.context["user"].username) == (True, CONTACT)


def test_answer_is_the_same_for_a_known_and_an_unknown_email(
    known: Cluster, client: Client
) -> None:
    answers = [ask(client, CONTACT), ask(client, "nikdo@example.org")]

    assert answers == [(302, ASKED)] * 2
    assert [message.to for message in mail.outbox] == [[CONTACT]]


def test_only_published_contacts_of_present_members_are_known(known: Cluster) -> None:
    draft = MemberPage.objects.get(pk=known.entry.pk)
    draft.contacts.add(ContactPerson(name="Eva", email="eva@meopta.example", locale=draft.locale))
    draft.save_revision()

    def titles(email: str) -> list[str]:
        return [known.member.title for known in links.members_known_by(email)]

    emails = (CONTACT, "eva@meopta.example", "info@crytur.example", "kancelar@klastr.example")
    assert [titles(email) for email in emails] == [["Meopta"], [], ["Crytur"], []]
    MemberPage.objects.filter(pk=known.entry.pk).update(member_until="2001-01-01")
    assert titles(CONTACT) == []


@pytest.mark.parametrize(
    ("registered", "alike"),
    [
        ("info@kis.example", "ınfo@kis.example"),  # a small i without its dot
        ("info@kis.example", "İnfo@kis.example"),  # a capital I with one
        ("info@kis.example", "info@kiſ.example"),  # the long s of old prints
        ("info@kis.example", "info@\u212ais.example"),  # the sign of Kelvin
        ("info@\u212ais.example", "info@kis.example"),
    ],
)
def test_address_that_looks_alike_is_another(
    known: Cluster, client: Client, registered: str, alike: str
) -> None:
    person = ContactPerson(name="Karel", email=registered, locale=known.entry.locale)
    publish(known.entry, email=registered, contacts=[person])
    User.objects.filter(pk=known.editor.user_id).update(email=registered)
    user = known.user
    user.set_password("spektrum-589-nm")
    user.save()

    ask(client, alike)

    assert mail.outbox == []
    assert editors.editor_of(known.entry.translation_key, alike) is None
    assert editors.guest(known.entry, alike, locale="cs").user.email == alike
    assert editors.invite(known.foreign_entry, alike + ".cz", locale="cs").user != known.user


def test_account_of_a_look_alike_does_not_come_back(known: Cluster) -> None:
    former = known.user
    User.objects.filter(pk=former.pk).update(email="info@kis.example")
    editors.revoke(known.editor)

    made = editors.invite(known.entry, "info@kiſ.example", locale="cs")
    again = editors.invite(known.entry, "Info@KIS.example", locale="cs")

    assert (made.user == former, again.user == former) == (False, True)


def test_office_mail_that_looks_alike_is_no_account_of_the_office(known: Cluster) -> None:
    editor = editors.invite(known.entry, "\u212aancelar@klastr.example", locale="cs")

    assert editor.user != known.office


def test_editor_with_a_password_asks_as_well(known: Cluster, client: Client) -> None:
    user = known.user
    user.set_password("spektrum-589-nm")
    user.save()

    ask(client, "JANA@meopta.example")
    ask(client, "petr@meopta.example")  # has none, and is no contact

    assert [message.to for message in mail.outbox] == [["jana@meopta.example"]]


def test_asking_again_and_again_sends_three_letters_an_hour(known: Cluster, client: Client) -> None:
    answers = {ask(client, email) for email in (CONTACT, CONTACT.upper(), *[CONTACT] * 3)}

    assert (answers, len(mail.outbox)) == ({(302, ASKED)}, 3)


def test_network_asks_twenty_times_an_hour_for_whomever(known: Cluster, client: Client) -> None:
    emails = [f"nikdo{number}@example.org" for number in range(20)]

    answers = [ask(client, email)[0] for email in (*emails, CONTACT, "kdo@example.org")]
    others = ask(Client(REMOTE_ADDR="9.9.9.9"), CONTACT)

    assert answers == [302] * 20 + [429] * 2
    assert "Z\xa0vaší sítě" in client.post(ASK, {"email": CONTACT}).text
    assert (others, len(mail.outbox)) == ((302, ASKED), 1)


def test_household_asks_sixty_times_an_hour_from_whichever_network(known: Cluster) -> None:
    answers = [
        ask(Client(REMOTE_ADDR=f"2001:db8:0:1{n:02x}::1"), f"nikdo{n}@example.org")[0]
        for n in range(61)
    ]
    neighbour = ask(Client(REMOTE_ADDR="2001:db8:0:2ff::1"), CONTACT)

    assert answers == [302] * 60 + [429]
    assert (neighbour, len(mail.outbox)) == ((302, ASKED), 1)


def test_visitors_do_not_use_up_links_of_the_office(
    known: Cluster, client: Client, office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "PER_HOUR", 2)
    send = reverse("members_admin:send_link", args=[known.entry.pk])
    for _ in range(4):
        office.post(send, {"email": CONTACT, "locale": "cs"})

    for _ in range(3):
        ask(client, CONTACT)  # the third is one more than visitors get together
    office.post(send, {"email": CONTACT, "locale": "cs"})

    assert EditLink.objects.filter(is_asked_for=True).count() == 2
    assert len(mail.outbox) == 7


def test_who_asks_for_links_of_others_keeps_no_editor_out(
    known: Cluster, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "PER_HOUR", 2)
    for _ in range(3):
        ask(client, "info@crytur.example")

    for _ in range(2):
        ask(Client(REMOTE_ADDR="9.9.9.9"), CONTACT)
    sent = [message.to for message in mail.outbox]
    EditLink.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    ask(Client(REMOTE_ADDR="9.9.9.9"), CONTACT)

    assert sent == [["info@crytur.example"]] * 2 + [[CONTACT]]
    assert [message.to for message in mail.outbox[3:]] == [[CONTACT]]


def test_link_expires(known: Cluster, client: Client) -> None:
    editor = editors.guest(known.entry, CONTACT, locale="cs")
    token = links.new_link(editor)
    EditLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert come_in(client, token) == 410
    assert "vypršela" in client.post(OPEN, {"token": token}).text


def test_only_a_hash_is_kept(known: Cluster) -> None:
    token = links.new_link(editors.guest(known.entry, CONTACT, locale="cs"))

    link = EditLink.objects.get()
    assert (token in link.token_hash, len(link.token_hash)) == (False, 64)


@pytest.mark.parametrize("end", ["revoke", "delete", "leave"])
def test_link_is_gone_with_the_right(known: Cluster, client: Client, end: str) -> None:
    editor = editors.guest(known.entry, CONTACT, locale="cs")
    token = links.new_link(editor)

    ends: dict[str, Callable[[], object]] = {
        "revoke": lambda: editors.revoke(editor),
        "delete": known.entry.delete,
        "leave": lambda: MemberPage.objects.update(member_until="2001-01-01"),
    }
    ends[end]()

    assert come_in(client, token) == 410


def test_page_of_the_link_is_private(known: Cluster, client: Client) -> None:
    headers = client.get(OPEN).headers

    assert headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_unknown_language_is_not_found(known: Cluster, client: Client) -> None:
    assert client.get("/member-access/de/", follow=True).status_code == 404


def test_letter_is_in_the_readers_language(known: Cluster, client: Client) -> None:
    client.post("/member-access/en/", {"email": CONTACT})
    client.post(ASK, {"email": CONTACT})

    assert [message.subject for message in mail.outbox] == [
        "Link to edit the entry of Meopta",
        "Odkaz k\xa0úpravám zápisu: Meopta",
    ]


def test_email_of_the_office_opens_no_office(known: Cluster, client: Client) -> None:
    publish(known.entry, email="kancelar@klastr.example")

    ask(client, "kancelar@klastr.example")
    come_in(client, token_in_mail())

    user = User.objects.get(pk=client.session["_auth_user_id"])
    assert (user == known.office, user.username) == (False, "kancelar@klastr.example")
    assert (
        client.get(reverse("wagtailadmin_pages:edit", args=[known.internal.pk])).status_code == 302
    )


def test_guest_cannot_touch_the_account_and_leaves_after_two_hours(
    known: Cluster, client: Client
) -> None:
    come_in(client, links.new_link(known.editor))
    entry = reverse("wagtailadmin_pages:edit", args=[known.entry.pk])

    at_work = [client.get(url).status_code for url in (entry, reverse("wagtailadmin_account"))]
    expires = Session.objects.get(pk=client.session.session_key).expire_date
    session = client.session
    session[guests.UNTIL] = (timezone.now() - timedelta(seconds=1)).isoformat()
    session.save()
    later = client.get(entry)

    assert at_work == [200, 302]
    assert timedelta(minutes=119) < expires - timezone.now() <= timedelta(hours=2)
    assert later.headers["Location"].startswith("/admin/login/")


def test_link_ends_the_session_of_whoever_was_there(known: Cluster, office: Client) -> None:
    come_in(office, links.new_link(known.editor))

    assert office.session["_auth_user_id"] == str(known.editor.user_id)
    assert office.get(reverse("wagtailimages:index")).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_let_one_in(known: Cluster) -> None:
    token = links.new_link(known.editor)
    together, came = threading.Barrier(2), list[Editor | None]()

    def click() -> None:
        together.wait()
        try:
            came.append(links.use(token))
        finally:
            connections.close_all()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()

    assert sorted(came, key=bool) == [None, known.editor]
