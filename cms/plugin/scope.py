"""Facts that are read at most once in a request, or once until something public changes.

Active plugins, view restrictions, the addresses of sites: few facts that every answer needs and
that hardly ever change. They are kept with a stamp of the state of everything public, which
``cms.publishing.clock`` tells: a request that finds the same stamp reads none of them. Outside a
request (commands, shell) nothing is remembered and every read is fresh; within a transaction only
what the request itself read.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import get_ident
from typing import Any, TypeVar, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from cms.plugin import reads

T = TypeVar("T")

MAX_LASTING = 1_000  # facts of a process; beyond, the oldest go
MAX_MADE = 150  # statements and other large things that follow from public state
MAX_TABLES = 50  # kinds of values that are found by key
_STAMP, _CONNECTION = "scope.stamp", "scope.connection"

_lasting: dict[Hashable, tuple[Hashable, object]] = {}
_made: dict[Hashable, tuple[Hashable, object]] = {}
_tables: dict[Hashable, tuple[Hashable, object]] = {}
_changing = threading.Lock()
_read_stamp: Callable[[], Hashable] | None = None
_facts: ContextVar[dict[Hashable, object] | None] = ContextVar("klastr_request_facts", default=None)
_last_of_all: ContextVar[dict[Callable[[], None], None] | None] = ContextVar(
    "klastr_request_last_of_all", default=None
)


@contextmanager
def request_scope(stamp: Hashable = None) -> Iterator[None]:
    """Within this block, :func:`once` remembers; at its end everything is forgotten.

    `stamp` is one that was read a moment ago, if any.
    """
    token = _facts.set({} if stamp is None else {_STAMP: stamp})
    outermost = _last_of_all.set({}) if _last_of_all.get() is None else None
    try:
        yield
    finally:
        _facts.reset(token)
        if outermost is not None:
            wanted = _last_of_all.get() or {}
            _last_of_all.reset(outermost)
            for run in wanted:
                run()


def at_end(run: Callable[[], None]) -> None:
    """Call `run` when the request has done all it does, once however often that is wanted.

    At once outside a request. It must not raise.
    """
    wanted = _last_of_all.get()
    if wanted is None:
        run()
    else:
        wanted[run] = None


def once(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` returns, read once for `key` within the request."""
    facts = _facts.get()
    if facts is None:
        return read()
    if key not in facts:
        facts[key] = read()
    return cast("T", facts[key])


def stamp_by(read: Callable[[], Hashable]) -> None:
    """Let `read` tell the stamp: equal ones stand for the same public state."""
    global _read_stamp
    _read_stamp = read


def stamp() -> Hashable:
    """The state of everything public when the request began to read: all it reads is as new.

    None when nothing may be kept beyond the request: within a transaction it may see what nobody
    else does, yet or ever.
    """
    facts = _facts.get()
    if facts is None or _read_stamp is None:
        return None
    own = facts.get((_CONNECTION, get_ident()))
    if own is None:  # finding the thread's takes longer than all the rest
        own = facts[_CONNECTION, get_ident()] = transaction.get_connection()
    if cast("Any", own).in_atomic_block:
        return None
    return facts[_STAMP] if _STAMP in facts else once(_STAMP, _read_stamp)


def lasting(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` returns; read again only when something public has changed since.

    For facts that follow from public state alone, not from the visitor. All threads share them, so
    they are immutable.
    """
    facts = _facts.get()
    if facts is None:
        return read()
    if key not in facts:
        with reads.unrecorded():
            facts[key] = _kept(_lasting, MAX_LASTING, key, read)
    found = facts[key]
    if reads.is_recording():
        reads.note_fact(key, found, lambda: lasting(key, read))
    return cast("T", found)


def kept(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` returns; made again only when something public has changed since.

    For what follows from public state and from what visitors ask, and takes much memory: few are
    kept, apart from facts, so that nobody pushes those out. That it was read is not noted.
    """
    return _kept(_made, MAX_MADE, key, make)


def table(kind: Hashable) -> dict[Any, Any] | None:
    """Values of one kind by key, empty at first and again when something public has changed.

    All threads share them. Where nothing may be kept beyond the request, it has its own; None
    outside a request.
    """
    if _facts.get() is None:
        return None
    if stamp() is None:  # also when the transaction began after the table of all was asked for
        return once(("own table", kind), dict)
    return once(("table", kind), lambda: _kept(_tables, MAX_TABLES, kind, dict))


def _kept(
    among: dict[Hashable, tuple[Hashable, object]],
    most: int,
    key: Hashable,
    make: Callable[[], T],
) -> T:
    own = stamp()
    if own is None:
        return make()
    known = among.get(key)
    if known is None or known[0] != own:
        known = own, make()
        with _changing:
            among.pop(key, None)
            while len(among) >= most:
                among.pop(next(iter(among)))
            among[key] = known
    return cast("T", known[1])


def forget() -> None:
    """Drop what was remembered: the request itself changed it."""
    facts = _facts.get()
    if facts is not None:
        facts.clear()


def forget_lasting() -> None:
    """Drop what this process keeps: its database is another one now."""
    for kept_here in (_lasting, _made, _tables):
        kept_here.clear()
    forget()


class RequestScopeMiddleware:
    """Opens a scope around every request; stands first in ``MIDDLEWARE``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with request_scope():
            return self.get_response(request)
