"""What a process keeps: as much as fits, and of that what was asked for last."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    """What can be kept."""

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        ...


V = TypeVar("V", bound=Sized)


class Store(Generic[V]):
    """Values by key, up to so many bytes; what was not asked for the longest goes first."""

    def __init__(self, max_bytes: int) -> None:
        """Keep nothing yet."""
        self.max_bytes = max_bytes
        self._values: OrderedDict[Hashable, V] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> V | None:
        """The value that is kept for `key`."""
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            return value

    def put(self, key: Hashable, value: V) -> None:
        """Keep `value` for `key`, unless it would take a tenth of all there is room for."""
        if value.size * 10 > self.max_bytes:
            self.drop(key)
            return
        with self._lock:
            self._take(key)
            self._values[key] = value
            self._bytes += value.size
            while self._bytes > self.max_bytes:
                self._take(next(iter(self._values)))

    def drop(self, key: Hashable) -> None:
        """Keep nothing for `key`."""
        with self._lock:
            self._take(key)

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._values.clear()
            self._bytes = 0

    def __len__(self) -> int:
        return len(self._values)

    def _take(self, key: Hashable) -> None:
        value = self._values.pop(key, None)
        if value is not None:
            self._bytes -= value.size
