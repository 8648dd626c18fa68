"""One Elasticsearch server for all processes of a test run, started by the first that asks."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.servers.elasticsearch import (
    STOP_TIMEOUT_SECONDS,
    LifeLine,
    Node,
    server_folder,
    start,
    unpack,
)

HEAP = "512m"
SHARED = "KLASTR_TEST_ELASTICSEARCH_FOLDER"  # set for the processes of one run
RUNNING = "KLASTR_TEST_ELASTICSEARCH"  # HOST:PORT of a server that is running already

_started: list[Node] = []  # by this process, which must not forget its child


@contextmanager
def shared_server() -> Iterator[None]:
    """Let this process and those it starts share one server, which the first that asks starts.

    It ends with the process that is here, whoever started it.
    """
    with server_folder() as folder:
        line = LifeLine(folder)
        os.environ[SHARED] = str(folder)
        try:
            yield
        finally:
            del os.environ[SHARED]
            line.let_go()
            started = folder / "pid"
            if started.exists():
                _wait_for_end(int(started.read_text()))


def shared_address() -> str:
    """Host and port of the shared server, or of one that is running already.

    Raises:
        ElasticsearchMissing: The machine cannot run one.
    """
    if running := os.environ.get(RUNNING):
        return running
    folder = Path(os.environ[SHARED])
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        address = folder / "address"
        if not address.exists():
            home = unpack(folder)
            settings = {"discovery.type": "single-node"}
            node = start(home, folder / "node", folder / "alive", settings, HEAP)
            _started.append(node)
            (folder / "pid").write_text(str(node.process.pid))
            node.wait_until_ready()
            address.write_text(node.address)
        return address.read_text()


def _wait_for_end(process: int) -> None:
    deadline = time.monotonic() + STOP_TIMEOUT_SECONDS
    for node in _started:  # our own child, of which nothing is left only when it was waited for
        with suppress(subprocess.TimeoutExpired):
            node.process.wait(STOP_TIMEOUT_SECONDS)
    with suppress(ProcessLookupError):
        while time.monotonic() < deadline:
            os.kill(process, 0)
            time.sleep(0.1)
        os.killpg(process, signal.SIGKILL)
