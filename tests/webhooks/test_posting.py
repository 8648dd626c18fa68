"""One attempt: bounded in time and size, to the address that was checked, and always an answer."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import time
from pathlib import Path

import pytest

from cms.webhooks import posting
from cms.webhooks.network import Target, target_of
from cms.webhooks.posting import EXCERPT, Answer, post
from tests.webhooks import receiver as servers
from tests.webhooks.receiver import Behaviour, Receiver, drip, hang_up, status


def sent(receiver: Receiver, **more: float) -> Answer:
    return post(target_of(receiver.url), b"{}", {"Content-Type": "application/json"}, **more)


def test_redirect_is_an_answer_and_not_followed(receiver: Receiver, second: Receiver):
    receiver.behaviours = [status(302, Location=second.url)]

    assert sent(receiver).status == 302
    assert second.heard == []


def test_of_a_huge_answer_the_beginning_is_read(receiver: Receiver):
    receiver.behaviours = [status(500, b"\0x" * 5_000_000)]

    answer = sent(receiver)

    assert answer.status == 500
    assert answer.excerpt == "x" * EXCERPT


def test_name_stands_in_the_request_and_no_compression_is_asked_for(receiver: Receiver):
    sent(receiver)

    (heard,) = receiver.heard
    assert heard.path == "/hook?site=1"
    assert heard.headers["host"] in receiver.url
    assert heard.body == b"{}"


@pytest.mark.parametrize(
    "behaviour", [hang_up, lambda handler: handler.wfile.write(b"Nonsense\r\n\r\n")]
)
def test_broken_connection_is_a_problem(receiver: Receiver, behaviour: Behaviour):
    receiver.behaviours = [behaviour]

    answer = sent(receiver)

    assert (answer.status, answer.error) == (None, "connection")


def test_who_is_silent_is_not_waited_for(receiver: Receiver, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(posting, "SILENCE_SECONDS", 0.2)
    receiver.behaviours = [lambda _handler: time.sleep(1)]

    assert sent(receiver).error == "timeout"


def test_who_drips_is_cut_off(receiver: Receiver):
    receiver.behaviours = [drip]

    assert sent(receiver, total_seconds=0.3).error == "timeout"


def test_where_nobody_listens_there_is_no_connection():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    assert post(Target(False, "a.example", port, "127.0.0.1", "/"), b"{}", {}).error == "connection"


@pytest.mark.parametrize(("name", "status"), [("a.example", 200), ("b.example", None)])
@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes the certificate")
def test_tls_must_prove_the_name_at_the_address(tmp_path: Path, name: str, status: int | None):
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    ask = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=x"
    files = ["-keyout", str(key), "-out", str(certificate)]
    names = ["-addext", "subjectAltName=DNS:a.example"]
    subprocess.run(["openssl", *ask.split(), *files, *names], check=True, capture_output=True)
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(certificate, key)

    with servers.receiver(own) as receiver:
        target = Target(True, name, int(receiver.url.split(":")[2].split("/")[0]), "127.0.0.1", "/")
        trusted = ssl.create_default_context(cafile=str(certificate))
        assert post(target, b"{}", {}).error == "tls"  # nobody vouches for it
        answer = post(target, b"{}", {}, trusted=trusted)

    assert (answer.status, answer.error) == (status, "" if status else "tls")
    assert len(receiver.heard) == (1 if status else 0)


def test_who_speaks_no_tls_is_told_nothing(receiver: Receiver):
    port = target_of(receiver.url).port

    answer = post(Target(True, "a.example", port, "127.0.0.1", "/"), b"{}", {})

    assert answer.error == "tls"
    assert receiver.heard == []
