"""Where the compiled lexica are, and how they come to be there."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path

from search.analysis.lexicon import BrokenLexicon, Lexicon

LOCALES = ("cs", "en")
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
    """
    folder = (directory or default_directory()) / fingerprint()
    try:
        return _opened(folder)
    except (FileNotFoundError, BrokenLexicon):
        folder.parent.mkdir(parents=True, exist_ok=True)
    with _lock(folder.with_suffix(".lock")):
        try:
            return _opened(folder)
        except (FileNotFoundError, BrokenLexicon):
            _compile(folder)
    return _opened(folder)


def _opened(folder: Path) -> Mapping[str, Lexicon]:
    return {locale: Lexicon(folder / f"{locale}.lex") for locale in LOCALES}


def _compile(folder: Path) -> None:
    from search.analysis.compile import compile_lexicon  # noqa: PLC0415 -- rarely, and simplemma with it

    with tempfile.TemporaryDirectory(prefix="new-", dir=folder.parent) as name:
        new = Path(name) / "lexica"
        new.mkdir()
        for locale in LOCALES:
            compile_lexicon(locale, new / f"{locale}.lex")
        shutil.rmtree(folder, ignore_errors=True)  # a broken one
        new.rename(folder)


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
