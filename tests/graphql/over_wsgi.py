"""The endpoint as a server calls it: as a WSGI application, in this process."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import quote

from django.core.handlers.wsgi import WSGIHandler

from cms.graphql.http.repeated import RepeatedRequests

HOST = "localhost"


@dataclass(frozen=True, slots=True)
class Sent:
    """A response: status line, headers, body."""

    status: str
    headers: dict[str, str]
    content: bytes


class Endpoint:
    """Asks, and counts in `passed_on` how often Django was asked, not the shorter way before it."""

    def __init__(self) -> None:
        self.passed_on = 0
        self._django = WSGIHandler()
        self._application = RepeatedRequests(self._counted)

    def post(
        self, document: str, variables: Mapping[str, Any] | None = None, **headers: str
    ) -> Sent:
        """The response to an operation as any client posts it; `headers` by their WSGI names."""
        body = json.dumps({"query": document, "variables": variables or {}}).encode()
        return self.ask("POST", body=body, CONTENT_TYPE="application/json", **headers)

    def get(
        self, document: str, variables: Mapping[str, Any] | None = None, **headers: str
    ) -> Sent:
        """The response to an operation in the address."""
        asked = {"query": document, "variables": json.dumps(variables or {})}
        query = "&".join(f"{name}={quote(value)}" for name, value in asked.items())
        return self.ask("GET", query, **headers)

    def ask(
        self,
        method: str,
        query: str = "",
        body: bytes = b"",
        path: str = "/graphql",
        **headers: str,
    ) -> Sent:
        """The response to a request."""
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_LENGTH": str(len(body)) if body else "",
            "SERVER_NAME": HOST,
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": HOST,
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": BytesIO(),
            **headers,
        }
        said: list[Any] = []
        response = self._application(environ, lambda *head: said.extend(head))
        content = b"".join(response)
        if hasattr(response, "close"):
            response.close()
        return Sent(said[0], dict(said[1]), content)

    def _counted(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.passed_on += 1
        given: Iterable[bytes] = self._django(environ, start_response)
        return given
