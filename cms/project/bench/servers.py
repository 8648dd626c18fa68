"""Servers as real processes: the site with and without its cache of answers, and the yardstick."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cms.project.bench.client import Connection

HOST = "127.0.0.1"
WORKERS = 2
READY_SECONDS = 120
STOP_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Server:
    """Where it answers, and its first process."""

    url: str
    pid: int


def address(port: int) -> str:
    """The URL of a server at `port` of this machine."""
    return f"http://{HOST}:{port}"


@contextmanager
def site(port: int, settings: str, public_url: str) -> Iterator[Server]:
    """The site of KLASTR_HOME as ``klastr up`` serves it with these settings."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings, "PUBLIC_URL": public_url}
    command = ["cms", "up", "--no-demo", "--host", HOST, "--port", str(port)]
    with _running([*command, "--workers", str(WORKERS)], environment, port) as server:
        yield server


@contextmanager
def yardstick(port: int, folder: Path) -> Iterator[Server]:
    """The bare view that answers with the files in `folder`."""
    command = ["cms.project.bench.yardstick", HOST, str(port), str(WORKERS), str(folder)]
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    with _running(command, environment, port) as server:
        yield server


@contextmanager
def _running(command: list[str], environment: dict[str, str], port: int) -> Iterator[Server]:
    with ExitStack() as stack:
        process = stack.enter_context(
            subprocess.Popen(  # noqa: S603 -- ourselves
                [sys.executable, "-P", "-m", *command],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        )
        stack.callback(_stop, process)
        _wait_for(process, port)
        yield Server(address(port), process.pid)


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            Connection(address(port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"The server at port {port} did not start: {process.args!r}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
