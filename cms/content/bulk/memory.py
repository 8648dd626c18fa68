"""How often a process that makes very many objects looks for those that nobody needs any more."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def rare_garbage_collection() -> Iterator[None]:
    """Within this block garbage is collected rarely; for a command's own process only.

    Migrations make model classes by the ten thousand, imports keep all their pages until the end:
    looking through them again and again for lost ones costs a tenth of the time, or a quarter.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
