"""Deliveries: made after the commit, again after failures, given up, tried again, put off."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextvars import copy_context
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone, translation

from cms.plugin.models import PluginState
from cms.plugin.scope import once, request_scope
from cms.publishing import courier, delivery, outbox
from cms.publishing.delivery import MAX_ATTEMPTS, Told
from cms.publishing.handlers import installed_handlers
from cms.publishing.models import Delivery, Event
from cms.publishing.turns import turn
from tests.publishing.recorder import LABEL, NAME, Recorder, only_handler

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    Event.objects.all().delete()
    recorder = Recorder()
    with only_handler(recorder):
        yield recorder


def fail(*_: object) -> None:
    raise RuntimeError("The engine is down.")


def make_due() -> None:
    Delivery.objects.update(due_at=timezone.now())


def state() -> tuple[int, bool, bool, str]:
    """Attempts, whether delivered, whether given up, and the error of the only delivery."""
    row = Delivery.objects.get()
    return row.attempts, row.delivered_at is not None, row.dead_at is not None, row.error


def test_failure_leaves_the_change_and_is_tried_again_later(recorder):
    recorder.run = fail

    outbox.pages_changed([7])

    assert state() == (1, False, False, "RuntimeError: The engine is down.")
    assert delivery.deliver() == Told()  # not yet
    recorder.run = lambda event: None
    make_due()
    assert delivery.deliver() == Told(delivered=1)
    assert state() == (2, True, False, "")
    assert recorder.pages == [(7,)]


def test_failure_in_the_database_costs_nobody_else_his_transaction(recorder):
    def break_transaction(event: object) -> None:
        Event.objects.create(number=99)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM nowhere")

    recorder.run = break_transaction

    outbox.pages_changed([7])

    attempts, is_delivered, is_dead, error = state()
    assert (attempts, is_delivered, is_dead) == (1, False, False)
    assert "nowhere" in error


def test_what_a_handler_has_written_stays_when_it_fails(recorder):
    """Numbers that it gave to other systems are never given twice."""
    seen: list[bool] = []

    def write_and_fail(event: object) -> None:
        seen.append(connection.in_atomic_block)
        Event.objects.create(number=99)
        fail()

    recorder.run = write_and_fail

    outbox.pages_changed([7])

    assert seen == [False]
    assert Event.objects.filter(number=99).exists()
    assert state() == (1, False, False, "RuntimeError: The engine is down.")


def test_pauses_double_up_to_an_hour():
    pauses = [delivery.pause_after(attempts).total_seconds() for attempts in (1, 2, 3, 11)]

    for pause, usual in zip(pauses, (5, 10, 20, 3600), strict=True):
        assert usual * 0.9 <= pause <= usual * 1.1


def test_given_up_at_last_and_tried_again_when_asked(recorder):
    recorder.run = fail
    outbox.pages_changed([7])
    for _attempt in range(MAX_ATTEMPTS - 1):
        make_due()
        delivery.deliver()
    make_due()

    assert state() == (MAX_ATTEMPTS, False, True, "RuntimeError: The engine is down.")
    assert delivery.deliver() == Told()
    recorder.run = lambda event: None
    said = StringIO()
    with translation.override("en"):
        call_command("deliver", "--retry-dead", "--once", stdout=said)
    assert said.getvalue() == ("Due again: 1\n1 delivered, 0 to be tried again, 0 given up\n")
    assert state() == (1, True, False, "")


def test_what_kills_the_process_each_time_is_given_up(recorder):
    class Killed(BaseException):
        """As ``kill -9``: nothing after it is run."""

    def die(event: object) -> None:
        raise Killed

    recorder.run = die
    with pytest.raises(Killed):
        outbox.pages_changed([7])
    assert Delivery.objects.get().due_at <= timezone.now()
    for _attempt in range(MAX_ATTEMPTS - 1):
        make_due()
        with pytest.raises(Killed):
            delivery.deliver()
        assert Delivery.objects.get().due_at > timezone.now()
    make_due()

    assert delivery.deliver() == Told(dead=1)
    assert state() == (MAX_ATTEMPTS, False, True, "The process was killed each time.")


def test_worker_set_up_delivers_only_when_told_to(recorder, settings):
    settings.KLASTR_DELIVERY = "worker"

    outbox.pages_changed([7])

    assert recorder.pages == []
    assert state() == (0, False, False, "")
    said = StringIO()
    with translation.override("en"):
        call_command("deliver", "--once", stdout=said)
    assert said.getvalue() == "1 delivered, 0 to be tried again, 0 given up\n"
    assert recorder.pages == [(7,)]


def test_left_over_is_delivered_with_the_next_change(recorder):
    with delivery.held():
        outbox.pages_changed([7])
        outbox.pages_changed([8])
    assert recorder.pages == []

    outbox.pages_changed([9])

    assert recorder.pages == [(9,), (7,), (8,)]


def test_handler_that_publishes_is_told_of_it_too(recorder):
    recorder.run = lambda event: outbox.pages_changed([8]) if event.page_ids == (7,) else None

    outbox.pages_changed([7])
    delivery.deliver()

    assert recorder.pages == [(7,), (8,)]


def test_handler_sees_nothing_of_the_request(recorder):
    seen = []
    recorder.run = lambda event: seen.append(
        (once("fact", lambda: "new"), translation.gettext("Yes"))
    )

    with request_scope(), translation.override("cs"):
        once("fact", lambda: "old")
        outbox.pages_changed([7])

    assert seen == [("new", "Yes")]


def test_settled_deliveries_are_not_made(recorder):
    with delivery.held():
        outbox.pages_changed([7])
        waiting = delivery.waiting_for(installed_handlers()[NAME])
        outbox.pages_changed([8])

    assert delivery.settle(waiting) == 1
    delivery.deliver()

    assert recorder.pages == [(8,)]


def test_deliveries_of_an_inactive_plugin_wait_and_none_are_written():
    Event.objects.all().delete()
    recorder = Recorder()
    state = PluginState.objects.create(label=LABEL, is_active=True)
    with only_handler(recorder, is_core=False):
        with delivery.held():
            outbox.pages_changed([7])
        PluginState.objects.filter(pk=LABEL).update(is_active=False)

        outbox.pages_changed([8])
        delivery.deliver()

        assert recorder.pages == []
        assert list(Delivery.objects.values_list("handler", "attempts")) == [(NAME, 0)]
        state.is_active = True
        state.save(update_fields=["is_active"])  # as the add-ons panel does
        delivery.deliver()

    assert recorder.pages[0] == (7,) or recorder.pages[1] == (7,)
    assert {kind for event in recorder.told for kind in event.kinds} == {"published", "switched"}


def test_old_events_are_forgotten_when_they_are_told_or_nobody_is_left_to_tell(recorder):
    outbox.pages_changed([1])
    with delivery.held():
        outbox.pages_changed([2])
        outbox.pages_changed([3])
        outbox.pages_changed([4])
    delivered, due, dead, orphan = Event.objects.order_by("number")
    dead.deliveries.update(dead_at=timezone.now())
    orphan.deliveries.update(handler="gone.search")

    assert delivery.prune() == 0
    week = timezone.now() + timedelta(days=8)
    assert delivery.prune(week) == 2
    assert list(Event.objects.order_by("number")) == [due, dead]
    assert delivery.prune(week + timedelta(days=90)) == 1
    assert list(Event.objects.all()) == [due]
    assert delivered.pk not in Event.objects.values_list("pk", flat=True)


def wait_until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert condition()


def test_courier_does_what_is_left_over_without_another_change(recorder):
    with delivery.held():
        outbox.pages_changed([7])
    stopped = threading.Event()
    thread = threading.Thread(target=copy_context().run, args=(courier.work, stopped))

    thread.start()
    wait_until(lambda: state()[1])
    stopped.set()
    courier.wake()
    thread.join(timeout=10)

    assert not thread.is_alive()
    assert recorder.pages == [(7,)]


@pytest.fixture
def courier_at_work(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process serves; its couriers look only when they are woken."""
    monkeypatch.setattr(courier, "POLL_SECONDS", 600.0)
    delivery.start_courier()
    yield
    courier.stop()
    assert not courier.is_running()


