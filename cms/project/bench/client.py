"""Asks over connections that stay open, with next to no work of its own between two answers."""

from __future__ import annotations

import json
import socket
import time
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

RECEIVED = 65536


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it is sent."""

    method: str
    path: str
    body: bytes = b""

    def bytes_for(self, host: str) -> bytes:
        """Head and body."""
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {host}", "Accept: application/json"]
        if self.body:
            lines += ["Content-Type: application/json", f"Content-Length: {len(self.body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


def posted(document: str, variables: dict[str, object]) -> Request:
    """An operation as any client sends it."""
    body = json.dumps({"query": document, "variables": variables}).encode()
    return Request("POST", "/graphql", body)


def persisted(sha256: str, variables: dict[str, object]) -> Request:
    """An operation of a document that is known by its hash, without an ETag."""
    values = quote(json.dumps(variables, separators=(",", ":")))
    return Request("GET", f"/graphql/d/{sha256}?variables={values}")


class Connection:
    """One connection that stays open."""

    def __init__(self, url: str) -> None:
        """Connect to the server at `url`."""
        parts = urlsplit(url)
        self._host = parts.netloc
        self._socket = socket.create_connection((parts.hostname or "", parts.port or 80), 30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def prepared(self, request: Request) -> bytes:
        """What :meth:`ask` sends."""
        return request.bytes_for(self._host)

    def ask(self, sent: bytes) -> tuple[int, bytes]:
        """Status and body of the answer."""
        self._socket.sendall(sent)
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._received()
        head = received[:end].lower()
        start = head.index(b"content-length:") + len(b"content-length:")
        length = int(head[start:].split(b"\r\n", 1)[0])
        body = bytearray(received[end + 4 :])
        while len(body) < length:
            body += self._received()
        return int(head.split(b" ", 2)[1]), bytes(body)

    def _received(self) -> bytes:
        part = self._socket.recv(RECEIVED)
        if not part:
            raise ConnectionError("The server closed the connection.")
        return part

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def answer(url: str, request: Request) -> bytes:
    """The body of one answer.

    Raises:
        RuntimeError: Something is wrong with the request or the server.
    """
    connection = Connection(url)
    try:
        status, body = connection.ask(connection.prepared(request))
    finally:
        connection.close()
    if status != 200 or b'"errors"' in body[:200]:
        raise RuntimeError(f"{request.method} {request.path}: {status} {body[:500]!r}")
    return body


def latencies(url: str, request: Request, count: int, connections: int = 4) -> list[float]:
    """Seconds that each of `count` answers took: one question at a time, over a few connections
    in turn, so that every worker has its share.
    """
    opened = [Connection(url) for _ in range(connections)]
    try:
        sent = opened[0].prepared(request)
        taken = []
        for number in range(count):
            started = time.perf_counter()
            status, _body = opened[number % connections].ask(sent)
            taken.append(time.perf_counter() - started)
            if status != 200:
                raise RuntimeError(f"{request.method} {request.path}: {status}")
        return taken
    finally:
        for connection in opened:
            connection.close()
