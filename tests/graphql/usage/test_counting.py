"""Counts of answers: from requests to rows, and what no client can do to them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import OperationalError, connection

from cms.graphql.cache.answers import answers
from cms.graphql.models import DocumentUse, UsedDocument
from cms.graphql.usage import written
from cms.graphql.usage.counting import MAX_WAITING, UsageLog, usage_log
from cms.graphql.usage.written import forget
from tests.content.factories import make_home
from tests.graphql.over_wsgi import Endpoint

pytestmark = pytest.mark.django_db

QUERY = "{ site(locale: EN) { name } }"
NAME, VERSION = "HTTP_GRAPHQL_CLIENT_NAME", "HTTP_GRAPHQL_CLIENT_VERSION"


@pytest.fixture
def log() -> Iterator[UsageLog]:
    log = UsageLog(seconds=3600)
    yield log
    if log._timer:
        log._timer.cancel()


@pytest.fixture
def counting() -> Iterator[UsageLog]:
    """The log of the process, switched on."""
    usage_log.seconds = 3600
    yield usage_log
    usage_log.seconds = 0
    usage_log._waiting.clear()
    if usage_log._timer:
        usage_log._timer.cancel()
        usage_log._timer = None


def rows() -> list[tuple[object, ...]]:
    return list(
        DocumentUse.objects.order_by("client", "version", "document__source").values_list(
            "client", "version", "document__source", "times"
        )
    )


@pytest.mark.django_db(transaction=True)
def test_answers_are_counted_by_client_kept_or_made(counting: UsageLog) -> None:
    make_home()
    answers.clear()
    endpoint = Endpoint()
    apollo = {
        "HTTP_APOLLOGRAPHQL_CLIENT_NAME": "web",
        "HTTP_APOLLOGRAPHQL_CLIENT_VERSION": "1.2.0",
    }
    for _time in range(3):
        endpoint.post(QUERY, **apollo)
    endpoint.get(QUERY, HTTP_GRAPHQL_CLIENT_NAME="kiosk")
    endpoint.post(QUERY)
    endpoint.post("{ nothing }", **apollo)
    counting.flush()

    kept = "{site(locale:EN){name}}"
    assert rows() == [("kiosk", "", kept, 1), ("unknown", "", kept, 1), ("web", "1.2.0", kept, 3)]


def test_nothing_is_counted_when_it_is_switched_off(settings) -> None:
    off = UsageLog(seconds=0)
    off.count({}, QUERY)
    settings.KLASTR_GRAPHQL = {"USAGE_DAYS": 0}
    unwanted = UsageLog(seconds=3600)
    unwanted.count({}, QUERY)

    assert (len(off._waiting), len(unwanted._waiting), unwanted._timer) == (0, 0, None)


def test_what_was_filled_in_is_not_kept(log: UsageLog) -> None:
    for text in ("jan@example.org", "eva@example.org"):
        log.count(
            {},
            f'query A {{ mine: search(text: "{text}", locale: CS, first: {len(text)}, filter:'
            f' {{type: ["{text}", "x"]}}) {{ totalCount }} }} query B {{ __typename }} # {text}',
            "A",
        )
    log.flush()

    source = 'query A{search(text:"" locale:CS first:0 filter:{type:[""]}){totalCount}}'
    assert rows() == [("unknown", "", source, 2)]


def test_counts_of_processes_add_up(log: UsageLog) -> None:
    other = UsageLog(seconds=3600)
    for each in (log, other, log):
        each.count({NAME: "web"}, QUERY)
    log.flush()
    other.flush()
    if other._timer:
        other._timer.cancel()

    assert rows() == [("web", "", "{site(locale:EN){name}}", 3)]


@pytest.mark.django_db(transaction=True)
def test_processes_that_write_at_once_add_up() -> None:
    logs = [UsageLog(seconds=3600) for _ in range(4)]  # with a connection each, as processes have
    start = threading.Barrier(len(logs))

    def run(log: UsageLog) -> None:
        log.count({NAME: "web"}, QUERY)
        start.wait()
        log._flush_aside()

    threads = [threading.Thread(target=run, args=(log,)) for log in logs]
    for each in threads:
        each.start()
    for log, each in zip(logs, threads, strict=True):
        each.join()
        log._flush_aside()  # what could not be written at first

    assert rows() == [("web", "", "{site(locale:EN){name}}", 4)]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Můj web 2/5", "Můj web 2/5"),
        ("a" * 60, "a" * 60),
        ("a" * 61, "other"),
        ("jan@example.org", "other"),
        ("<script>alert(1)</script>", "other"),
        ("'; DROP TABLE x; --", "other"),
        ("\x00", "other"),
        ("x\nINFO forged", "other"),
        ("\ud800", "other"),
        (" ", "other"),
        ("", "unknown"),
    ],
)
def test_names_of_clients_are_cut_to_plain_ones(log: UsageLog, name: str, kept: str) -> None:
    log.count({NAME: name, VERSION: name}, QUERY)
    log.flush()

    assert [row[0] for row in rows()] == [kept]


def test_a_flood_of_names_fills_neither_memory_nor_table(
    log: UsageLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(written, "MAX_CLIENTS", 3)
    monkeypatch.setattr(written, "MAX_VERSIONS", 2)
    for number in range(MAX_WAITING + 50):
        log.count({NAME: f"bot {number:05}"}, QUERY)
    waiting = len(log._waiting)
    log.flush()
    for number in range(5):
        log.count({NAME: "bot 00000", VERSION: str(number)}, QUERY)
    log.flush()

    source = "{site(locale:EN){name}}"
    assert waiting == MAX_WAITING + 1
    assert [row for row in rows() if row[0] != "other"] == [
        ("bot 00000", "", source, 1),
        ("bot 00000", "0", source, 1),
        ("bot 00000", "other", source, 4),
        ("bot 00001", "", source, 1),
        ("bot 00002", "", source, 1),
    ]
    assert sum(row[3] for row in rows()) == MAX_WAITING + 50 + 5


def test_a_flood_of_documents_is_other(log: UsageLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "MAX_DOCUMENTS", 2)
    for number in range(5):
        log.count({}, f"query Q{number} {{ __typename }}")
    log.flush()

    assert sorted(row[3] for row in rows()) == [1, 1, 3]
    assert [row[2:] for row in rows()][0] == ("", 3)
    assert UsedDocument.objects.count() == 3


def test_what_cannot_be_written_waits(log: UsageLog, monkeypatch: pytest.MonkeyPatch) -> None:
    log.count({NAME: "web"}, QUERY)

    def refuse(execute, sql, params, many, context):
        raise OperationalError("database is locked")

    with connection.execute_wrapper(refuse), pytest.raises(OperationalError):
        log.flush()
    before = rows()
    log.count({NAME: "web"}, QUERY)
    log.flush()

    assert (before, rows()) == ([], [("web", "", "{site(locale:EN){name}}", 2)])


def test_threads_lose_no_count(log: UsageLog) -> None:
    def ask() -> None:
        for _time in range(2_000):
            log.count({NAME: "web"}, QUERY)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sum(log._waiting.values()) == 8_000


def test_old_counts_and_documents_that_nobody_asks_go(log: UsageLog) -> None:
    for query in (QUERY, "{ __typename }"):
        log.count({}, query)
    log.flush()
    DocumentUse.objects.filter(document__source="{__typename}").update(day=date(2020, 1, 1))

    forget(date(2020, 4, 10), days=100)

    assert rows() == [("unknown", "", "{site(locale:EN){name}}", 1)]
    assert UsedDocument.objects.count() == 1


def test_counting_costs_next_to_nothing(log: UsageLog) -> None:
    environ = {NAME: "web", VERSION: "1.0", "HTTP_HOST": "localhost"}
    baseline = dict.fromkeys(range(1_000), 0)

    def cost(times: int = 20_000) -> float:
        started = time.thread_time()
        for _time in range(times):
            log.count(environ, QUERY)
        return (time.thread_time() - started) / times

    def simple(times: int = 20_000) -> float:
        started = time.thread_time()
        for _time in range(times):
            baseline[500] += 1
        return (time.thread_time() - started) / times

    assert min(cost() for _ in range(5)) < 60 * min(simple() for _ in range(5))
