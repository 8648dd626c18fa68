"""Who delivers now: several processes may want to, and none may be waited for when it was killed.

PostgreSQL locks each delivery that is being made, and lets go of it when its client dies. That is
no lock of a row, which needs a transaction: a handler within one would keep others waiting for all
that it writes, and lose numbers that it has already shown to other systems when it fails. SQLite
has one lock for everything, which nobody may hold for long; all its processes are on one machine,
so they take turns by a locked file beside it, which the system unlocks when its holder dies.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from zlib import crc32

from django.db import InterfaceError, OperationalError, connection

DELIVERING = "deliver"
DELIVERIES = 0x6B6C6173  # so that other advisory locks in the same database are not ours
LANES = 0x6B6C6174
PAUSE_SECONDS = 0.01


def locks_rows() -> bool:
    """True when each delivery is locked by itself in the database."""
    return bool(connection.features.has_select_for_update_skip_locked)


@contextmanager
def turn(*, wait_seconds: float, at: str = DELIVERING) -> Iterator[bool]:
    """True within this block when it is ours to deliver; False when others do it all the time.

    `at` names the work: turns at one work do not wait for those at another.
    """
    if locks_rows():
        yield True
        return
    database = Path(connection.settings_dict["NAME"])
    with database.with_name(f"{database.name}-{at}.lock").open("w") as file:
        yield _is_locked(file, time.monotonic() + wait_seconds)


@contextmanager
def turn_in(lane: str, *, wait_seconds: float) -> Iterator[bool]:
    """True within this block when it is ours to deliver in this lane.

    In the main one, "", several may do so where the database locks each delivery; in the others,
    one at a time.
    """
    if lane and locks_rows():
        with _locked([LANES, crc32(lane.encode()) & 0x7FFFFFFF]) as is_ours:
            yield is_ours
    else:
        at = f"{DELIVERING}-{lane}" if lane else DELIVERING
        with turn(wait_seconds=wait_seconds, at=at) as is_ours:
            yield is_ours


@contextmanager
def only_here(delivery: int) -> Iterator[bool]:
    """True within this block when nobody else makes this delivery; the lock goes with its process.

    On SQLite, whoever has the turn has all deliveries.
    """
    if not locks_rows():
        yield True
        return
    with _locked([DELIVERIES, delivery & 0x7FFFFFFF]) as is_ours:
        yield is_ours


@contextmanager
def _locked(key: list[int]) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s::int, %s::int)", key)
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            _unlock(key)


def _unlock(key: list[int]) -> None:
    lost = suppress(OperationalError, InterfaceError)  # such a connection has let go of it
    with lost, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s::int, %s::int)", key)


def _is_locked(file: IO[str], deadline: float) -> bool:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(PAUSE_SECONDS)
        else:
            return True
