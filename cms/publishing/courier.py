"""Makes the deliveries that are left over: threads of a serving process, or ``klastr deliver``.

Each lane of handlers has a thread. It looks every two seconds, with one small query, and at once
when somebody wakes it. The threads are daemons: nothing has to wait for them at the end, as a
delivery that is cut off is made again.
"""

from __future__ import annotations

import logging
import random
import threading
import time

from django.db import close_old_connections, connection

from cms.publishing.handlers import MAIN, lanes

POLL_SECONDS = 2.0
PRUNE_SECONDS = 3600.0

logger = logging.getLogger(__name__)
_threads: dict[str, threading.Thread] = {}
_woken: dict[str, threading.Event] = {}
_stopped = threading.Event()


def start() -> None:
    """Begin in threads of this process, unless they run already."""
    if is_running():
        return
    _stopped.clear()
    for lane in lanes():
        _start(lane, _stopped)


def _start(lane: str, stopped: threading.Event) -> None:
    name = f"courier {lane}".strip()
    thread = threading.Thread(target=work, args=(stopped, lane), name=name, daemon=True)
    _threads[lane] = thread
    thread.start()


def stop(timeout: float = 10.0) -> None:
    """Finish the deliveries that are being made, then end."""
    _stopped.set()
    wake()
    for thread in _threads.values():
        thread.join(timeout)


def is_running() -> bool:
    """True when this process has couriers that work."""
    return any(thread.is_alive() for thread in _threads.values())


def wake() -> None:
    """Let all look at once."""
    for woken in list(_woken.values()):
        woken.set()


def wake_others() -> None:
    """Let those look at once whose lanes are not the main one."""
    for lane, woken in list(_woken.items()):
        if lane != MAIN:
            woken.set()


def work_in_all(stopped: threading.Event) -> None:
    """Deliver what is left over in all lanes until `stopped`: the main one in this thread."""
    for lane in lanes():
        if lane != MAIN:
            _start(lane, stopped)
    work(stopped)
    for thread in _threads.values():
        thread.join()


def work(stopped: threading.Event, lane: str = MAIN) -> None:
    """Deliver what is left over in a lane until `stopped`."""
    from cms.publishing import delivery  # noqa: PLC0415 -- it wakes us, so it imports us

    pruned = time.monotonic()
    woken = _woken.setdefault(lane, threading.Event())
    try:
        while not stopped.is_set():
            woken.clear()
            try:
                delivery.deliver_left_over(stopped.is_set, lane)
                if lane == MAIN and time.monotonic() - pruned > PRUNE_SECONDS:
                    pruned = time.monotonic()
                    delivery.prune()
            except Exception:  # the database may be away for a while; we look again
                logger.exception("courier.interrupted")
            close_old_connections()
            if not stopped.is_set():
                woken.wait(POLL_SECONDS * random.uniform(0.8, 1.2))  # noqa: S311 -- out of step
    finally:
        connection.close()
