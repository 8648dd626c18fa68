"""Handlers that ask other machines: told beside the others, one at a time, and when those say."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextvars import copy_context
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.plugin import Handler
from cms.publishing import courier, delivery, outbox
from cms.publishing.delivery import Told
from cms.publishing.events import Changed
from cms.publishing.handlers import Postponed, TryLater, lanes
from cms.publishing.models import Delivery, Event
from tests.publishing.recorder import LABEL, Recorder, change, only_handler

pytestmark = pytest.mark.django_db

FAR = f"{LABEL}.far"
SECONDS = 20


@pytest.fixture
def near() -> Recorder:
    return Recorder()


@pytest.fixture
def far(near: Recorder) -> Iterator[Recorder]:
    Event.objects.all().delete()
    recorder = Recorder()
    with only_handler(near, Handler(Changed, recorder, "far", lane="far")):
        yield recorder


class Busy(TryLater):
    seconds = 600.0


def raising(error: Exception) -> Callable[[Changed], None]:
    def run(_event: Changed) -> None:
        raise error

    return run


def far_state() -> tuple[int, bool, str]:
    """Attempts, whether delivered, and the error of the delivery in the lane."""
    row = Delivery.objects.get(handler=FAR)
    return row.attempts, row.delivered_at is not None, row.error


def seconds_until_due() -> float:
    return (Delivery.objects.get(handler=FAR).due_at - timezone.now()).total_seconds()


def test_each_lane_is_told_by_itself(near, far):
    change(7)

    assert lanes() == ("", "far")
    assert delivery.deliver() == Told(delivered=1)
    assert (near.pages, far.pages) == ([(7,)], [])
    assert delivery.deliver_all() == Told(delivered=1)
    assert far.pages == [(7,)]


def test_postponed_is_neither_failed_nor_attempted(far):
    change(7)
    far.run = raising(Postponed(60))

    assert delivery.deliver(lane="far") == Told()

    assert far_state() == (0, False, "")
    assert 30 < seconds_until_due() <= 60


def test_who_is_busy_is_not_asked_for_as_long_as_it_says(far):
    change(7)
    far.run = raising(Busy("It asks for patience."))

    assert delivery.deliver(lane="far") == Told(failed=1)

    assert far_state() == (1, False, "Busy: It asks for patience.")
    assert 500 < seconds_until_due() <= 600


def test_put_off_deliveries_are_due_later_and_count_no_attempt(far):
    change(7)
    waiting = list(Delivery.objects.filter(handler=FAR).values_list("pk", flat=True))

    assert delivery.postpone(waiting, timedelta(minutes=2)) == 1

    assert delivery.deliver(lane="far") == Told()
    assert far_state() == (0, False, "")
    assert 60 < seconds_until_due() <= 120


def in_thread(run: Callable[..., None], *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=copy_context().run, args=(run, *arguments))
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_who_does_not_answer_holds_up_no_other_lane(near, far):
    """And in its own lane nobody else begins meanwhile."""
    is_asked, answers, stopped = threading.Event(), threading.Event(), threading.Event()

    def hang(_event: Changed) -> None:
        is_asked.set()
        answers.wait(SECONDS)

    far.run = hang
    outbox.pages_changed([7])
    hanging = in_thread(courier.work, stopped, "far")
    assert is_asked.wait(SECONDS)

    outbox.pages_changed([8])

    assert near.pages == [(7,), (8,)]
    assert delivery.deliver(lane="far", wait_seconds=0) == Told(was_ours=False)
    stopped.set()
    answers.set()
    hanging.join(SECONDS)
    assert far.pages == [(7,)]
    delivery.deliver(lane="far")
    assert far.pages == [(7,), (8,)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fails", [False, True])
def test_the_main_lane_is_first_and_the_others_follow_at_once(near, far, monkeypatch, fails):
    """Beside each other they would take turns at the interpreter."""
    told: list[str] = []
    is_over = threading.Event()

    def be_slow(_event: Changed) -> None:
        time.sleep(0.2)
        told.append("near")
        if fails:
            raise RuntimeError("It cannot be told.")

    def end(_event: Changed) -> None:
        told.append("far")
        is_over.set()

    near.run, far.run = be_slow, end
    monkeypatch.setattr(courier, "POLL_SECONDS", 600.0)
    courier.start()
    try:
        time.sleep(0.5)  # both have found nothing, and wait
        outbox.pages_changed([7])
        assert is_over.wait(SECONDS)
    finally:
        courier.stop()

    assert told == ["near", "far"]
