"""Seconds that the command needs to import many opportunities in two languages."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.servers.postgres import PostgresMissing, postgres_server
from tests.servers.site import environment, running
from tests.transfer.many import opportunities_file

PILLAR = "laser-technologies"


def import_seconds(home: Path, count: int) -> Iterator[tuple[str, float]]:
    """Pairs (database, seconds), each on a site of its own with the whole demo."""
    yield "SQLite", _seconds(home / "sqlite", count)
    try:
        with postgres_server() as url:
            yield "PostgreSQL", _seconds(home / "postgres", count, DATABASE_URL=url)
    except PostgresMissing:
        pass


def _seconds(home: Path, count: int, **variables: str) -> float:
    home.mkdir(parents=True)
    with running(home, **variables) as site:
        site.wait_until_ready()
        site.press_ctrl_c()
    file = home / "opportunities.csv"
    file.write_bytes(opportunities_file(count, PILLAR))
    started = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "cms", "import", "opportunities", str(file)],
        env=environment(home, **variables),
        check=True,
        capture_output=True,
    )
    return time.monotonic() - started
