"""An import that reports while it runs.

It has a thread and so a database connection of its own: its transaction must not move between the
threads in which a server sends the pieces of an answer. When nobody listens any more it is stopped,
and its transaction with it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from queue import Queue
from threading import Event, Thread
from typing import Any

from django.db import connection
from django.utils import translation

Progress = Callable[[int, int], None]


class Stopped(Exception):
    """Nobody waits for the end."""


def stream(work: Callable[[Progress], dict[str, Any]]) -> Iterator[bytes]:
    """JSON by lines: how much is done, and at last what `work` returned, or its error."""
    lines: Queue[dict[str, Any]] = Queue()
    stopped = Event()
    language = translation.get_language()

    def progress(done: int, total: int) -> None:
        if stopped.is_set():
            raise Stopped
        lines.put({"done": done, "total": total})

    def run() -> None:
        try:
            with translation.override(language):
                lines.put({"result": work(progress)})
        except Stopped:
            pass
        except BaseException:
            lines.put({"error": True})
            raise
        finally:
            connection.close()

    thread = Thread(target=run, name="import")
    thread.start()
    try:
        while True:
            line = lines.get()
            yield json.dumps(line).encode() + b"\n"
            if "done" not in line:
                break
    finally:
        stopped.set()
        thread.join()