def test_courier_delivers_while_who_published_goes_on(recorder, courier_at_work):
    may_end = threading.Event()
    at_work: list[str] = []

    def hang(event: object) -> None:
        at_work.append(threading.current_thread().name)
        may_end.wait(20)

    recorder.run = hang

    outbox.pages_changed([7])
    outbox.pages_changed([8])

    assert Delivery.objects.filter(delivered_at=None).count() == 2  # nobody waited
    may_end.set()
    wait_until(lambda: not Delivery.objects.filter(delivered_at=None).exists())
    assert recorder.pages == [(7,), (8,)]
    assert at_work == ["courier", "courier"]


def test_courier_begins_when_the_request_that_published_is_over(recorder, courier_at_work):
    outbox.pages_changed([6])
    wait_until(lambda: recorder.pages == [(6,)])
    time.sleep(0.3)  # it has looked once more by then, and waits to be woken

    with request_scope():
        outbox.pages_changed([7])
        with request_scope():  # as for an answer within the request
            outbox.pages_changed([8])
        time.sleep(0.1)
        assert recorder.pages == [(6,)]

    wait_until(lambda: recorder.pages == [(6,), (7,), (8,)])


def test_courier_begins_when_the_request_that_published_has_failed(recorder, courier_at_work):
    @request_scope()
    def request() -> None:
        outbox.pages_changed([7])
        fail()

    with pytest.raises(RuntimeError):
        request()

    wait_until(lambda: recorder.pages == [(7,)])


def test_courier_looks_again_when_another_process_had_the_turn(recorder, courier_at_work):
    """Who has it may have looked for the last time before the change."""
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL has no turns in the main lane")
    with turn(wait_seconds=5) as is_ours:
        assert is_ours
        outbox.pages_changed([7])
        time.sleep(0.05)
        assert recorder.pages == []

    wait_until(lambda: recorder.pages == [(7,)])


def test_two_who_deliver_at_once_make_each_delivery_once(recorder):
    with delivery.held():
        for page_id in range(20):
            outbox.pages_changed([page_id])
    at_work: set[str] = set()

    def work_slowly(event: object) -> None:
        at_work.add(threading.current_thread().name)
        time.sleep(0.02)

    recorder.run = work_slowly
    threads = [
        threading.Thread(target=copy_context().run, args=(deliver_and_close,)) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(recorder.pages) == [(page_id,) for page_id in range(20)]
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}
    assert len(at_work) == (2 if connection.vendor == "postgresql" else 1)


def deliver_and_close() -> None:
    try:
        delivery.deliver()
    finally:
        connection.close()
