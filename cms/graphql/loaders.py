"""Batch loading: many resolvers ask for one key each, one fetch answers them all.

A loader is made from a plain function that takes a list of keys and returns a list of values
aligned with them; it lives as long as the request and remembers what it has brought.

    def topics_of(page_ids: list[int]) -> list[list[Topic]]: ...

    async def resolve_topics(page, info):
        return await info.context.loaders.get(topics_of).load(page.pk)
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from typing import Any, Generic, TypeVar, cast

from cms.graphql.scheduler import Deferred, Made, Scheduler
from cms.publishing.shared import Shared

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
T = TypeVar("T")


class Loader(Generic[K, V]):
    """Brings values by key, all pending keys at once, each key once in a request.

    `fetch` gets keys without duplicates and returns values aligned with them; a value that is an
    exception is raised for its key only, an exception raised by `fetch` reaches every key.
    """

    def __init__(self, fetch: Callable[[list[K]], Sequence[V]], scheduler: Scheduler) -> None:
        self._fetch = fetch
        self._scheduler = scheduler
        self._known: dict[K, Deferred[V]] = {}
        self._pending: list[K] = []
        self._at_hand = fetch.at_hand() if isinstance(fetch, Shared) else None

    def given(self, key: K, make: Callable[[V], T]) -> T | Awaitable[T]:
        """What `make` makes of the value of `key`: at once when that is at hand, or else later."""
        known = self._known.get(key)
        if known is not None and known.is_done:
            return make(known.result())
        if self._at_hand is not None and (value := self._at_hand.get(key)) is not None:
            return make(cast("Any", self._fetch).take(key, value))
        return Made(self.load(key), make)

    def load_together(self, key: K, keys: Sequence[K]) -> V | Deferred[V]:
        """The value of `key`, fetched at once with those of `keys`, which will be asked for, too.

        Nobody has to wait then. For one key alone it is better to wait for what else is asked.
        """
        known = self._known.get(key)
        if known is None and len(keys) > 1 and not self._pending:
            new = [each for each in keys if each not in self._known]
            for each in new:
                self._known[each] = Deferred(self._scheduler.ready)
            self._pending = new
            self.dispatch()
            known = self._known.get(key)
        return known.result() if known is not None and known.is_done else self.load(key)

    def load(self, key: K) -> Deferred[V]:
        """The value of `key`, awaitable more than once."""
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = Deferred(self._scheduler.ready)
            if not self._pending:
                self._scheduler.waiting.append(self)
            self._pending.append(key)
        return known

    def load_many(self, keys: Iterable[K]) -> Awaitable[list[V]]:
        """The values of `keys`, aligned with them."""
        return self._scheduler.gather(self.load(key) for key in keys)

    def prime(self, key: K, value: V) -> None:
        """Remember `value` for `key` unless the key is known already."""
        if key not in self._known:
            known = self._known[key] = Deferred(self._scheduler.ready)
            known.settle(value)

    def dispatch(self) -> None:
        """Fetch what is pending and hand it out."""
        keys, self._pending = self._pending, []
        try:
            values = self._fetch(list(keys))
            if len(values) != len(keys):
                raise ValueError(
                    f"{self._fetch!r} returned {len(values)} values for {len(keys)} keys."
                )
        except Exception as error:  # belongs to whoever asked for these keys
            for key in keys:
                self._known[key].fail(error)
            return
        for key, value in zip(keys, values, strict=True):
            if isinstance(value, Exception):
                self._known[key].fail(value)
            else:
                self._known[key].settle(value)


class Loaders:
    """The loaders of one request, and the scheduler that runs who waits for them."""

    def __init__(self) -> None:
        self._loaders: dict[Hashable, Loader[Any, Any]] = {}
        # Nothing refers back to it: what a request has read is freed as it ends, without a search.
        self.scheduler = Scheduler()

    def get(self, fetch: Callable[[list[K]], Sequence[V]]) -> Loader[K, V]:
        """The loader of the request for `fetch`; equal callables share one.

        A fetch with parameters is a frozen dataclass with ``__call__``.
        """
        loader = self._loaders.get(fetch)
        if loader is None:
            loader = self._loaders[fetch] = Loader(fetch, self.scheduler)
        return loader

    def gather(self, awaitables: Iterable[Any]) -> Awaitable[list[Any]]:
        """The results of `awaitables`, which run side by side; values stand for themselves."""
        return self.scheduler.gather(awaitables)

    def run(self, awaitable: Awaitable[T]) -> T:
        """The result of `awaitable`, for callers outside an operation such as tests."""
        return self.scheduler.run(awaitable)
