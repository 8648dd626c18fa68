"""CDNs at the process border: small servers that answer as Cloudflare and Fastly document it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.servers.listening import listening

TOKEN = "s3cret-token-of-the-cdn"
Answer = tuple[int, dict[str, str], Any]


@dataclass(frozen=True)
class Heard:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Cdn:
    """A running server: what it heard, and what it answers."""

    url: str = ""
    heard: list[Heard] = field(default_factory=list)
    answers: Callable[[Heard], Answer] = lambda heard: (200, {}, {})


@contextmanager
def cdn(answers: Callable[[Heard], Answer]) -> Iterator[Cdn]:
    """A server at a free port, for as long as the block lasts."""
    found = Cdn(answers=answers)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            text = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            heard = Heard(
                self.command, self.path, dict(self.headers), json.loads(text) if text else None
            )
            found.heard.append(heard)
            status, headers, body = found.answers(heard)
            content = b"" if status == 204 else json.dumps(body).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if content:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PURGE = do_BAN = do_DELETE = handle_any

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    with listening(Handler) as port:
        found.url = f"http://127.0.0.1:{port}"
        yield found


def cloudflare(heard: Heard) -> Answer:
    """As POST /zones/{zone}/purge_cache answers: one kind of thing, up to a hundred of it."""
    said = {"success": False, "errors": [], "messages": [], "result": None}
    if heard.headers.get("Authorization") != f"Bearer {TOKEN}":
        error = {"code": 10000, "message": f"Authentication error: {heard.headers}"}
        return 403, {}, {**said, "errors": [error]}
    kinds = {"tags", "files", "purge_everything"} & set(heard.body)
    many = [len(value) for value in heard.body.values() if isinstance(value, list)]
    if len(kinds) != 1 or set(heard.body) - kinds or max(many, default=1) > 100:
        return 400, {}, {**said, "errors": [{"code": 1094, "message": "Malformed."}]}
    return 200, {}, {**said, "success": True, "result": {"id": "023e105f4ecef8ad9ca31a8372d0c353"}}


def fastly(heard: Heard) -> Answer:
    """As POST /service/{id}/purge answers, with an id for each key, and purge_all."""
    if heard.headers.get("Fastly-Key") != TOKEN:
        return 401, {}, {"msg": "Provided credentials are missing or invalid"}
    if heard.path.endswith("/purge_all"):
        return 200, {}, {"status": "ok"}
    if heard.path.startswith("/purge/"):
        return 200, {}, {"status": "ok", "id": "108-1391560174-974124"}
    keys = heard.body["surrogate_keys"]
    if len(keys) > 256:
        return 400, {}, {"msg": "Too many keys"}
    return 200, {}, dict.fromkeys(keys, "108-1391560174-974124")
