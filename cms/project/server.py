"""Serves the site: one parent that only watches, and worker processes that hold the application.

Started as a program of its own (``python -m cms.project.server``) so that the parent imports
neither Django nor Wagtail and costs next to no memory.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any, NoReturn

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

THREADS_PER_WORKER = 4  # Python runs one at a time; the others wait for the database
WAITING_PER_WORKER = 256  # beyond that, connections wait in the kernel
STOP_TIMEOUT_SECONDS = 1
CANNOT_LOAD = signal.SIGUSR1
# Python's threads take turns, so heaps of their own would only hold memory: 4 MB in each worker.
MALLOC_ARENAS = "MALLOC_ARENA_MAX"


def replace_process(host: str, port: int, workers: int) -> NoReturn:
    """Become the server. The process keeps its number, so signals still reach it."""
    arguments = ["-P", "-m", "cms.project.server", host, str(port), str(workers)]
    environment = {MALLOC_ARENAS: "1", **os.environ}
    os.execve(sys.executable, [sys.executable, *arguments], environment)  # noqa: S606 -- no shell is wanted


def serve(
    host: str, port: int, workers: int, load: Callable[[], Callable[..., Any]] | None = None
) -> None:
    """Serve until SIGINT or SIGTERM; a worker that dies is replaced.

    `load` gives another application than the site.
    """
    server = Server(
        "cms.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=workers,
        blocking_threads=THREADS_PER_WORKER,
        backpressure=WAITING_PER_WORKER,
        workers_kill_timeout=STOP_TIMEOUT_SECONDS,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        log_level=LogLevels.warning,
    )
    failures: list[int] = []

    def give_up(number: int, frame: object) -> None:
        failures.append(number)
        server.signal_handler_interrupt()

    signal.signal(CANNOT_LOAD, give_up)
    try:
        server.serve(
            target_loader=partial(_load_application, load or _import_application),
            wrap_loader=False,
        )
    except SystemExit:
        if not server.interrupt_signal:
            raise
    if failures:
        sys.exit(1)


def _load_application(load: Callable[[], Callable[..., Any]]) -> Callable[..., Any]:
    """The application, in a worker, with all that the first reader would wait for."""
    parent = os.getppid()
    for number in (signal.SIGINT, signal.SIGTERM, CANNOT_LOAD):
        signal.signal(number, signal.SIG_DFL)  # the parent's handlers came along with the fork
    os.setpgrp()  # Ctrl-C in a terminal reaches the parent alone, which stops us in order
    threading.Thread(target=_stop_when_orphaned, args=(parent,), daemon=True).start()
    try:
        application = load()
    except BaseException:
        os.kill(parent, CANNOT_LOAD)  # the next worker would fail like this one
        raise
    gc.collect()
    gc.freeze()  # what lives as long as the process need not be looked at again
    return application


def _import_application() -> Callable[..., Any]:
    # Only workers hold Django, and it has to be set up before anything that needs it.
    wsgi = import_module("cms.project.wsgi")
    import_module("cms.project.warm_up").warm_up()
    import_module("cms.publishing.delivery").start_courier()
    application: Callable[..., Any] = wsgi.application
    return application


def _stop_when_orphaned(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
