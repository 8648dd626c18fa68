"""The table that ``klastr bench`` prints."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from django.conf import settings
from django.db import connection
from rich.console import Console
from rich.table import Table

from cms.project.bench import targets
from cms.project.bench.publishing import Publication
from cms.project.bench.rounds import Case, Measured
from cms.project.bench.servers import WORKERS
from cms.project.bench.statements import Statements
from cms.project.bench.targets import TARGETS, Way, mark, most

CPU_INFO = Path("/proc/cpuinfo")
WIDTH = 118


class Report:
    """Prints what was measured, each part as it is known."""

    def __init__(self) -> None:
        """Print nothing yet."""
        self._console = Console(width=WIDTH, highlight=False)

    def machine(self) -> None:
        """Where it was measured."""
        names = [
            line.partition(":")[2].strip()
            for line in CPU_INFO.read_text().splitlines()
            if line.startswith("model name")
        ]
        cores = len(os.sched_getaffinity(0))
        engine = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.vendor, "")
        self._console.print(
            f"{names[0] if names else platform.machine()}, {cores} cores,"
            f" load {os.getloadavg()[0]:.1f}; Python {platform.python_version()}, {engine};"
            f" {WORKERS} workers"
        )

    def speed(self, asked: list[Case], measured: Mapping[int, Measured]) -> None:
        """Processor time for an answer, ours and the yardstick's."""
        table = Table(
            "", "asked", "ours ms", "app + db", "bare ms", "share", "reach", "stretch", "",
            "p50 ms", "p99÷p50",
            title="CPU time for an answer, beside a bare Django view; medians",
        )  # fmt: skip
        for place, case in enumerate(asked):
            found = measured[place]
            target = TARGETS[case.question.name, case.way]
            tail = f"{found.tail:.1f}"
            if case.way is not Way.UNCACHED:
                tail += f" {most(found.tail, targets.TAIL)}"
            table.add_row(
                case.question.name,
                case.way.value,
                f"{found.ours:.2f}",
                f"{median(found.app):.2f} + {median(found.database):.2f}",
                f"{median(found.bare):.2f}",
                f"{found.share:.2f}",
                f"{target.reach:.2f}",
                f"{target.stretch:.2f}",
                mark(found.share, target),
                f"{median(found.latencies) * 1000:.2f}",
                tail,
            )
        self._console.print(table)

    def statements(self, counted: Mapping[str, Statements]) -> None:
        """SQL statements of each question."""
        table = Table(
            "", "10 rows", "100 rows", "at most", "", "kept", "at most", "",
            title="SQL statements for an answer",
        )  # fmt: skip
        for name, found in counted.items():
            limit = targets.STATEMENTS[name]
            is_constant = found.few == found.many
            kept = [str(found.kept), str(targets.STATEMENTS_KEPT)]
            is_kept = (name, Way.POSTED) in TARGETS
            table.add_row(
                name,
                str(found.few),
                str(found.many),
                str(limit),
                most(found.many, limit) if is_constant else "not constant",
                *([*kept, most(found.kept, targets.STATEMENTS_KEPT)] if is_kept else ["–"] * 3),
            )
        self._console.print(table)

    def publication(self, found: Publication) -> None:
        """W5."""
        engine = settings.SEARCH_URL.partition("://")[0]
        table = Table("W5", "ms", "at most", "", title="A publication; medians")
        for what, value, limit in (
            ("our part, besides Wagtail's own", found.own, targets.OWN_PART_MS),
            ("last old answer after the commit", found.seen, targets.VISIBLE_MS),
            (f"found by search, {engine}", found.found, targets.FOUND_MS[engine]),
        ):
            table.add_row(what, f"{value:.1f}", f"{limit:.0f}", most(value, limit))
        for what, value in (
            ("our part, processor time", found.own_cpu),
            ("Wagtail's own part", found.wagtail),
            ("Wagtail's own part, processor time", found.wagtail_cpu),
        ):
            table.add_row(what, f"{value:.1f}", "", "")
        self._console.print(table)
