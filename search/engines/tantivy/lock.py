"""One writer at a time, among the threads of this process and all processes of the machine.

The lock on the file ends with the process, however it ends. Within the process a lock of its own
comes first: it also keeps the process from forking while something is written, since a child
would hold the file's lock, and tantivy's, for as long as it lives.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from pathlib import Path

from search.engine import EngineDown

PAUSES = (0.002, 0.05)  # seconds between looks at the lock: the first, and the longest

_writing = threading.Lock()
_are_forks_held = False


class WriteLock:
    """The right to write in a folder; taken when made, given back by `release`."""

    def __init__(self, path: Path, timeout: float) -> None:
        """Wait for whoever writes.

        Raises:
            EngineDown: When that takes longer than `timeout` seconds.
        """
        until = time.monotonic() + timeout
        _hold_forks()
        if not _writing.acquire(timeout=timeout):
            raise EngineDown(f"Another thread writes in {path.parent}.")
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                self._wait(path, until)
            except BaseException:
                os.close(self._file)
                raise
        except BaseException:
            _writing.release()
            raise

    def release(self) -> None:
        """Let the next one write."""
        os.close(self._file)
        _writing.release()

    def _wait(self, path: Path, until: float) -> None:
        pause, longest = PAUSES
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() + pause > until:
                    raise EngineDown(f"Another process writes in {path.parent}.") from None
                time.sleep(pause)
                pause = min(pause * 2, longest)
            else:
                return


def _hold_forks() -> None:
    global _are_forks_held  # children inherit both the hooks and this
    if not _are_forks_held:
        _are_forks_held = True
        os.register_at_fork(
            before=_writing.acquire,
            after_in_parent=_writing.release,
            after_in_child=_writing.release,
        )
