"""A relay between a client and a real server, which can be as bad as networks and clusters are."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

FROM_A_SERVER = {
    "X-Elastic-Product": "Elasticsearch",
    "Content-Type": "application/vnd.elasticsearch+json;compatible-with=8",
}


class Relay(ThreadingHTTPServer):
    """Hands requests on.

    `is_cut`: it hangs up instead. `delay`: it waits so many seconds first. `busy`: so many batches
    get their second half refused, with `busy_status`. `batches` are the parts of each it has seen.
    """

    daemon_threads = True

    def __init__(self, server: str) -> None:
        """Listen on a free port; `server` is HOST:PORT."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.server = server
        self.is_cut = False
        self.delay = 0.0
        self.busy = 0
        self.busy_status = 429
        self.batches: list[int] = []

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that have not waited."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Relay

    def do_GET(self) -> None:
        """Hand on what comes, by any method."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        time.sleep(self.server.delay)
        if self.server.is_cut:
            self.close_connection = True
            return
        if self.path.startswith("/_bulk"):
            self._batch(body)
        else:
            self._answer(*self._ask(body))

    do_POST = do_PUT = do_DELETE = do_HEAD = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def _batch(self, body: bytes) -> None:
        lines = body.splitlines(keepends=True)
        parts = [lines[start : start + 2] for start in range(0, len(lines), 2)]
        self.server.batches.append(len(parts))
        if not self.server.busy:
            self._answer(*self._ask(body))
            return
        self.server.busy -= 1
        half = len(parts) // 2
        status, headers, answer = 200, FROM_A_SERVER, b'{"took": 0, "items": []}'
        if half:
            status, headers, answer = self._ask(b"".join(b"".join(part) for part in parts[:half]))
        told = json.loads(answer)
        refused = {"status": self.server.busy_status, "error": {"type": "too_busy", "reason": "x"}}
        for part in parts[half:]:
            told["items"].append({"index": {"_id": json.loads(part[0])["index"]["_id"], **refused}})
        self._answer(status, headers, json.dumps({**told, "errors": True}).encode())

    def _ask(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection(self.server.server, timeout=30)
        kept = ("content-type", "accept")
        headers = {name: value for name, value in self.headers.items() if name.lower() in kept}
        try:
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            told = {
                name: value
                for name, value in answer.getheaders()
                if name.lower() in ("content-type", "x-elastic-product")
            }
            return answer.status, told, answer.read()
        finally:
            connection.close()

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def relay_to(server: str) -> Iterator[Relay]:
    """A relay to HOST:PORT while it is needed."""
    with Relay(server) as relay:
        thread = threading.Thread(target=relay.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield relay
        finally:
            relay.shutdown()
            thread.join()
