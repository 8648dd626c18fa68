"""Where the compiled lexica are, and how they come to be there."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path

from search.analysis.lexicon import BrokenLexicon, Lexicon

LOCALES = ("cs", "en")
KEPT_SECONDS = 30 * 24 * 3600  # lexica of versions that nobody may run any more
_HERE = Path(__file__).parent


@cache
def fingerprint() -> str:
    """A short text that differs when texts may have other keys than before."""
    told = hashlib.sha256()
    for distribution in ("simplemma", "PyStemmer"):
        told.update(f"{distribution} {version(distribution)}\n".encode())
    for source in sorted([*_HERE.glob("*.py"), *_HERE.glob("data/*.txt")]):
        told.update(source.name.encode() + b"\n" + source.read_bytes())
    return told.hexdigest()[:16]


def default_directory() -> Path:
    """The folder for lexica in the user's cache."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "klastr" / "lexica"


def lexica(directory: Path | None = None) -> Mapping[str, Lexicon]:
    """The lexica by locale, compiled first where they are missing.

    Processes that want the same ones wait for the first of them.

    Raises:
        OSError: When the folder cannot be read or written.
        CalledProcessError: When they cannot be compiled; why has been printed.
    """
    folder = (directory or default_directory()) / fingerprint()
    try:
        return _opened(folder)
    except (FileNotFoundError, BrokenLexicon):
        folder.parent.mkdir(parents=True, exist_ok=True)
    with _lock(folder.parent / "lock"):
        try:
            return _opened(folder)
        except (FileNotFoundError, BrokenLexicon):
            _compile(folder)
    return _opened(folder)


def _opened(folder: Path) -> Mapping[str, Lexicon]:
    return {locale: Lexicon(folder / f"{locale}.lex") for locale in LOCALES}


def _compile(folder: Path) -> None:
    """Make the folder with all lexica in it, at once as others see it."""
    _tidy(folder.parent)
    with tempfile.TemporaryDirectory(prefix="new-", dir=folder.parent) as name:
        new = Path(name) / "lexica"
        new.mkdir()
        with ThreadPoolExecutor(len(LOCALES)) as pool:
            list(pool.map(lambda locale: _compile_one(locale, new / f"{locale}.lex"), LOCALES))
        shutil.rmtree(folder, ignore_errors=True)  # a broken one
        new.rename(folder)


def _compile_one(locale: str, path: Path) -> None:
    """Compile in a process of its own: this one keeps neither the word lists nor their memory."""
    given = os.environ.get("PYTHONPATH")
    root = str(_HERE.parents[1])
    subprocess.run(  # noqa: S603 -- our own module
        [sys.executable, "-m", "search.analysis.compile", locale, str(path)],
        env={**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{given}" if given else root},
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
