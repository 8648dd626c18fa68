"""One writer at a time, among the threads of this process and all processes of the machine.

The lock on the file ends with the process, however it ends. Within the process a lock of its own
comes first: it also keeps the process from forking while something is written, since a child
would hold the file's lock, and tantivy's, for as long as it lives.

Who waits says so, within the process in a set and to others by a lock on a second file: whoever has
the right without need gives it back.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from contextlib import ExitStack
from pathlib import Path

from search.engine import EngineDown

WANTED = "wanted.lock"
PAUSES = (0.002, 0.05)  # seconds between looks at the lock: the first, and the longest

_writing = threading.Lock()
_waiting: set[object] = set()  # who waits for it
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
        if not _acquired(timeout):
            raise EngineDown(f"Another thread writes in {path.parent}.")
        self._files = ExitStack()
        self._files.callback(_writing.release)
        try:
            self._file = self._opened(path)
            self._wanted = self._opened(path.with_name(WANTED))
            self._wait(path, until)
        except BaseException:
            self._files.close()
            raise

    def is_wanted(self) -> bool:
        """True when somebody else waits for this right."""
        if _waiting:
            return True
        try:
            fcntl.flock(self._wanted, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.flock(self._wanted, fcntl.LOCK_UN)
        return False

    def release(self) -> None:
        """Let the next one write."""
        self._files.close()

    def _opened(self, path: Path) -> int:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        self._files.callback(os.close, file)
        return file

    def _wait(self, path: Path, until: float) -> None:
        pause, longest = PAUSES
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() + pause > until:
                    raise EngineDown(f"Another process writes in {path.parent}.") from None
                fcntl.flock(self._wanted, fcntl.LOCK_SH)
                time.sleep(pause)
                pause = min(pause * 2, longest)
            else:
                fcntl.flock(self._wanted, fcntl.LOCK_UN)
                return


def _acquired(timeout: float = -1) -> bool:
    """True when this thread is the one of the process that may write."""
    waiting = object()
    _waiting.add(waiting)
    try:
        return _writing.acquire(timeout=timeout)
    finally:
        _waiting.discard(waiting)


def _after_in_child() -> None:
    _waiting.clear()  # those threads are not in the child
    _writing.release()


def _hold_forks() -> None:
    global _are_forks_held  # children inherit both the hooks and this
    if not _are_forks_held:
        _are_forks_held = True
        os.register_at_fork(
            before=_acquired,
            after_in_parent=_writing.release,
            after_in_child=_after_in_child,
        )
