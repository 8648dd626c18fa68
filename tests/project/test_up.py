"""``klastr up`` as a stranger runs it: real processes, real ports, real signals."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.servers.site import klastr, processes_of_session, running

pytestmark = pytest.mark.slow

MEMBERS = "{ members(locale: CS) { totalCount } }"


def wait_for(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def pages_in(home: Path) -> int:
    with closing(sqlite3.connect(home / "klastr.sqlite3")) as database:
        return database.execute("SELECT count(*) FROM wagtailcore_page").fetchone()[0]


def test_first_start_prints_steps_addresses_and_a_password(first_start):
    lines = first_start.output.splitlines()

    assert [line.split()[0] for line in lines if re.search(r"\d+\.\d s$", line)] != []
    assert re.findall(r"127\.0\.0\.1:\d+(/\S*)", first_start.output) == [
        "/cs/",
        "/en/",
        "/admin/",
        "/graphql",
        "/graphql/schema.graphql",
    ]
    assert len(first_start.password) == 16
    assert lines[-1] == "Serving. Ctrl-C stops."


def test_first_start_builds_the_index_of_all_public_pages(first_start, prepared_home):
    assert first_start.output.count("Search index built") == 1

    compared = klastr("search", "status", home=prepared_home)

    assert (compared.returncode, compared.stderr) == (0, "")


def test_first_start_keeps_the_password_nowhere(first_start):
    files = [path for path in first_start.home.rglob("*") if path.is_file()]

    assert [p for p in files if first_start.password.encode() in p.read_bytes()] == []
    assert (first_start.home / "secret_key").stat().st_mode & 0o777 == 0o600


def test_ctrl_c_ends_the_first_start_with_success(first_start):
    assert first_start.exit_code == 0


def test_second_start_reuses_everything(first_start, prepared_home):
    pages = pages_in(prepared_home)

    with running(prepared_home) as site:
        site.wait_until_ready()
        output = site.output

    assert "Password " not in output
    assert "migrated" not in output
    assert "Search index" not in output
    assert "changepassword admin" in output
    assert pages_in(prepared_home) == pages


def test_signals_stop_every_process_at_once(prepared_home):
    for stop in (signal.SIGINT, signal.SIGTERM):
        with running(prepared_home, "--workers", "2") as site:
            site.wait_until_ready()
            assert len(site.processes()) == 3

            asked = time.monotonic()
            os.kill(site.process.pid, stop)
            code = site.process.wait(timeout=10)

            assert (code, time.monotonic() - asked < 2) == (0, True)
            assert site.processes() == []
            assert "Traceback" not in site.output


def test_ctrl_c_while_workers_load_stops_them(prepared_home):
    with running(prepared_home) as site:
        wait_for(lambda: "Ctrl-C stops" in site.output)
        wait_for(lambda: len(site.processes()) == 3)

        assert site.press_ctrl_c() == 0
        assert site.processes() == []
        assert "Traceback" not in site.output


def test_killed_worker_is_replaced_and_killed_parent_leaves_nobody(prepared_home):
    with running(prepared_home, "--workers", "2") as site:
        site.wait_until_ready()
        parent, victim, _other = site.processes()

        os.kill(victim, signal.SIGKILL)
        wait_for(lambda: len(site.processes()) == 3 and victim not in site.processes())
        site.wait_until_ready()  # a connection that waited for the victim may be reset

        os.kill(parent, signal.SIGKILL)
        site.process.wait()
        wait_for(lambda: processes_of_session(parent) == [])


def test_first_start_killed_at_any_moment_is_simply_started_again(first_start, tmp_path):
    home = tmp_path / "home"
    unfinished = home / "klastr.sqlite3.unfinished"

    with running(home) as site:
        wait_for(lambda: unfinished.exists() and unfinished.stat().st_size > 50_000, 90)
        site.process.kill()
        site.process.wait()
    assert not (home / "klastr.sqlite3").exists()

    with running(home) as site:
        wait_for(lambda: "migrated" in site.output, seconds=120)
        time.sleep(1)  # somewhere in the demo content
        site.process.kill()
        site.process.wait()

    with running(home) as site:
        site.wait_until_ready()
        members = site.graphql(MEMBERS)
        assert len(site.password) == 16

    assert members["data"]["members"]["totalCount"] > 0
    assert pages_in(home) == pages_in(first_start.home)
    assert [path.name for path in home.glob("*.unfinished*")] == []
