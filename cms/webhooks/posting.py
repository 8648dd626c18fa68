"""One POST: to the very address that was checked, bounded in time and size, leading nowhere else.

urllib3 connects to an address and still checks the certificate for the host's name, which clients
above it do not offer.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from http.client import HTTPException
from typing import Any

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from cms.webhooks.network import Target

CONNECT_SECONDS, SILENCE_SECONDS, TOTAL_SECONDS = 5.0, 10.0, 15.0
MAX_READ = 4096  # bytes of an answer
EXCERPT = 500  # characters of it


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status, or else an `error` that says why none did."""

    status: int | None = None
    excerpt: str = ""
    error: str = ""
    retry_after: str = ""
    milliseconds: int = 0


def post(
    target: Target,
    body: bytes,
    headers: Mapping[str, str],
    *,
    total_seconds: float = TOTAL_SECONDS,
    trusted: ssl.SSLContext | None = None,
) -> Answer:
    """What the target answers to `body`; never raises for what happens on the network."""
    began = time.monotonic()
    connection = _connection(target, trusted)
    guard = _Guard(connection, total_seconds)
    sent = {**headers, "Host": target.host_header, "Connection": "close"}
    try:
        with guard:
            connection.connect()
            guard.watch()
            connection.request("POST", target.path, body, sent, preload_content=False)
            response = connection.getresponse()
            if guard.is_over:  # what was cut off looks like the end of the headers
                raise TimeoutError
            found = Answer(
                response.status,
                _excerpt(response),
                retry_after=response.headers.get("Retry-After", ""),
            )
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        found = Answer(error=_problem(error, is_late=guard.is_over))
    finally:
        connection.close()
    return replace(found, milliseconds=round(1000 * (time.monotonic() - began)))


def _connection(target: Target, trusted: ssl.SSLContext | None) -> HTTPConnection:
    if not target.is_secure:
        return HTTPConnection(target.address, target.port, timeout=CONNECT_SECONDS)
    return HTTPSConnection(
        target.address,
        target.port,
        timeout=CONNECT_SECONDS,
        ssl_context=trusted or _trusted(),
        server_hostname=target.host,
    )


@cache
def _trusted() -> ssl.SSLContext:
    """Whom the system trusts, and where it has no list, whom Mozilla does."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


class _Guard:
    """Cuts a connection when its time is over, however slowly it goes on."""

    def __init__(self, connection: HTTPConnection, seconds: float) -> None:
        self.is_over = False
        self._connection = connection
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> _Guard:
        self._timer.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._timer.cancel()

    def watch(self) -> None:
        """Remember the socket, which the connection gives to its response."""
        self._socket = self._connection.sock
        self._connection.timeout = SILENCE_SECONDS

    def _cut(self) -> None:
        self.is_over = True
        own = self._socket or self._connection.sock
        if own is not None:
            with suppress(OSError):  # it is closed already
                own.shutdown(socket.SHUT_RDWR)


def _excerpt(response: Any) -> str:
    """The beginning of the answer; who has said a status has answered, whatever follows."""
    data = b""
    try:
        while len(data) < MAX_READ and (more := _some(response, MAX_READ - len(data))):
            data += more
    except (HTTPError, HTTPException, OSError, ValueError):
        data += b" ..."
    text = data.decode("utf-8", "replace").replace("\0", "")
    return " ".join(text.split())[:EXCERPT]


def _some(response: Any, size: int) -> bytes:
    """What has come, packed or not: unpacked it may be of any size."""
    return bytes(response.read1(size, decode_content=False))


def _problem(error: Exception, *, is_late: bool) -> str:
    """In a few words, without what urllib3 tells of its objects."""
    if is_late or isinstance(error, TimeoutError) or "Timeout" in type(error).__name__:
        return "timeout"
    if isinstance(error, ssl.SSLError) or "SSL" in type(error).__name__:
        return "tls"
    return "connection"
