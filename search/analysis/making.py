"""Making the lexica's folder: by one process while others wait, at once as others see it."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

KEPT_SECONDS = 30 * 24 * 3600  # lexica of versions that nobody may run any more
ROOT = Path(__file__).parents[2]


def make(folder: Path, locales: Iterable[str], *, is_there: Callable[[], bool]) -> None:
    """Compile the lexica into the folder, unless they are there once this process may.

    Raises:
        OSError: When the folder cannot be written.
        CalledProcessError: When they cannot be compiled; why has been printed.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _lock(folder.parent / "lock"):
        if is_there():
            return
        _tidy(folder.parent)
        with tempfile.TemporaryDirectory(prefix="new-", dir=folder.parent) as name:
            new = Path(name) / "lexica"
            new.mkdir()
            with ThreadPoolExecutor() as pool:
                list(pool.map(lambda locale: _compile(locale, new / f"{locale}.lex"), locales))
            shutil.rmtree(folder, ignore_errors=True)  # a broken one
            new.rename(folder)


def _compile(locale: str, path: Path) -> None:
    """Compile in a process of its own: this one keeps neither the word lists nor their memory."""
    given = os.environ.get("PYTHONPATH")
    found = f"{ROOT}{os.pathsep}{given}" if given else str(ROOT)
    subprocess.run(  # noqa: S603 -- our own module
        [sys.executable, "-m", "search.analysis.compile", locale, str(path)],
        env={**os.environ, "PYTHONPATH": found},
        check=True,
    )


def _tidy(folder: Path) -> None:
    """Remove what other versions and killed processes left behind long ago."""
    for entry in folder.iterdir():
        if entry.is_dir() and time.time() - entry.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(entry, ignore_errors=True)


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
