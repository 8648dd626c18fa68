"""A real PostgreSQL server for the tests: a fresh cluster on a free port, gone afterwards.

Only the binaries are needed, no running service. PostgreSQL refuses to run as root, so root hands
the cluster to another user. Durability is off: a test's data need not survive a power cut.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_TIMEOUT_SECONDS = 30
UNPRIVILEGED_USERS = ("postgres", "nobody")
_PR_SET_PDEATHSIG = 1


class PostgresMissing(Exception):
    """The machine has no PostgreSQL server binaries."""


def binaries() -> Path:
    """The folder with ``initdb`` and ``postgres``.

    Raises:
        PostgresMissing: none of the usual places has them.
    """
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if pg_config := shutil.which("pg_config"):
        bindir = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=True)
        candidates.append(Path(bindir.stdout.strip()))
    if initdb := shutil.which("initdb"):
        candidates.append(Path(initdb).resolve().parent)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise PostgresMissing("no PostgreSQL server binaries (initdb, postgres) on this machine")


@contextmanager
def postgres_server() -> Iterator[str]:
    """Run a new cluster; gives the URL of its empty database ``postgres``."""
    bin_dir = binaries()
    user = _server_user()
    folder = Path(tempfile.mkdtemp(prefix="klastr-postgres-"))
    process: subprocess.Popen[bytes] | None = None
    try:
        if user is not None:
            account = pwd.getpwnam(user)
            os.chown(folder, account.pw_uid, account.pw_gid)
        _initdb(bin_dir, folder / "data", user)
        port = _free_port()
        process = _start(bin_dir, folder, port, user)
        _wait_until_ready(bin_dir, port, process, folder / "log")
        yield f"postgres://klastr@127.0.0.1:{port}/postgres"
    finally:
        if process is not None:
            _stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def _server_user() -> str | None:
    """The user to run as when we are root, None to stay who we are."""
    if os.getuid() != 0:
        return None
    known = {account.pw_name for account in pwd.getpwall()}
    return next(user for user in UNPRIVILEGED_USERS if user in known)


def _initdb(bin_dir: Path, data: Path, user: str | None) -> None:
    command = [
        str(bin_dir / "initdb"),
        f"--pgdata={data}",
        "--username=klastr",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
        "--no-instructions",
    ]
    done = subprocess.run(
        command, user=user, group=_group(user), capture_output=True, text=True, check=False, cwd="/"
    )
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr.strip()}")


def _start(bin_dir: Path, folder: Path, port: int, user: str | None) -> subprocess.Popen[bytes]:
    options = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "shared_buffers": "64MB",
        "max_connections": 60,
    }
    arguments = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [str(bin_dir / "postgres"), "-D", str(folder / "data"), *arguments],
            user=user,
            group=_group(user),
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            cwd="/",
            preexec_fn=_die_with_parent,
        )


def _group(user: str | None) -> int | None:
    return None if user is None else pwd.getpwnam(user).pw_gid


def _die_with_parent() -> None:
    """Ask Linux to end the server when the test run is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(
    bin_dir: Path, port: int, process: subprocess.Popen[bytes], log: Path
) -> None:
    question = [str(bin_dir / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while subprocess.run(question, check=False).returncode != 0:
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not start: {log.read_text(errors='replace')}")
        time.sleep(0.05)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)  # "fast shutdown": clients are cut off
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
