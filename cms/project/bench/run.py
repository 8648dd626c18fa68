"""From a filled site, or from nothing, to the table."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from cms.plugin.contributions import Question
from cms.project.bench import client, rounds, servers
from cms.project.bench.load import questions
from cms.project.bench.publishing import publications
from cms.project.bench.report import Report
from cms.project.bench.servers import Server, address
from cms.project.bench.statements import statements

KEPT, ANEW = "cms.project.settings.local", "cms.project.settings.uncached"
PUBLICATIONS, QUICK_PUBLICATIONS = 40, 3


def in_temporary_home(port: int, *, rounds: int, quick: bool) -> None:
    """Fill a site in a folder that is gone afterwards, and measure it.

    A database that DATABASE_URL names has to be empty, and stays filled.
    """
    with tempfile.TemporaryDirectory(prefix="klastr-bench-") as folder:
        environment = {**os.environ, "KLASTR_HOME": folder, "DJANGO_SETTINGS_MODULE": KEPT}
        options = ["--port", str(port), "--rounds", str(rounds), *(["--quick"] if quick else [])]
        for step in ("load", "measure"):
            command = [sys.executable, "-P", "-m", "cms", "bench", step, *options]
            subprocess.run(command, env=environment, check=True)  # noqa: S603 -- ourselves


def measure(port: int, *, rounds: int, quick: bool) -> None:
    """Serve the filled site of KLASTR_HOME beside the yardstick, and print how fast it answers."""
    report, asked = Report(), questions()
    report.machine()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="klastr-bench-")))
        public_url = address(port)
        kept = stack.enter_context(servers.site(port, KEPT, public_url))
        with ExitStack() as others:
            anew = others.enter_context(servers.site(port + 1, ANEW, public_url))
            _keep_answers(asked, kept, folder)
            bare = others.enter_context(servers.yardstick(port + 2, folder))
            _speed(report, asked, (kept, anew, bare), rounds, quick=quick)
        report.statements({question.name: statements(question) for question in asked})
        count = QUICK_PUBLICATIONS if quick else PUBLICATIONS
        for question in asked:
            if question.page:
                report.publication(publications(kept.url, question, count))


def _keep_answers(asked: list[Question], kept: Server, folder: Path) -> None:
    """Write what the yardstick answers with: the bytes of the site's own answers."""
    for question in asked:
        request = client.posted(question.document, question.variables)
        (folder / question.name).write_bytes(client.answer(kept.url, request))


def _speed(
    report: Report,
    asked: list[Question],
    running: tuple[Server, Server, Server],
    times: int,
    *,
    quick: bool,
) -> None:
    kept, anew, bare = running
    cases = list(rounds.cases(asked, kept, anew))
    report.speed(cases, rounds.measure(cases, bare, times, quick=quick))
