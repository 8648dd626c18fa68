"""The engine and the analysis of this process: opened when search is first needed, never before."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.core.signals import setting_changed

if TYPE_CHECKING:
    from search.analysis.analyser import Analyser
    from search.engine import Engine

T = TypeVar("T")

_opened: dict[str, Any] = {}
_opening = threading.RLock()


def engine() -> Engine:
    """The engine that SEARCH_URL names."""
    return _once("engine", _connect)


def analyser() -> Analyser:
    """The analysis of Czech and English; compiles its lexica when that has not been done yet."""
    return _once("analyser", _open_analyser)


def disconnect() -> None:
    """Let go of the engine; the next use opens it anew."""
    with _opening:
        opened = _opened.pop("engine", None)
    if opened is not None:
        opened.close()


def _once(name: str, make: Callable[[], T]) -> T:
    if name not in _opened:
        with _opening:
            if name not in _opened:
                _opened[name] = make()
    found: T = _opened[name]
    return found


def _connect() -> Engine:
    from search.connect import connect  # noqa: PLC0415 -- only who searches pays for it

    return connect(settings.SEARCH_URL)


def _open_analyser() -> Analyser:
    from search.analysis.analyser import Analyser  # noqa: PLC0415 -- only who searches pays for it

    return Analyser.open(_lexica_folder())


def is_compiled() -> bool:
    """True when the lexica need not be compiled any more."""
    from search.analysis.lexica import default_directory, fingerprint  # noqa: PLC0415 -- likewise

    return ((_lexica_folder() or default_directory()) / fingerprint()).is_dir()


def _lexica_folder() -> Path | None:
    """Where lexica are kept: in the user's cache (None), which all sites of a machine share, or
    in KLASTR_HOME for a user who has none.
    """
    from search.analysis.lexica import default_directory  # noqa: PLC0415 -- likewise

    try:
        default_directory().mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(settings.KLASTR_HOME) / "lexica"
    return None


def _setting_changed(*, setting: str, **kwargs: Any) -> None:
    if setting == "SEARCH_URL":
        disconnect()


setting_changed.connect(_setting_changed)
