"""How much one visitor may ask for in a minute: added up for its network and the wider ones.

The sums stand in Django's cache: with Valkey all workers share them, without it each worker has its
own. While the cache cannot be reached nobody is refused: to read must not depend on it.
"""

from __future__ import annotations

import logging
import time

from django.core.cache import cache
from django.http import HttpRequest

from cms.accounts.limits import shares_of
from cms.accounts.networks import address_of

logger = logging.getLogger(__name__)

MINUTE = 60
PAUSE = 10  # seconds in which a cache that failed is left alone

_failed_at: float | None = None


def seconds_to_wait(request: HttpRequest, *, group: str, amount: int, per_minute: int) -> int:
    """0 when the visitor may have `amount` of `group`, or else after how long there is more.

    Whoever has some of the share left may have all of `amount`, so that nothing within the share is
    out of reach. What a network is refused is not counted for those around it.
    """
    global _failed_at
    if _failed_at is not None and time.monotonic() - _failed_at < PAUSE:
        return 0
    now = int(time.time())
    window, passed = divmod(now, MINUTE)
    try:
        for network, share in shares_of(address_of(request), per_minute).items():
            if _added(f"budget:{group}:{window}:{network}", amount) - amount >= share:
                return MINUTE - passed
    except _out_of_reach():
        _failed_at = time.monotonic()
        logger.warning("accounts.budgets_not_counted", exc_info=True)
        return 0
    _failed_at = None
    return 0


def _out_of_reach() -> tuple[type[Exception], ...]:
    """What a cache raises that cannot be reached."""
    # Valkey's client takes 20 MB of every process, also of those that keep sums in memory.
    from redis.exceptions import RedisError  # noqa: PLC0415 -- only once something was raised

    return RedisError, OSError


def _added(key: str, amount: int) -> int:
    """The sum under `key` with `amount`."""
    try:
        return cache.incr(key, amount)
    except ValueError:  # the first in this minute
        if cache.add(key, amount, 2 * MINUTE):
            return amount
        return cache.incr(key, amount)
