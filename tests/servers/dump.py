"""A migrated PostgreSQL database kept as a dump: filling one from it takes a second, not a minute.

Dumps stand in the cache folder beside SQLite's templates, under the same hash of everything that a
migrated database depends on.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.servers.postgres import PostgresMissing, binaries


def fill(url: str, dump: Path, migrate: Callable[[], None]) -> None:
    """Make the empty database at `url` a migrated one: from `dump`, or else by `migrate`.

    A dump that is not there yet is made; without PostgreSQL's programs on this machine there is
    none.
    """
    try:
        programs = binaries()
    except PostgresMissing:
        migrate()
        return
    if dump.exists():
        command = ["pg_restore", "--no-owner", "--exit-on-error", f"--dbname={url}", str(dump)]
        _run(programs, *command)
        os.utime(dump)  # the newest are kept
        return
    migrate()
    dump.parent.mkdir(parents=True, exist_ok=True)
    unfinished = dump.with_suffix(f".{os.getpid()}.tmp")
    _run(programs, "pg_dump", "--format=custom", f"--file={unfinished}", url)
    unfinished.replace(dump)
    _forget_old(dump)


def _run(programs: Path, program: str, *arguments: str) -> None:
    subprocess.run([programs / program, *arguments], check=True, capture_output=True)


def _forget_old(newest: Path, keep: int = 4) -> None:
    dumps = sorted(newest.parent.glob(f"*{newest.suffix}"), key=lambda path: path.stat().st_mtime)
    for path in dumps[:-keep]:
        path.unlink(missing_ok=True)
