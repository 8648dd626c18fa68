"""The receiver of the README takes what is signed, and nothing else."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.utils import timezone

from cms.webhooks.network import Target
from cms.webhooks.payload import ping_body
from cms.webhooks.posting import Answer, post
from cms.webhooks.signing import new_secret, signed_headers

README = (Path(__file__).parents[2] / "cms/webhooks/README.md").read_text()


def code(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize("language", ["python", "js"])
def test_receivers_are_short(language: str):
    assert len([line for line in code(language).splitlines() if line]) <= 20


@pytest.mark.slow
def test_receiver_in_python_checks_signatures():
    secret = new_secret()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "WEBHOOK_SECRET": secret, "PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "-c", code("python")],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        target = Target(False, "localhost", port, "127.0.0.1", "/")
        assert sent(target, secret).status == 204
        assert sent(target, new_secret()).status == 401
    finally:
        process.kill()
        output, _ = process.communicate()
    assert output == b"{}\n"


def sent(target: Target, secret: str) -> Answer:
    body = ping_body()
    deadline = time.monotonic() + 60
    while True:
        headers = signed_headers("msg_1", body, [secret], timezone.now())
        answer = post(target, body.encode(), headers)
        if answer.error != "connection" or time.monotonic() > deadline:
            return answer
        time.sleep(0.05)
