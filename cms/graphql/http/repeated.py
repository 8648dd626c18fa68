"""Requests that have come before are answered before Django hears of them.

A response follows from two things: what the request says, and the state of everything public. One
that says the same as an earlier one gets the same response, headers and all, while the stamp of
that state is the same (:mod:`cms.publishing.clock`); reading the stamp is all that has to be done.
Hosts, origins, media types and codings have been checked for the very same words.

Only responses with a kept answer are kept here, so never one for a token, a member or a mutation.
After a change each of them takes the whole way once, where it is found whether it is still true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.http import HttpResponseBase

from cms.graphql.cache.store import Store
from cms.graphql.conf import Conf, conf
from cms.graphql.http.responses import is_near_its_end
from cms.graphql.persisted.manifest import version_of
from cms.graphql.usage import count
from cms.publishing.clock import Stamp, unchanged_stamp

PREFIX = "/graphql"
# All that the endpoint and what stands before it read of a request, see tests/graphql/http.
DECIDING = (
    *("REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "CONTENT_TYPE"),
    *("wsgi.url_scheme", "SERVER_NAME", "SERVER_PORT"),
    *("HTTP_HOST", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT", "HTTP_X_FORWARDED_PROTO"),
    *("HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_CONTENT_ENCODING", "HTTP_IF_NONE_MATCH"),
    *("HTTP_ORIGIN", "HTTP_TRANSFER_ENCODING", "HTTP_X_PREVIEW_PAGE"),
)
SHARE = 4  # of the memory for kept answers, a part: there the same bytes are kept
OVERHEAD = 2_000  # bytes of headers and of objects
MAX_LENGTH_DIGITS = 9

Environ = dict[str, Any]
Key = tuple[bytes | str | tuple[object, ...] | None, ...]
Application = Callable[..., Iterable[bytes]]
Asked = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Sent:
    """A response that was sent, the public state that it shows, and what was asked: a document
    and the name of an operation."""

    stamp: Stamp
    asked: Asked
    status: str
    headers: list[tuple[str, str]]
    content: bytes
    size: int


class RepeatedRequests:
    """The WSGI application that stands before Django's."""

    def __init__(self, application: Application) -> None:
        """Keep nothing yet."""
        self._application = application
        self._store: Store[Sent] = Store(0)

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The response to a request, repeated or Django's."""
        limits = conf()
        body = _body(environ, limits)
        if body is None:
            return self._application(environ, start_response)
        key = _key(environ, body, limits)
        sent = self._store.get(key)
        if sent is not None and _is_true(sent, limits):
            count(environ, *sent.asked)
            start_response(sent.status, sent.headers)
            return (sent.content,)
        response = self._application(environ, start_response)
        self._store.max_bytes = limits.answer_cache_bytes // SHARE
        self._keep(key, response)
        return response

    def _keep(self, key: Key, response: Any) -> None:
        stamp = stamp_of(response)
        if stamp is None or response.cookies:
            return
        status = f"{response.status_code} {response.reason_phrase}"
        headers = list(response.items())
        size = len(response.content) + sum(map(len, filter(None, key))) + OVERHEAD
        self._store.put(key, Sent(stamp, response.asked, status, headers, response.content, size))


def _is_true(sent: Sent, limits: Conf) -> bool:
    """Also of the headers, which say for how long it will be."""
    return sent.stamp == unchanged_stamp() and not is_near_its_end(sent.stamp, limits)


def repeatable(response: HttpResponseBase, stamp: Stamp | None, asked: Asked) -> None:
    """Let `response` be sent again for the same request, while the public state is `stamp`."""
    response.stamp = stamp  # type: ignore[attr-defined]  # as Django's own middleware marks them
    response.asked = asked  # type: ignore[attr-defined]  # likewise


def stamp_of(response: Any) -> Stamp | None:
    """The state that a response shows that may be repeated; None when it may not."""
    found = getattr(response, "stamp", None)
    return found if isinstance(found, Stamp) else None


def _body(environ: Environ, limits: Conf) -> bytes | None:
    """The body of a request that may be a repeated one; None when it is another.

    It can be read once more by whoever comes next.
    """
    if not environ["PATH_INFO"].startswith(PREFIX) or "HTTP_AUTHORIZATION" in environ:
        return None
    method = environ["REQUEST_METHOD"]
    if method == "GET":
        return b""
    length = environ.get("CONTENT_LENGTH") or ""
    if method != "POST" or not length.isdecimal() or len(length) > MAX_LENGTH_DIGITS:
        return None
    if int(length) > limits.max_body_bytes or "HTTP_TRANSFER_ENCODING" in environ:
        return None
    try:
        body: bytes = environ["wsgi.input"].read(int(length))
    except OSError:  # it broke off: Django says so
        return None
    environ["wsgi.input"] = BytesIO(body)
    return body


def _key(environ: Environ, body: bytes, limits: Conf) -> Key:
    known = version_of(limits.manifest) if limits.manifest else None
    return (body, known, *map(environ.get, DECIDING))
