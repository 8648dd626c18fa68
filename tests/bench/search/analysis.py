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

ROOT = Path(__file__).parents[3]
COLD = 60_000
QUERIES = 2_000
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


def report(what: str, value: str, target: str = "") -> None:
    """Print one figure."""
    print(f"{what:<58} {value:>14}   {target}", flush=True)


def measure_compiling() -> None:
    """All lexica in an empty folder."""
    with tempfile.TemporaryDirectory(prefix="klastr-lexica-") as folder:
        begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        lexica(Path(folder))
        report("compile both lexica, by the clock", f"{time.perf_counter() - begun:.1f} s")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        report("  of one core", f"{after.ru_utime - before.ru_utime:.1f} s", "≤ 12 s")
        size = sum(path.stat().st_size for path in Path(folder).rglob("*.lex"))
        report("size of both, shared by all processes", f"{size / 1e6:.1f} MB", "≤ 15 MB")


def measure_start() -> None:
    """Fresh processes: import, open, first text and first query."""
    runs = []
    for _ in range(5):
        run = [sys.executable, "-c", START]
        told = subprocess.run(run, capture_output=True, text=True, check=True, cwd=ROOT).stdout
        runs.append([float(part) for part in told.split()])
    imported, opened, private = (statistics.median(column) for column in zip(*runs, strict=True))
    report("import", f"{imported * 1000:.0f} ms")
    report("open, first text, first query", f"{opened * 1000:.0f} ms", "≤ 150 ms with import")
    report("memory of its own for that", f"{private / 1024:.1f} MB", "≤ 10 MB")


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


def rate(count: int, run: Callable[[], object]) -> str:
    """Thousands a second, as the best of three runs."""
    seconds = []
    for _ in range(3):
        begun = time.process_time()
        run()
        seconds.append(time.process_time() - begun)
    return f"{count / min(seconds) / 1000:.0f} k/s"


def _read(analyser: Analyser, prose: list[str], locale: str) -> None:
    for text in prose:
        analyser.document(text, locale)


def measure_documents() -> None:
    """Words of texts, first as a list of different ones, then as prose."""
    prose = [*texts(ROOT / "plugins"), *texts(ROOT / "cms")]
    count = sum(len(tokenise(text)) for text in prose)
    for locale in LOCALES:
        words = random.Random(5).sample(sorted(general(locale)), COLD)
        listed = " ".join(words)
        analyser = Analyser.open()
        begun = time.process_time()
        analyser.document(listed, locale)
        cold = COLD / (time.process_time() - begun) / 1000
        report(f"different words, each for the first time ({locale})", f"{cold:.0f} k/s")

        read = partial(_read, Analyser.open(), prose, locale)
        begun = time.process_time()
        read()
        first = count / (time.process_time() - begun) / 1000
        report(f"prose of {count} words, first time ({locale})", f"{first:.0f} k/s", "≥ 200 k/s")
        report("  again", rate(count, read), "≥ 500 k/s")
    report("tokens with their places", rate(count, lambda: [tokenise(text) for text in prose]))


def measure_queries() -> None:
    """Words of queries, first and again."""
    analyser = Analyser.open()
    words = random.Random(6).sample(sorted(general("cs")), QUERIES)
    seconds = []
    for word in words:
        begun = time.process_time()
        analyser.query_word(word)
        seconds.append(time.process_time() - begun)
    report("a query's word, median", f"{statistics.median(seconds) * 1e6:.0f} µs", "≤ 200 µs")
    slowest = statistics.quantiles(seconds, n=100)[98]
    report("  99 of 100 within", f"{slowest * 1e6:.0f} µs")


def main() -> None:
    """Print the table."""
    report("analysis", "", "target")
    measure_compiling()
    measure_start()
    measure_documents()
    measure_queries()


if __name__ == "__main__":
    main()
