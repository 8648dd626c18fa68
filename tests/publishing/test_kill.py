"""A kill -9 at any moment: no change without its event, no event that is not told."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tests.servers.database import SqliteDatabase
from tests.servers.site import environment

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        "sqlite" not in connection.settings_dict["ENGINE"], reason="the database is one file"
    ),
]


@pytest.fixture
def home(tmp_path: Path, django_db_setup: None) -> Path:
    """A site without pages but its home pages, and nothing left to tell."""
    shutil.copyfile(SqliteDatabase(tmp_path).template, tmp_path / "klastr.sqlite3")
    query(tmp_path, "DELETE FROM cms_publishing_delivery")
    query(tmp_path, "DELETE FROM cms_publishing_event")
    return tmp_path


def query(home: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(home / "klastr.sqlite3", timeout=20)) as database:
        rows = database.execute(sql).fetchall()
        database.commit()
        return rows


def start(home: Path, verb: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.publishing.victim", verb, str(home / "told")]
    return subprocess.Popen(command, env=environment(home), cwd=ROOT, stderr=subprocess.DEVNULL)


def told(home: Path) -> list[int]:
    file = home / "told"
    return [int(line) for line in file.read_text().splitlines()] if file.exists() else []


def wait_for_more(home: Path, than: int) -> None:
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

    [(changes,)] = query(
        home,
        "SELECT intro FROM cms_content_homepage JOIN wagtailcore_page ON id = page_ptr_id"
        " WHERE intro <> ''",
    )
    events = [number for (number,) in query(home, "SELECT number FROM cms_publishing_event")]
    assert len(events) == int(str(changes)) >= 3
    assert set(told(home)) == set(events)  # some perhaps twice
    assert query(home, "SELECT * FROM cms_publishing_delivery WHERE delivered_at IS NULL") == []


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
    assert query(home, "SELECT attempts FROM cms_publishing_delivery") == [(2,)]
