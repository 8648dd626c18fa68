"""Where the compiled lexica are, and how they come to be there."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
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
    for source in sorted([*_HERE.glob("*.py"), *_HERE.glob("data/*/words.txt")]):
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
        from search.analysis.making import make  # noqa: PLC0415 -- once on a machine, and costly

        make(folder, LOCALES, is_there=lambda: _is_whole(folder))
    return _opened(folder)


def _opened(folder: Path) -> Mapping[str, Lexicon]:
    return {locale: Lexicon(folder / f"{locale}.lex") for locale in LOCALES}


def _is_whole(folder: Path) -> bool:
    try:
        _opened(folder)
    except (FileNotFoundError, BrokenLexicon):
        return False
    return True
