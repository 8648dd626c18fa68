"""Values that many answers show, found by key and kept until something public changes.

Pictures and their sizes, addresses of pages: what an answer reads of them, most others read as
well. They are kept by the process with the stamp of the public state (`cms.plugin.scope`), so that
no value outlives what it was made from, and bounded. An answer that is kept itself remembers which
values it was made of, and is asked again only when one of them is another.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from cms.plugin import reads, scope
from cms.publishing.audience import audience

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

MOST_VALUES = 4_000  # of each kind


def itself(value: Any) -> Any:
    """`value`."""
    return value


class Shared(Generic[K, V]):
    """Values of one kind by key, which `read` brings: aligned with its keys, None for what is not.

    Values are immutable, or never changed; what is compared of them, to tell if they are the same,
    is told by `compared`. What is not there is not kept. Whoever takes a value shows what `tags`
    says.
    """

    def __init__(
        self,
        kind: str,
        read: Callable[[list[K]], Sequence[V | None]],
        *,
        compared: Callable[[V], object] = itself,
        tags: Callable[[V], Iterable[str]] | None = None,
    ) -> None:
        """`kind` is a name of its own."""
        self.kind = kind
        self._read = read
        self._compared = compared
        self._tags = tags

    def at_hand(self) -> dict[K, V] | None:
        """What is kept for the public state and the audience of this request; to be looked at only.

        None outside a request. A value is taken with :meth:`take`.
        """
        return scope.table((self.kind, audience()))

    def take(self, key: K, value: V) -> V:
        """`value`, which was at hand for `key`, as part of what is being derived."""
        if reads.is_recording():
            reads.note_value(self, key, self._compared(value), self._now)
            if self._tags is not None:
                reads.touch(self._tags(value))
        return value

    def __call__(self, keys: list[K]) -> list[V | None]:
        """The values of `keys`, aligned; those that are not at hand are read together."""
        found = self.at_hand()
        if found is None:
            return self._untold(keys)
        values = {key: value for key in keys if (value := found.get(key)) is not None}
        values |= self._kept([key for key in keys if key not in values], found)
        return [self.take(key, values[key]) if key in values else None for key in keys]

    def _untold(self, keys: list[K]) -> list[V | None]:
        values = list(self._read(keys))
        if self._tags is not None:
            reads.touch(tag for value in values if value is not None for tag in self._tags(value))
        return values

    def _kept(self, missing: list[K], found: dict[K, V]) -> dict[K, V]:
        """What is read for the keys that are `missing`, kept from now on."""
        if not missing:
            return {}
        own = reads.Reads()
        with reads.recorded(own):
            values = self._read(missing)
        new = {key: value for key, value in zip(missing, values, strict=True) if value is not None}
        if len(new) < len(missing) or own.is_volatile:
            reads.take(own)  # what is not there may come
        if len(found) + len(new) > MOST_VALUES:
            found.clear()
        found |= new
        return new

    def _now(self, keys: list[K]) -> list[object]:
        with reads.unrecorded():
            values = self(keys)
        return [None if value is None else self._compared(value) for value in values]
