"""A receiver at the process border: a small server that notes what comes and answers as told."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from standardwebhooks import Webhook

from tests.servers.listening import listening

Behaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Heard:
    """A message as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    def verified(self, secret: str) -> dict[str, object]:
        """The payload, if the library of the specification finds the signature good."""
        found: dict[str, object] = Webhook(secret).verify(self.body, self.headers)
        return found


@dataclass
class Receiver:
    """A running server: what it heard, and what it does with the next ones (200 when nothing)."""

    url: str = ""
    heard: list[Heard] = field(default_factory=list)
    behaviours: list[Behaviour] = field(default_factory=list)


def status(code: int, body: bytes = b"", **headers: str) -> Behaviour:
    """Answer with this status."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@contextmanager
def receiver(tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A server at a free port, for as long as the block lasts; with `tls` it speaks that."""
    found = Receiver()
    fine = status(200, b"thanks")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            found.heard.append(Heard(self.path, headers, body))
            behaviour = found.behaviours.pop(0) if found.behaviours else fine
            self.close_connection = True
            try:
                behaviour(self)
            except (BrokenPipeError, ConnectionResetError):
                return  # the other side has had enough of it

        def log_message(self, *_said: object) -> None:
            """Nothing is said."""

    with listening(Handler, tls) as port:
        found.url = f"http://127.0.0.1:{port}/hook?site=1"
        yield found


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """Break off without a word."""
    handler.connection.shutdown(socket.SHUT_RDWR)


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Answer a line at a time, for longer than anybody waits."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for _ in range(200):
        handler.wfile.write(b"X-Slow: 1\r\n")
        time.sleep(0.05)
