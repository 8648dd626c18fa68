"""Mail servers that fail: nothing is lost, nothing comes twice, and others are not kept waiting."""

from __future__ import annotations

import datetime
from pathlib import Path
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any, ClassVar

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from cms.subscriptions.models import Digest, Subscription
from cms.subscriptions.sending import MAX_FAILURES, pause_after, try_again
from plugins.members.models import MemberIndexPage
from tests.content.factories import publish
from tests.members.factories import make_member
from tests.subscriptions.factories import let_days_pass, make_subscription, run, titles

pytestmark = pytest.mark.django_db
BACKEND = f"{__name__}.MoodyServer"


class MoodyServer(EmailBackend):
    """A mail server that stands at the border of the process, and has its days."""

    is_down: ClassVar[bool] = False
    refuses: ClassVar[dict[str, SMTPException]] = {}

    def open(self) -> None:
        """Refuse while it is down."""
        if self.is_down:
            raise ConnectionRefusedError(111, "refused")

    def send_messages(self, messages: Any) -> int:
        """Refuse some mailboxes."""
        for message in messages:
            if message.to[0] in self.refuses:
                raise self.refuses[message.to[0]]
        return super().send_messages(messages)


@pytest.fixture
def server(settings: Settings) -> Any:
    settings.EMAIL_BACKEND = BACKEND
    MoodyServer.is_down = False
    MoodyServer.refuses = {}
    yield MoodyServer
    MoodyServer.is_down = False
    MoodyServer.refuses = {}


def later() -> None:
    Digest.objects.filter(sent_at=None).update(due_at=timezone.now())


def test_server_that_is_down_counts_against_nobody(directory: MemberIndexPage, server: Any) -> None:
    make_subscription()
    make_member(directory, "Nový")
    let_days_pass()
    server.is_down = True
    for _time in range(MAX_FAILURES + 1):
        with pytest.raises(CommandError):
            call_command("digests")

    server.is_down = False
    assert [titles(message) for message in run()] == [["Nový"]]


def test_failure_of_one_stops_no_others_and_backs_off(
    directory: MemberIndexPage, server: Any
) -> None:
    for name in ("a", "b", "c"):
        make_subscription(f"{name}@example.org")
    make_member(directory, "Nový")
    let_days_pass()
    server.refuses = {
        "b@example.org": SMTPRecipientsRefused({"b@example.org": (550, b"no <b@example.org>")})
    }

    assert [message.to for message in run()] == [["a@example.org"], ["c@example.org"]]
    failed = Digest.objects.get(sent_at=None)
    assert (failed.failures, failed.error) == (1, "SMTPRecipientsRefused 550")
    assert failed.due_at > timezone.now() + datetime.timedelta(minutes=4)
    assert run() == []
    server.refuses = {}
    later()
    [message] = run()
    assert message.message()["Message-ID"] == failed.message_id


def test_pauses_double_up_to_a_day() -> None:
    minutes = [pause_after(failures).total_seconds() / 60 for failures in range(1, 11)]

    assert minutes == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440]


def test_after_ten_failures_it_is_paused_until_somebody_tries_again(
    directory: MemberIndexPage, server: Any
) -> None:
    subscription = make_subscription()
    make_member(directory, "První")
    let_days_pass()
    server.refuses = {"jana@example.org": SMTPServerDisconnected("gone")}
    for _time in range(MAX_FAILURES):
        later()
        run()
    subscription.refresh_from_db()
    assert subscription.paused_at is not None
    server.refuses = {}
    later()
    make_member(directory, "Druhý")
    let_days_pass()
    assert run() == []

    assert try_again(Subscription.objects.all()) == 1
    assert [titles(message) for message in run()] == [["První"]]
    assert [titles(message) for message in run()] == [["Druhý"]]


def test_page_hidden_before_it_was_sent_comes_when_it_is_public_again(
    directory: MemberIndexPage, server: Any
) -> None:
    make_subscription()
    hidden, stays = make_member(directory, "Skrytá"), make_member(directory, "Zůstane")
    let_days_pass()
    server.is_down = True
    with pytest.raises(CommandError):
        call_command("digests")
    server.is_down = False
    hidden.unpublish()

    assert [titles(message) for message in run()] == [["Zůstane"]]
    publish(hidden)
    publish(stays)
    let_days_pass()
    assert [titles(message) for message in run()] == [["Skrytá"]]


def test_page_that_was_surely_refused_comes_when_it_is_public_again(
    directory: MemberIndexPage, server: Any
) -> None:
    make_subscription()
    member = make_member(directory, "Nový")
    let_days_pass()
    server.refuses = {"jana@example.org": SMTPRecipientsRefused({"jana@example.org": (450, b"")})}
    assert run() == []
    server.refuses = {}
    member.unpublish()
    later()
    assert run() == []
    publish(member)
    let_days_pass()

    assert [titles(message) for message in run()] == [["Nový"]]


def test_page_that_was_perhaps_delivered_comes_in_no_other_digest(
    directory: MemberIndexPage, server: Any
) -> None:
    make_subscription()
    member = make_member(directory, "Nový")
    let_days_pass()
    server.refuses = {"jana@example.org": SMTPServerDisconnected("in the middle")}
    assert run() == []
    server.refuses = {}
    member.unpublish()
    later()
    assert run() == []
    publish(member)
    let_days_pass()

    assert run() == []


def test_file_with_the_message_means_that_it_was_sent(
    directory: MemberIndexPage, settings: Settings, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    make_subscription()
    make_member(directory, "Nový")
    let_days_pass()
    run()
    [file] = tmp_path.glob("*.log")
    whole = file.read_bytes()
    Digest.objects.update(sent_at=None, due_at=timezone.now())  # as if killed before the note
    run()
    assert [found.read_bytes() for found in tmp_path.glob("*.log")] == [whole]
    assert Digest.objects.get().sent_at is not None

    file.write_bytes(whole[:-40])  # killed while it wrote
    Digest.objects.update(sent_at=None, due_at=timezone.now())
    run()

    ids = [
        line
        for found in tmp_path.glob("*.log")
        for line in found.read_text().splitlines()
        if line.startswith("Message-ID")
    ]
    assert ids == [f"Message-ID: {Digest.objects.get().message_id}"] * 2
    assert mail.outbox == []
