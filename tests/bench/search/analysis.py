"""What analysis costs: ``uv run python -m tests.bench.search.analysis``.

The text is the demo's prose. Rates and times are of the processor, not of the clock: other work on
the machine does not count.
"""

from __future__ import annotations

import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from search.analysis.analyser import Analyser
from search.analysis.compile import general
from search.analysis.lexica import LOCALES, lexica
from search.analysis.tokens import tokenise
from tests.bench.search.extent import WHOLE, Extent
from tests.bench.table import Table, least, middle_and_worst, most

ROOT = Path(__file__).parents[3]
START = """
import time
begun = time.process_time()
from search.analysis.analyser import Analyser
imported = time.process_time()
from pathlib import Path
def private():
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_Dirty"))
before = private()
opening = time.process_time()
analyser = Analyser.open()
analyser.document("Femtosekundové lasery a jejich optická vlákna v mikroskopii.", "cs")
analyser.query_word("laserech")
print(imported - begun, time.process_time() - opening, private() - before)
"""


def measure_compiling(table: Table) -> None:
    """All lexica in an empty folder."""
    with tempfile.TemporaryDirectory(prefix="klastr-lexica-") as folder:
        begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        lexica(Path(folder))
        table.row("compile both lexica", time.perf_counter() - begun, digits=1, unit="s")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = after.ru_utime - before.ru_utime
        table.row("  of one core", seconds, digits=1, unit="s", target=most(12))
        size = sum(path.stat().st_size for path in Path(folder).rglob("*.lex"))
        what = "size of both, shared by all processes"
        table.row(what, size / 1e6, digits=1, unit="MB", target=most(15))


def measure_start(table: Table) -> None:
    """Fresh processes: import, open, first text and first query."""
    runs = []
    for _ in range(5):
        run = [sys.executable, "-c", START]
        told = subprocess.run(run, capture_output=True, text=True, check=True, cwd=ROOT).stdout
        runs.append([float(part) for part in told.split()])
    imported, opened, private = (statistics.median(column) for column in zip(*runs, strict=True))
    what = "start: import, open, first text, first query"
    table.row(what, (imported + opened) * 1000, digits=0, unit="ms", target=most(150))
    table.row("  memory of its own", private / 1024, digits=1, unit="MB", target=most(10))


def texts(folder: Path) -> Iterator[str]:
    """All prose in the demo's data."""
    for path in sorted(folder.glob("*/data/*.json")):
        pending = [json.loads(path.read_text(encoding="utf-8"))]
        while pending:
            value = pending.pop()
            if isinstance(value, str) and " " in value:
                yield value
            elif isinstance(value, dict | list):
                pending += value.values() if isinstance(value, dict) else value


def rate(count: int, run: Callable[[], object]) -> float:
    """Thousands a second, as the best of three runs."""
    seconds = []
    for _ in range(3):
        begun = time.process_time()
        run()
        seconds.append(time.process_time() - begun)
    return count / min(seconds) / 1000


def _read(analyser: Analyser, prose: list[str], locale: str) -> None:
    for text in prose:
        analyser.document(text, locale)


def measure_documents(table: Table, extent: Extent) -> None:
    """Words of texts, first as a list of different ones, then as prose."""
    prose = [*texts(ROOT / "plugins"), *texts(ROOT / "cms")]
    count = sum(len(tokenise(text)) for text in prose)
    report = partial(table.row, digits=0, unit="k/s")
    for locale in LOCALES:
        words = random.Random(5).sample(sorted(general(locale)), extent.cold)
        listed = " ".join(words)
        analyser = Analyser.open()
        begun = time.process_time()
        analyser.document(listed, locale)
        cold = extent.cold / (time.process_time() - begun) / 1000
        report(f"different words, each for the first time ({locale})", cold)

        read = partial(_read, Analyser.open(), prose, locale)
        begun = time.process_time()
        read()
        first = count / (time.process_time() - begun) / 1000
        report(f"prose of {count} words, first time ({locale})", first, target=least(200))
        report("  again", rate(count, read), target=least(500))
    report("tokens with their places", rate(count, lambda: [tokenise(text) for text in prose]))


def measure_queries(table: Table, extent: Extent) -> None:
    """Words of queries, each for the first time."""
    analyser = Analyser.open()
    words = random.Random(6).sample(sorted(general("cs")), extent.words)
    seconds = []
    for word in words:
        begun = time.process_time()
        analyser.query_word(word)
        seconds.append((time.process_time() - begun) * 1e6)
    what = "a query's word, median / 99 of 100"
    table.row(what, *middle_and_worst(seconds), digits=0, unit="µs", target=most(200))


def measure(table: Table, extent: Extent) -> None:
    """All rows of this section."""
    table.section("analysis, by time of the processor")
    if extent.is_compiled:
        measure_compiling(table)
    measure_start(table)
    measure_documents(table, extent)
    measure_queries(table, extent)


if __name__ == "__main__":
    measure(Table(), WHOLE)
