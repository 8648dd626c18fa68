"""How search is, told within a second whatever the engine does."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError
from threading import Lock

from cms.indexing.connection import engine
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
            _asked = _asking.submit(lambda: engine().health())
        asked = _asked
    try:
        health = asked.result(SECONDS)
    except TimeoutError:
        return UNREACHABLE
    except Exception:
        health = None
    with _lock:
        if _asked is asked:
            _asked = None
    if health is None or not (health.is_ready or health.live):
        return UNREACHABLE if health is None or health.message else NO_INDEX
    return OK if health.live else NO_INDEX
