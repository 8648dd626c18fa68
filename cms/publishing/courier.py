"""Makes the deliveries that are left over: a thread of a serving process, or ``klastr deliver``.

It looks every two seconds, with one small query, and at once when somebody wakes it. The thread is
a daemon: nothing has to wait for it at the end, as a delivery that is cut off is made again.
"""

from __future__ import annotations

import logging
import random
import threading
import time

from django.db import close_old_connections, connection

POLL_SECONDS = 2.0
PRUNE_SECONDS = 3600.0

logger = logging.getLogger(__name__)
_thread: threading.Thread | None = None
_woken = threading.Event()
_stopped = threading.Event()


def start() -> None:
    """Begin in a thread of this process, unless it runs already."""
    global _thread
    if is_running():
        return
    _stopped.clear()
    _thread = threading.Thread(target=work, args=(_stopped,), name="courier", daemon=True)
    _thread.start()


def stop(timeout: float = 10.0) -> None:
    """Finish the delivery that is being made, then end."""
    _stopped.set()
    _woken.set()
    if _thread is not None:
        _thread.join(timeout)


def is_running() -> bool:
    """True when this process has a courier that works."""
    return _thread is not None and _thread.is_alive()


def wake() -> None:
    """Let it look at once."""
    _woken.set()


def work(stopped: threading.Event) -> None:
    """Deliver what is left over until `stopped`."""
    from cms.publishing import delivery  # noqa: PLC0415 -- it wakes us, so it imports us

    pruned = time.monotonic()
    try:
        while not stopped.is_set():
            _woken.clear()
            try:
                delivery.deliver_left_over(stopped.is_set)
                if time.monotonic() - pruned > PRUNE_SECONDS:
                    pruned = time.monotonic()
                    delivery.prune()
            except Exception:  # the database may be away for a while; we look again
                logger.exception("courier.interrupted")
            close_old_connections()
            if not stopped.is_set():
                _woken.wait(POLL_SECONDS * random.uniform(0.8, 1.2))  # noqa: S311 -- out of step
    finally:
        connection.close()
