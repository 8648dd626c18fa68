"""CPU time of an answer on a machine that has other things to do as well."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def fastest(run: Callable[[], T], tries: int = 3) -> tuple[T, float]:
    """What `run` returns, and the CPU seconds of its fastest try: noise only ever adds."""
    best = float("inf")
    for _ in range(tries):
        started = time.process_time()
        result = run()
        best = min(best, time.process_time() - started)
    return result, best
