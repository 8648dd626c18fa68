"""A kill -9 while a message is being sent loses nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from cms.webhooks.payload import ping_body
from tests.servers.migrated import Home
from tests.webhooks.conftest import HERE
from tests.webhooks.receiver import Receiver

ROOT = Path(__file__).resolve().parents[2]
LONG_AGO = "2020-01-01 00:00:00+00:00"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        "sqlite" not in connection.settings_dict["ENGINE"], reason="the run is of the other kind"
    ),
]


def start(home: Home) -> subprocess.Popen[bytes]:
    environment = {**home.environment(), "WEBHOOKS": json.dumps(HERE)}
    command = [sys.executable, "-m", "tests.webhooks.victim"]
    return subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)


def make(home: Home, url: str) -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    endpoint = {"id": "1", "url": url, "kinds": "[]", "locales": "[]", "is_active": "1"}
    endpoint |= {"secret": secret, "created_at": LONG_AGO}
    endpoint |= dict.fromkeys(("description", "former_secret", "disabled_reason"), "")
    message = {"endpoint_id": "1", "message_id": "msg_killed", "kind": "ping", "attempts": "0"}
    message |= {"body": ping_body(), "state": "waiting", "excerpt": "", "error": ""}
    message |= {"created_at": LONG_AGO, "due_at": LONG_AGO}
    home.query("DELETE FROM cms_webhooks_endpoint")
    insert(home, "cms_webhooks_endpoint", endpoint)
    insert(home, "cms_webhooks_webhookdelivery", message)


def insert(home: Home, table: str, row: dict[str, str]) -> None:
    columns, values = ", ".join(row), ", ".join(f"'{value}'" for value in row.values())
    home.query(f"INSERT INTO {table} ({columns}) VALUES ({values})")  # noqa: S608 -- of this test


def test_message_of_a_killed_process_arrives_under_its_id(migrated_home: Home, receiver: Receiver):
    receiver.behaviours = [lambda _handler: time.sleep(30)]
    make(migrated_home, receiver.url)

    process = start(migrated_home)
    while not receiver.heard and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    process.wait()
    [(state, attempts)] = migrated_home.query(
        "SELECT state, attempts FROM cms_webhooks_webhookdelivery"
    )
    assert (state, attempts) == ("waiting", 1)
    assert start(migrated_home).wait() == 0  # its minute is not over
    assert len(receiver.heard) == 1
    migrated_home.query("UPDATE cms_webhooks_webhookdelivery SET due_at = created_at")
    assert start(migrated_home).wait() == 0

    assert [heard.headers["webhook-id"] for heard in receiver.heard] == ["msg_killed"] * 2
    [(state,)] = migrated_home.query("SELECT state FROM cms_webhooks_webhookdelivery")
    assert state == "delivered"
