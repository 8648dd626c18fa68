"""Makes the deliveries of a serving process, in threads beside it, or those of ``klastr deliver``.

Each lane of handlers has a thread. A change of its own process wakes it at once; for what others
have left over it looks every two seconds, with one small query. The threads are daemons: nothing
has to wait for them at the end, as a delivery that is cut off is made again.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from contextvars import copy_context

from django.db import close_old_connections, connection

from cms.publishing.handlers import MAIN, lanes
from cms.publishing.statistics import renew_statistics

POLL_SECONDS = 2.0
AGAIN_SECONDS = 0.02  # while another process has the turn, twice as long each time
PRUNE_SECONDS = 3600.0

logger = logging.getLogger(__name__)
_threads: dict[str, threading.Thread] = {}
_woken: dict[str, threading.Event] = {}
_stopped = threading.Event()
_beside: dict[str, Callable[[Callable[[], bool]], object]] = {}


def work_beside(name: str, run: Callable[[Callable[[], bool]], object]) -> None:
    """Have `run` called in a thread of its own wherever all lanes are delivered, as often as they.

    It is asked to end by what it is given. `name` is that of no lane.
    """
    _beside[name] = run


def run_beside() -> None:
    """Call once what works beside, one after the other."""
    for run in _beside.values():
        run(lambda: False)


def start() -> None:
    """Begin in threads of this process, unless they run already."""
    if any(thread.is_alive() for thread in _threads.values()):
        return
    _stopped.clear()
    for lane in (*lanes(), *_beside):
        _start(lane, _stopped)


def _start(lane: str, stopped: threading.Event) -> None:
    name = f"courier {lane}".strip()
    run = copy_context().run
    thread = threading.Thread(target=run, args=(work, stopped, lane), name=name, daemon=True)
    _threads[lane] = thread
    thread.start()


def stop(timeout: float = 10.0) -> None:
    """Finish the deliveries that are being made, then end."""
    _stopped.set()
    for woken in list(_woken.values()):
        woken.set()
    for thread in list(_threads.values()):
        thread.join(timeout)


def is_running() -> bool:
    """True when this process has a courier that works, and so need not deliver anything itself."""
    thread = _threads.get(MAIN)  # of a thread that a fork has left behind, Python says it is dead
    return thread is not None and thread.is_alive()


def wake() -> None:
    """Let the main lane look at once, and all others when it has looked.

    All at once they would take turns at the interpreter, and each would take as long as all.
    """
    main = _woken.get(MAIN)
    if main is None:
        wake_others()
    else:
        main.set()


def wake_others() -> None:
    """Let those look at once whose lanes are not the main one."""
    for lane, woken in list(_woken.items()):
        if lane != MAIN:
            woken.set()


def work_in_all(stopped: threading.Event) -> None:
    """Deliver what is left over in all lanes until `stopped`: the main one in this thread."""
    for lane in (*lanes(), *_beside):
        if lane != MAIN:
            _start(lane, stopped)
    work(stopped)
    for thread in list(_threads.values()):
        thread.join()


def work(stopped: threading.Event, lane: str = MAIN) -> None:
    """Deliver what is left over in a lane, or do what works beside, until `stopped`."""
    from cms.publishing import delivery  # noqa: PLC0415 -- it wakes us, so it imports us

    pruned = time.monotonic()
    woken = _woken.setdefault(lane, threading.Event())
    again = AGAIN_SECONDS
    is_woken = False
    try:
        while not stopped.is_set():
            woken.clear()
            was_ours = True
            try:
                was_ours = _look(lane, stopped.is_set)
                if lane == MAIN and time.monotonic() - pruned > PRUNE_SECONDS:
                    pruned = time.monotonic()
                    delivery.prune()
                    renew_statistics()  # a site may have grown from nothing
            except Exception:  # the database may be away for a while; we look again
                logger.exception("courier.interrupted")
            if lane == MAIN and is_woken:
                wake_others()
            close_old_connections()
            # Whoever has the turn may have looked for the last time before our change.
            pause = POLL_SECONDS if was_ours else again
            again = min(2 * again, POLL_SECONDS)
            if stopped.is_set():
                break
            is_woken = woken.wait(pause * random.uniform(0.8, 1.2))  # noqa: S311 -- out of step
            if was_ours or is_woken:
                again = AGAIN_SECONDS
    finally:
        connection.close()


def _look(lane: str, is_stopped: Callable[[], bool]) -> bool:
    """Do what is to be done in a lane, or beside; False when another process has the turn."""
    from cms.publishing import delivery  # noqa: PLC0415 -- it wakes us, so it imports us

    if lane in _beside:
        _beside[lane](is_stopped)
        return True
    return delivery.deliver_left_over(is_stopped, lane).was_ours
