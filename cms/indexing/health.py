"""How search is, told within a second whatever the engine does."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError
from threading import Lock

from cms.indexing.index import health
from search.engine import SearchError
from search.results import Health

SECONDS = 1.0
OK, NO_INDEX, UNREACHABLE = "ok", "no index", "unreachable"

_asking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="search-health")
_lock = Lock()
_asked: Future[Health] | None = None


def search_health() -> str:
    """“ok”, “no index” or “unreachable”. An engine that hangs is asked once, not by each call."""
    global _asked
    with _lock:
        if _asked is None:
            _asked = _asking.submit(health)
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
