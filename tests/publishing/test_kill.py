"""A kill -9 at any moment: no change without its event, no event that is not told."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from tests.publishing.victim import HELD
from tests.servers.migrated import Home

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        "sqlite" not in connection.settings_dict["ENGINE"], reason="the run is of the other kind"
    ),
]


@pytest.fixture
def home(migrated_home: Home) -> Home:
    """A site without pages but its home pages, and nothing left to tell."""
    migrated_home.query("DELETE FROM cms_publishing_delivery")
    migrated_home.query("DELETE FROM cms_publishing_event")
    return migrated_home


def start(home: Home, verb: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.publishing.victim", verb, str(home.folder / "told")]
    return subprocess.Popen(command, env=home.environment(), cwd=ROOT, stderr=subprocess.DEVNULL)


def told(home: Home) -> list[int]:
    file = home.folder / "told"
    return [int(line) for line in file.read_text().splitlines()] if file.exists() else []


def events(home: Home) -> list[int]:
    return [number for (number,) in home.query("SELECT number FROM cms_publishing_event")]


def left(home: Home) -> list[tuple[object, ...]]:
    return home.query("SELECT event_id FROM cms_publishing_delivery WHERE delivered_at IS NULL")


def wait_for_more(home: Home, than: int) -> None:
    deadline = time.monotonic() + 60
    while len(told(home)) <= than and time.monotonic() < deadline:
        time.sleep(0.01)


def test_each_change_is_told_whenever_the_process_is_killed(home):
    for _round in range(3):
        process = start(home, "publish")
        wait_for_more(home, than=len(told(home)))
        time.sleep(random.uniform(0, 0.3))
        process.kill()
        process.wait()
    assert start(home, "deliver").wait() == 0

    [(changes,)] = home.query(
        "SELECT intro FROM cms_content_homepage JOIN wagtailcore_page ON id = page_ptr_id"
        " WHERE intro <> ''",
    )
    assert len(events(home)) == int(changes) >= 3
    assert set(told(home)) == set(events(home))  # some perhaps twice
    assert left(home) == []


def test_what_a_killed_process_was_telling_is_due_again_at_once(home):
    process = start(home, "hang")
    wait_for_more(home, than=0)
    process.kill()
    process.wait()

    started = time.monotonic()
    assert start(home, "deliver").wait() == 0

    first = told(home)[0]
    assert told(home) == [first, first]
    assert time.monotonic() - started < 30
    assert home.query("SELECT attempts FROM cms_publishing_delivery") == [(2,)]


def test_a_lost_connection_loses_no_delivery_and_blocks_none(home):
    if home.url is None:
        pytest.skip("SQLite has no connections to lose")
    assert start(home, "hold").wait() == 0
    process = start(home, "serve")
    for _round in range(3):
        wait_for_more(home, than=len(told(home)))
        time.sleep(random.uniform(0, 0.2))
        home.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    deadline = time.monotonic() + 60
    while left(home) and time.monotonic() < deadline:
        time.sleep(0.1)
    process.kill()

    assert process.wait() == -signal.SIGKILL  # it had gone on
    assert left(home) == []
    assert set(told(home)) == set(events(home))
    assert len(events(home)) == HELD
