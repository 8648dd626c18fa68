"""Measure what the README promises: ``uv run python -m tests.bench [--quick] [SECTION …]``.

Honest figures of this machine as it is now: real processes from an empty folder, no warm caches
but the downloaded packages. Nothing is asserted; of the section `search` the suite runs the parts
that need no site, at their quickest, to see that they work.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.imports import import_seconds
from tests.bench.memory import memory_of
from tests.bench.queries import member_detail_queries
from tests.bench.search.extent import QUICK, WHOLE, Extent
from tests.bench.search.sections import measure_search
from tests.bench.table import Table
from tests.servers.site import Site, running

MEBIBYTE = 2**20
REQUESTS = 200
FEW, MANY = 10, 100
IMPORTED = 2000
MEMBERS = """{
  members(locale: CS, first: 20) { totalCount nodes { id title path url } }
}"""


def report(what: str, value: str, target: str = "") -> None:
    """Print one figure."""
    print(f"{what:<58} {value:>12}   {target}", flush=True)


def measure_start(home: Path) -> None:
    """Empty folder to first good answer, then the same folder again."""
    for what, target in (
        ("empty KLASTR_HOME → first good GraphQL answer", "≤ 45 s"),
        ("second start → first good GraphQL answer", "≤ 5 s"),
    ):
        with running(home) as site:
            report(what, f"{site.wait_until_ready():.1f} s", target)
            asked = time.monotonic()
            code = site.press_ctrl_c()
            report(f"  Ctrl-C → all gone (exit code {code})", f"{time.monotonic() - asked:.2f} s")


def measure_memory(home: Path) -> None:
    """The process tree after it has served for a while."""
    with running(home, "--workers", "2") as site:
        site.wait_until_ready()
        _serve_some(site)
        resident, proportional = memory_of(site.processes())
        count = len(site.processes())
    what = f"{count} processes after {REQUESTS} requests"
    report(f"resident memory (RSS, sum), {what}", f"{resident / MEBIBYTE:.0f} MiB", "≤ 350 MiB")
    if proportional:
        report("  shared pages counted once (PSS, sum)", f"{proportional / MEBIBYTE:.0f} MiB")


def _serve_some(site: Site) -> None:
    paths = ["/health/ready", "/admin/login/", "/graphql/schema.graphql", "/cs/"]
    for number in range(REQUESTS):
        if number % 2:
            site.graphql(MEMBERS)
        else:
            site.get(paths[number // 2 % len(paths)])


def measure_speed(home: Path) -> None:
    """Milliseconds for an answer, one after the other, as a client sees them."""
    with running(home, "--workers", "2") as site:
        site.wait_until_ready()
        seconds = []
        for _ in range(REQUESTS):
            asked = time.perf_counter()
            site.graphql(MEMBERS)
            seconds.append(time.perf_counter() - asked)
    report("20 members over HTTP, median", f"{statistics.median(seconds) * 1000:.1f} ms")
    slowest = statistics.quantiles(seconds, n=100)[98]
    report("20 members over HTTP, 99 of 100 within", f"{slowest * 1000:.1f} ms")


def measure_queries(home: Path) -> None:
    """SQL statements of a member's page with everything around it."""
    for what, count in member_detail_queries(home):
        report(f"SQL statements: {what}", str(count), "≤ 12")


def measure_rows(home: Path) -> None:
    """SQL statements of every root field, everything selected, with few and with many rows."""
    test = (
        "tests/graphql/test_constant_sql.py::test_statements_are_the_same_for_few_and_for_many_rows"
    )
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", "-s", "-q", test],
        env={**os.environ, "KLASTR_CONSTANT_SQL_ROWS": f"{FEW},{MANY}"},
        capture_output=True,
        text=True,
        check=False,
    )
    counts = [line.split("\t") for line in run.stdout.splitlines() if line.count("\t") == 3]
    if not counts:
        raise RuntimeError(run.stdout + run.stderr)
    for name, path, few, many in counts:
        what = f"{name} {path}".strip()
        report(f"SQL statements: {what}, {FEW} and {MANY} rows", f"{few}, {many}", "equal")


def measure_import(home: Path) -> None:
    """Opportunities with translations, from the command to its end."""
    for database, seconds in import_seconds(home.parent / "import", IMPORTED):
        what = f"import of {IMPORTED} opportunities in two languages, {database}"
        report(what, f"{seconds:.1f} s", "≤ 60 s")
        report("  for one opportunity", f"{seconds / IMPORTED * 1000:.1f} ms", "≤ 30 ms")


def measure_all_of_search(home: Path, extent: Extent = WHOLE) -> None:
    """Search in one table, on a site of its own."""
    table = Table()
    measure_search(home.parent / "search", extent, table)
    print(f"\n{len(table.missed)} targets missed", *table.missed, sep="\n  ", flush=True)


SECTIONS: dict[str, Callable[[Path], None]] = {
    "start": measure_start,
    "memory": measure_memory,
    "speed": measure_speed,
    "queries": measure_queries,
    "rows": measure_rows,
    "import": measure_import,
    "search": measure_all_of_search,
}
OWN_SITES = {"import", "search"}  # sections that make sites of their own


def main() -> None:
    """Run the sections named, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []], help="default: all")
    parser.add_argument("--quick", action="store_true", help="search: little of everything")
    arguments = parser.parse_args()
    chosen = arguments.sections or list(SECTIONS)
    report(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores", "", "target")
    with tempfile.TemporaryDirectory(prefix="klastr-bench-") as folder:
        home = Path(folder) / "home"
        if "start" not in chosen and not OWN_SITES.issuperset(chosen):
            with running(home) as site:
                site.wait_until_ready()
        for name in chosen:
            if name == "search" and arguments.quick:
                measure_all_of_search(home, QUICK)
            else:
                SECTIONS[name](home)


if __name__ == "__main__":
    main()
