"""A kill -9 at any moment of sending: each subscriber has each entry once, by ids of messages.

Real processes send over a real socket to a mail server that keeps what it was given.
"""

from __future__ import annotations

import mailbox
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from django.db import connection

from tests.servers.migrated import Home
from tests.servers.site import free_port
from tests.subscriptions.factories import text_of
from tests.subscriptions.nursery import SUBSCRIBERS

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = int(os.environ.get("KLASTR_KILL_ROUNDS", "6"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        "sqlite" not in connection.settings_dict["ENGINE"], reason="the run is of the other kind"
    ),
]


@dataclass(frozen=True)
class MailServer:
    """A real one; each message that it has said yes to is a file."""

    port: int
    folder: Path

    def messages(self) -> list[EmailMessage]:
        found = mailbox.Maildir(str(self.folder), create=False)
        parser = mailbox.email.message_from_bytes
        return [parser(found.get_bytes(key), policy=default) for key in found.keys()]  # noqa: SIM118 -- a mailbox is no dict


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    made = MailServer(free_port(), tmp_path / "maildir")
    command = [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{made.port}"]
    handler = ["-c", "aiosmtpd.handlers.Mailbox", str(made.folder)]
    process = subprocess.Popen([*command, *handler], stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", made.port)) == 0:
                break
        time.sleep(0.05)
    yield made
    process.kill()
    process.wait()


class Nursery:
    """The process that forks others; see ``nursery.py``."""

    def __init__(self, home: Home, port: int) -> None:
        self.home = home
        with (home.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.subscriptions.nursery"],
                env=home.environment(
                    DJANGO_SETTINGS_MODULE="cms.project.settings.local",
                    EMAIL_URL=f"smtp://127.0.0.1:{port}",
                    DELIVERY="worker",
                ),
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def _say(self, line: str) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def fork(self, verb: str) -> int:
        """The number of a process that goes on by itself."""
        return self._say(verb)

    def do(self, verb: str, number: int = 1) -> None:
        """Let a process come to its end."""
        self._say(f"{verb} {number}")
        assert self.process.stdout is not None
        assert int(self.process.stdout.readline()) == 0, (self.home.folder / "log").read_text()

    def let_a_day_pass(self) -> None:
        if self.home.url is None:
            earlier = "SET checked_on = date(checked_on, '-1 day')"
        else:
            earlier = "SET checked_on = checked_on - 1"
        self.home.query(f"UPDATE cms_subscriptions_subscription {earlier}")
        self.home.query("UPDATE cms_subscriptions_digest SET due_at = created_at")


@pytest.fixture
def nursery(migrated_home: Home, server: MailServer) -> Iterator[Nursery]:
    made = Nursery(migrated_home, server.port)
    made.do("prepare")
    yield made
    made.process.kill()
    made.process.communicate()


def arrived(server: MailServer) -> dict[str, Counter[str]]:
    """How often each subscriber has each entry, messages with the same id counted once."""
    by_id = {(str(m["To"]), str(m["Message-ID"])): m for m in server.messages()}
    got: dict[str, Counter[str]] = {}
    for (subscriber, _id), message in by_id.items():
        lines = text_of(message).splitlines()
        entries = (line.removeprefix("* ") for line in lines if line.startswith("* "))
        got.setdefault(subscriber, Counter()).update(entries)
    return got


def test_each_entry_arrives_once_whenever_processes_are_killed(
    nursery: Nursery, server: MailServer
) -> None:
    nursery.do("publish", 1)
    nursery.let_a_day_pass()
    started = time.monotonic()
    nursery.do("digests")
    whole = time.monotonic() - started
    published = ["Nový 1"]
    for number in range(2, ROUNDS + 2):
        nursery.do("publish", number)
        published.append(f"Nový {number}")
        nursery.let_a_day_pass()
        victims = [nursery.fork("digests") for _each in range(random.choice([1, 1, 2]))]
        time.sleep(random.uniform(0, whole))
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
    for _day in range(2):  # one for what was begun, one for what has come since
        nursery.let_a_day_pass()
        nursery.do("digests")

    everything = Counter(published)
    assert arrived(server) == {f"{n}@example.org": everything for n in range(SUBSCRIBERS)}
    assert nursery.home.query("SELECT id FROM cms_subscriptions_digest WHERE sent_at IS NULL") == []
    again = nursery.home.query("SELECT count(*) FROM cms_subscriptions_digest WHERE attempts > 1")
    copies = len(server.messages()) - len({str(m["Message-ID"]) for m in server.messages()})
    sys.stdout.write(f"{ROUNDS} kills: {again[0][0]} digests begun again, {copies} copies\n")
