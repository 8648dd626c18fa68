"""Drives awaitables without an event loop.

Everything that is ready runs first, in the order in which it became ready. When all that is left
waits for a loader, the loaders fetch: one wave, then everything that became ready, and so on. The
order of steps is the one of asyncio, so errors race here as they do there.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterable
from functools import partial
from types import CoroutineType
from typing import Any, Generic, Protocol, TypeVar, cast

logger = logging.getLogger(__name__)

T = TypeVar("T")


class Deferred(Generic[T]):
    """A value that comes later; several may await it."""

    __slots__ = ("_callbacks", "_error", "_ready", "_value", "is_done")

    def __init__(self, ready: deque[Callable[[], None]]) -> None:
        self._ready = ready
        self._callbacks: list[Callable[[], None]] = []
        self._error: BaseException | None = None
        self._value: T | None = None
        self.is_done = False

    def settle(self, value: T) -> None:
        """Here it is."""
        self._value = value
        self._finish()

    def fail(self, error: BaseException) -> None:
        """It will not come; whoever awaits it gets `error`."""
        self._error = error
        self._finish()

    def _finish(self) -> None:
        self.is_done = True
        self._ready.extend(self._callbacks)
        self._callbacks = []

    def when_done(self, callback: Callable[[], None]) -> None:
        """Have `callback` called soon after the value or the error is there."""
        if self.is_done:
            self._ready.append(callback)
        else:
            self._callbacks.append(callback)

    @property
    def error(self) -> BaseException | None:
        """Why the value did not come; None while all is well."""
        return self._error

    def result(self) -> T:
        """The value of a finished one. Raises what it failed with."""
        if self._error is not None:
            raise self._error
        return cast("T", self._value)

    def __await__(self) -> Generator[Deferred[T], None, T]:
        if not self.is_done:
            yield self
        return self.result()


class _Task(Deferred[T]):
    """A coroutine on its way."""

    __slots__ = ("_coroutine",)

    def __init__(
        self, coroutine: Coroutine[Any, None, T], ready: deque[Callable[[], None]]
    ) -> None:
        super().__init__(ready)
        self._coroutine = coroutine
        ready.append(self._step)

    def _step(self, error: Exception | None = None) -> None:
        try:
            run = self._coroutine
            awaited = run.send(None) if error is None else run.throw(error)
        except StopIteration as stop:
            self.settle(stop.value)
        except Exception as raised:  # belongs to whoever awaits the task
            self.fail(raised)
        else:
            self._wait_for(awaited)

    def _wait_for(self, awaited: object) -> None:
        if isinstance(awaited, Deferred):
            awaited.when_done(self._step)
        elif awaited is None:
            self._ready.append(self._step)
        else:
            problem = TypeError(
                "A resolver may await loaders and other coroutines, nothing that needs an event"
                f" loop: got {type(awaited).__name__}."
            )
            self._ready.append(partial(self._step, problem))


class Batch(Protocol):
    """What fetches pending keys, such as a loader."""

    def dispatch(self) -> None:
        """Fetch what is pending and hand it out."""


class Scheduler:
    """Runs the coroutines of one request; those in `waiting` feed who waits, once all do."""

    def __init__(self) -> None:
        self.ready: deque[Callable[[], None]] = deque()
        self.waiting: list[Batch] = []
        self._owned: list[Coroutine[Any, Any, Any]] = []

    def own(self, awaitable: Any) -> Any:
        """`awaitable` itself; a coroutine is closed at the end if nobody finished it."""
        if type(awaitable) is CoroutineType:
            self._owned.append(awaitable)
        return awaitable

    def deferred(self) -> Deferred[Any]:
        """A value to be settled by the caller."""
        return Deferred(self.ready)

    def start(self, awaitable: Awaitable[T]) -> Deferred[T]:
        """`awaitable` as something that several can wait for."""
        if isinstance(awaitable, Deferred):
            return awaitable
        if not isinstance(awaitable, CoroutineType):
            awaitable = _wrap(awaitable)
        return _Task(self.own(awaitable), self.ready)

    def gather(self, awaitables: Iterable[Awaitable[T]]) -> Deferred[list[T]]:
        """All results in order, or the first error; the others run on, unheard."""
        parts = [self.start(awaitable) for awaitable in awaitables]
        outer: Deferred[list[T]] = Deferred(self.ready)
        if not parts:
            outer.settle([])
            return outer
        remaining = len(parts)

        def part_done(part: Deferred[T]) -> None:
            nonlocal remaining
            remaining -= 1
            if outer.is_done:
                return
            if part.error is not None:
                outer.fail(part.error)
            elif not remaining:
                outer.settle([finished.result() for finished in parts])

        for part in parts:
            part.when_done(partial(part_done, part))
        return outer

    def run(self, awaitable: Awaitable[T]) -> T:
        """The result of `awaitable`, when all it needs has been fetched.

        Raises:
            RuntimeError: It waits for something that no loader will bring.
        """
        main = self.start(awaitable)
        ready = self.ready
        try:
            while not main.is_done:
                if ready:
                    ready.popleft()()
                elif not self._fetch_wave():
                    raise RuntimeError("A resolver waits for something that no loader brings.")
            return main.result()
        finally:
            self.abandon()

    def _fetch_wave(self) -> bool:
        """True when there was something to fetch."""
        wave, self.waiting = self.waiting, []
        for batch in wave:
            batch.dispatch()
        return bool(wave)

    def abandon(self) -> None:
        """Close what was left behind when a parent became null."""
        self.ready.clear()
        owned, self._owned = self._owned, []
        for coroutine in owned:
            try:
                coroutine.close()
            except RuntimeError:
                logger.exception("graphql.coroutine_not_closed")


async def _wrap(awaitable: Awaitable[T]) -> T:
    return await awaitable
