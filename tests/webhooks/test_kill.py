"""A kill -9 while a message is being sent loses nothing."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from tests.servers.migrated import Home
from tests.webhooks.conftest import HERE
from tests.webhooks.receiver import Receiver

ROOT = Path(__file__).resolve().parents[2]
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # of the specification

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        "sqlite" not in connection.settings_dict["ENGINE"], reason="the run is of the other kind"
    ),
]


def start(home: Home, *command: str) -> subprocess.Popen[bytes]:
    environment = {**home.environment(), "WEBHOOKS": json.dumps(HERE)}
    environment["DJANGO_SETTINGS_MODULE"] = "cms.project.settings.local"
    return subprocess.Popen(
        [sys.executable, "-m", *command],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def make_endpoint(home: Home, url: str) -> None:
    row = {"id": "1", "url": url, "kinds": "[]", "locales": "[]", "is_active": "1"}
    row |= {"secret": SECRET, "created_at": "2020-01-01 00:00:00"}
    row |= dict.fromkeys(("description", "former_secret", "disabled_reason"), "")
    columns, values = ", ".join(row), ", ".join(f"'{value}'" for value in row.values())
    home.query(f"INSERT INTO cms_webhooks_endpoint ({columns}) VALUES ({values})")  # noqa: S608 -- of this test


@pytest.mark.parametrize("migrated_home", ["sqlite"], indirect=True)
def test_message_of_a_killed_process_arrives_under_its_id(migrated_home: Home, receiver: Receiver):
    receiver.behaviours = [lambda _handler: time.sleep(30)]
    migrated_home.query("DELETE FROM cms_publishing_delivery")
    make_endpoint(migrated_home, receiver.url)
    assert start(migrated_home, "tests.webhooks.victim").wait() == 0

    process = start(migrated_home, "cms", "deliver", "--once")
    while not receiver.heard and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert migrated_home.query("SELECT state, attempts FROM cms_webhooks_webhookdelivery") == [
        ("waiting", 1)
    ]
    migrated_home.query("UPDATE cms_webhooks_webhookdelivery SET due_at = created_at")
    assert start(migrated_home, "cms", "deliver", "--once").wait() == 0

    first, second = receiver.heard
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    message = second.verified(SECRET)
    assert message["type"] == "content.changed"
    assert message["data"]["pages"][0]["path"] == "/cs/"  # type: ignore[index]  # it is an object
    assert migrated_home.query("SELECT state FROM cms_webhooks_webhookdelivery") == [("delivered",)]
