"""Facts that are read at most once in a request: active plugins, view restrictions, sites.

Outside a request (commands, shell, tests) nothing is remembered and every read is fresh.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar, cast

from django.http import HttpRequest, HttpResponse

T = TypeVar("T")

_facts: ContextVar[dict[Hashable, object] | None] = ContextVar("klastr_request_facts", default=None)


@contextmanager
def request_scope() -> Iterator[None]:
    """Within this block, :func:`once` remembers; at its end everything is forgotten."""
    token = _facts.set({})
    try:
        yield
    finally:
        _facts.reset(token)


def once(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` returns, read once for `key` within the request."""
    facts = _facts.get()
    if facts is None:
        return read()
    if key not in facts:
        facts[key] = read()
    return cast("T", facts[key])


def forget() -> None:
    """Drop what was remembered: the request itself changed it."""
    facts = _facts.get()
    if facts is not None:
        facts.clear()


class RequestScopeMiddleware:
    """Opens a scope around every request; stands first in ``MIDDLEWARE``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with request_scope():
            return self.get_response(request)
