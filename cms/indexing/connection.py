"""The engines and the analysis of this process: opened when first needed, never before."""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import Signal

if TYPE_CHECKING:
    from search.analysis.analyser import Analyser
    from search.engine import Engine

T = TypeVar("T")

CLUSTER = "elasticsearch"  # what may hang, for it is elsewhere

_opened: dict[str, Any] = {}
_opening = threading.RLock()

recovered = Signal()  # the main engine answers again; sent in a thread of its own


class Place(StrEnum):
    """Where an index is: in the engine that SEARCH_URL names, or in the one that stands in."""

    MAIN = "main"
    STANDIN = "stand-in"


def places() -> tuple[Place, ...]:
    """Where the pages are indexed."""
    return tuple(Place) if settings.SEARCH_STANDIN_URL else (Place.MAIN,)


def engine(place: Place = Place.MAIN) -> Engine:
    """The engine of a place, for those who can wait for it."""
    return _once(place, lambda: _connect(_url(place)))


def quick_engine(place: Place = Place.MAIN) -> Engine:
    """The engine of a place for those whom somebody waits for, visitors and editors.

    A cluster answers within about two seconds or is down, and then for some seconds to come.
    """
    if not _url(place).startswith(CLUSTER):
        return engine(place)
    return _once(f"quick {place}", lambda: _connect_guarded(_url(place)))


def analyser() -> Analyser:
    """The analysis of Czech and English; compiles its lexica when that has not been done yet."""
    return _once("analyser", _open_analyser)


def disconnect() -> None:
    """Let go of the engines; the next use opens them anew."""
    with _opening:
        engines = [_opened.pop(name) for name in list(_opened) if name != "analyser"]
    for opened in engines:
        opened.close()


def _once(name: str, make: Callable[[], T]) -> T:
    if name not in _opened:
        with _opening:
            if name not in _opened:
                _opened[name] = make()
    found: T = _opened[name]
    return found


def _url(place: Place) -> str:
    return str(settings.SEARCH_URL if place is Place.MAIN else settings.SEARCH_STANDIN_URL)


def _connect(url: str) -> Engine:
    from search.connect import connect  # noqa: PLC0415 -- only who searches pays for it

    return connect(url)


def _connect_guarded(url: str) -> Engine:
    from cms.indexing.guard import Guarded  # noqa: PLC0415 -- likewise
    from search.connect import connect  # noqa: PLC0415 -- likewise

    return Guarded(connect(url, is_hurried=True), lambda: _tell_recovered(url))


def _tell_recovered(url: str) -> None:
    if url == _url(Place.MAIN):  # unless another one was set meanwhile
        recovered.send(None)


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
    if setting in ("SEARCH_URL", "SEARCH_STANDIN_URL"):
        disconnect()


setting_changed.connect(_setting_changed)
