"""How search is, told within a second whatever the engine does."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError
from threading import Lock

from cms.indexing.connection import Place, engine, places, quick_engine
from cms.indexing.index import health
from search.engine import SearchError
from search.results import Health

SECONDS = 1.0
OK, DEGRADED, NO_INDEX, UNREACHABLE = "ok", "degraded", "no index", "unreachable"

_asking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="search-health")
_lock = Lock()
_asked: Future[Health] | None = None


def search_health() -> str:
    """“ok”, “degraded” while another index stands in, “no index” or “unreachable”."""
    main = _main_health()
    if main != OK and Place.STANDIN in places() and engine(Place.STANDIN).health().live:
        return DEGRADED
    return main


def _main_health() -> str:
    """How the main engine is; one that hangs is asked once, not by each call."""
    global _asked
    with _lock:
        if _asked is None:
            _asked = _asking.submit(lambda: health(quick_engine()))
        asked = _asked
    try:
        found = asked.result(SECONDS)
    except TimeoutError:
        return UNREACHABLE
    except (SearchError, OSError):
        found = None
    with _lock:
        if _asked is asked:
            _asked = None
    if found is None:
        return UNREACHABLE
    return OK if found.live else NO_INDEX
