"""Messages arrive at least once, under one id, and in the end are given up."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from cms.webhooks import sending
from cms.webhooks.models import Disabled, Endpoint, State, WebhookDelivery
from cms.webhooks.payload import ping_body
from cms.webhooks.retention import prune
from cms.webhooks.sending import MAX_ATTEMPTS, PAUSES, attempt, due, retry_after, send_again
from tests.webhooks.receiver import Receiver, hang_up, status

pytestmark = pytest.mark.django_db


def make(endpoint: Endpoint, **facts: object) -> WebhookDelivery:
    return WebhookDelivery.objects.create(endpoint=endpoint, kind="ping", body=ping_body(), **facts)


def again_now(row: WebhookDelivery) -> None:
    WebhookDelivery.objects.filter(pk=row.pk).update(due_at=timezone.now())
    Endpoint.objects.update(resting_until=None)
    row.refresh_from_db()


def test_message_arrives_signed_and_is_noted(endpoint: Endpoint, receiver: Receiver):
    row = make(endpoint)

    assert attempt(row.pk) is State.DELIVERED

    (heard,) = receiver.heard
    assert heard.verified(endpoint.secret)["type"] == "ping"
    row.refresh_from_db()
    assert (row.status, row.excerpt, row.attempts) == (200, "thanks", 1)
    endpoint.refresh_from_db()
    assert endpoint.last_sent_at is not None


def test_message_that_fails_is_sent_again_under_its_id(endpoint: Endpoint, receiver: Receiver):
    receiver.behaviours = [status(500, b"no"), hang_up]
    row = make(endpoint)

    assert attempt(row.pk) is State.WAITING
    row.refresh_from_db()
    assert (row.status, row.excerpt, row.error) == (500, "no", "")
    assert attempt(row.pk) is None  # it is not due
    again_now(row)
    assert attempt(row.pk) is State.WAITING
    row.refresh_from_db()
    assert (row.status, row.error) == (None, "connection")
    again_now(row)
    assert attempt(row.pk) is State.DELIVERED

    assert {heard.headers["webhook-id"] for heard in receiver.heard} == {row.message_id}
    assert len(receiver.heard) == 3


def test_attempt_is_taken_once(endpoint: Endpoint, receiver: Receiver):
    first = WebhookDelivery.objects.get(pk=make(endpoint).pk)
    other = WebhookDelivery.objects.get(pk=first.pk)

    assert sending._take(first)
    assert not sending._take(other)
    assert not due().exists()
    assert due(timezone.now() + sending.LEASE + timedelta(seconds=1)).get() == first


def test_message_that_never_arrives_is_given_up_and_may_be_sent_again(
    endpoint: Endpoint, receiver: Receiver
):
    row = make(endpoint, attempts=MAX_ATTEMPTS - 1)
    receiver.behaviours = [status(404)]

    assert attempt(row.pk) is State.DEAD
    row.refresh_from_db()
    send_again(row)
    assert attempt(row.pk) is State.DELIVERED
    assert timedelta(hours=24) < timedelta(seconds=sum(PAUSES)) < timedelta(hours=30)


def test_message_that_kills_each_time_is_given_up(endpoint: Endpoint, receiver: Receiver):
    row = make(endpoint, attempts=MAX_ATTEMPTS)

    assert attempt(row.pk) is State.DEAD
    assert receiver.heard == []


def test_redirect_is_a_failure(endpoint: Endpoint, receiver: Receiver, second: Receiver):
    receiver.behaviours = [status(301, Location=second.url)]

    assert attempt(make(endpoint).pk) is State.WAITING
    assert second.heard == []


def test_who_does_not_want_to_be_asked_is_left_alone(endpoint: Endpoint, receiver: Receiver):
    receiver.behaviours = [status(429, Retry_After="600")]
    row, other = make(endpoint), make(endpoint)

    attempt(row.pk)

    row.refresh_from_db()
    assert row.due_at > timezone.now() + timedelta(seconds=590)
    assert attempt(other.pk) is None
    assert len(receiver.heard) == 1


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        ("99999999999", sending.LONGEST_RETRY_AFTER),
        ("-5", 0),
        ("soon", 0),
        ("", 0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("Wed, 21 Oct 2099 07:28:00 GMT", sending.LONGEST_RETRY_AFTER),
    ],
)
def test_how_long_to_wait_is_understood(text: str, seconds: int):
    assert retry_after(text) == timedelta(seconds=seconds)


def make_administrator() -> None:
    get_user_model().objects.create_superuser("boss", "boss@example.org", "x")


def test_who_is_gone_is_switched_off_and_administrators_are_told(
    endpoint: Endpoint, receiver: Receiver
):
    make_administrator()
    receiver.behaviours = [status(410)]

    assert attempt(make(endpoint).pk) is State.DEAD

    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.disabled_reason) == (False, Disabled.GONE)
    assert attempt(make(endpoint).pk) is None
    (letter,) = mail.outbox
    assert letter.to == ["boss@example.org"]
    assert endpoint.secret not in letter.body


def test_who_failed_for_days_is_switched_off(endpoint: Endpoint, receiver: Receiver):
    make_administrator()
    receiver.behaviours = [status(500), status(500)]
    attempt(make(endpoint).pk)
    endpoint.refresh_from_db()
    assert endpoint.is_active

    Endpoint.objects.update(failing_since=timezone.now() - timedelta(days=5))
    attempt(make(endpoint).pk)

    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.disabled_reason) == (False, Disabled.FAILING)
    assert len(mail.outbox) == 1


def test_success_ends_a_row_of_failures(endpoint: Endpoint, receiver: Receiver):
    Endpoint.objects.update(failing_since=timezone.now() - timedelta(days=9))

    attempt(make(endpoint).pk)

    endpoint.refresh_from_db()
    assert endpoint.failing_since is None


def test_host_that_became_private_is_not_posted_to(
    endpoint: Endpoint, receiver: Receiver, settings: Settings
):
    settings.KLASTR_WEBHOOKS = {"ALLOW_HTTP": True}
    row = make(endpoint)

    assert attempt(row.pk) is State.WAITING

    row.refresh_from_db()
    assert row.error == "not-public"
    assert receiver.heard == []


def test_secrets_are_in_no_log(
    endpoint: Endpoint, receiver: Receiver, caplog: pytest.LogCaptureFixture
):
    receiver.behaviours = [status(500), hang_up]
    attempt(make(endpoint).pk)
    attempt(make(endpoint).pk)

    assert len(caplog.records) == 2
    assert endpoint.secret not in caplog.text + "".join(str(vars(r)) for r in caplog.records)


def test_old_messages_are_forgotten_and_with_an_endpoint_all(endpoint: Endpoint):
    make(endpoint, created_at=timezone.now() - timedelta(days=31))
    kept = make(endpoint)

    assert prune() == 1
    assert list(WebhookDelivery.objects.all()) == [kept]
    endpoint.delete()
    assert not WebhookDelivery.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_who_hangs_keeps_nobody_waiting(endpoint: Endpoint, receiver: Receiver, second: Receiver):
    is_over = threading.Event()
    receiver.behaviours = [lambda _handler: is_over.wait(30) and None]
    other = Endpoint.objects.create(url=second.url)
    make(endpoint)
    make(other)
    make(other)

    thread = threading.Thread(target=sending.send_due)
    thread.start()
    while len(second.heard) < 2:
        time.sleep(0.01)
    late = make(other)
    while len(second.heard) < 3:
        time.sleep(0.01)
    hanging = receiver.heard[:]
    is_over.set()
    thread.join()

    assert len(hanging) == 1
    assert second.heard[-1].headers["webhook-id"] == late.message_id
