"""Drives awaitables without an event loop.

Everything that is ready runs first, in the order in which it became ready. When all that is left
waits for a loader, the loaders fetch: one wave, then everything that became ready, and so on. The
order of steps is the one of asyncio, so errors race here as they do there.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Coroutine, Generator, Iterable
from types import CoroutineType
from typing import Any, Generic, Protocol, TypeVar, cast

from cms.graphql.awaitables import is_awaitable

logger = logging.getLogger(__name__)

T = TypeVar("T")
Ready = deque[tuple[Callable[[Any], None], Any]]


class Deferred(Generic[T]):
    """A value that comes later; several may await it. `error` is why it did not come."""

    __slots__ = ("_callbacks", "_ready", "_value", "error", "is_done")

    def __init__(self, ready: Ready) -> None:
        self._ready = ready
        self._callbacks: list[Callable[[Deferred[T]], None]] = []
        self._value: T | None = None
        self.error: BaseException | None = None
        self.is_done = False

    def settle(self, value: T) -> None:
        """Here it is."""
        self._value = value
        self._finish()

    def fail(self, error: BaseException) -> None:
        """It will not come; whoever awaits it gets `error`."""
        self.error = error
        self._finish()

    def _finish(self) -> None:
        self.is_done = True
        for callback in self._callbacks:
            self._ready.append((callback, self))
        self._callbacks = []

    def when_done(self, callback: Callable[[Deferred[T]], None]) -> None:
        """Have `callback` called with this soon after the value or the error is there."""
        if self.is_done:
            self._ready.append((callback, self))
        else:
            self._callbacks.append(callback)

    def result(self) -> T:
        """The value of a finished one. Raises what it failed with."""
        if self.error is not None:
            raise self.error
        return cast("T", self._value)

    def __await__(self) -> Generator[Deferred[T], None, T]:
        if not self.is_done:
            yield self
        return self.result()


class Task(Deferred[T]):
    """A coroutine on its way, from :meth:`begin` on."""

    __slots__ = ("_coroutine",)

    def __init__(self, ready: Ready, coroutine: Coroutine[Any, None, T]) -> None:
        super().__init__(ready)
        self._coroutine = coroutine

    def begin(self) -> None:
        """Take the first step when those that are ready already have taken theirs."""
        self._ready.append((self._step, None))

    def _step(self, arrived: object) -> None:
        """Go on, with what `arrived`, or with the error that it is."""
        try:
            run = self._coroutine
            awaited = run.throw(arrived) if isinstance(arrived, Exception) else run.send(None)
        except StopIteration as stop:
            value = stop.value
        except Exception as raised:  # belongs to whoever awaits the task
            return self._raised(raised)
        else:
            return self._wait_for(awaited)
        return self._returned(value)

    def _wait_for(self, awaited: object) -> None:
        if isinstance(awaited, Deferred):
            awaited.when_done(self._step)
        elif awaited is None:
            self._ready.append((self._step, None))
        else:
            problem = TypeError(
                "A resolver may await loaders and other coroutines, nothing that needs an event"
                f" loop: got {type(awaited).__name__}."
            )
            self._ready.append((self._step, problem))

    def _returned(self, value: T) -> None:
        self.settle(value)

    def _raised(self, error: Exception) -> None:
        self.fail(error)


class Made(Deferred[T]):
    """What `make` makes of a deferred value."""

    __slots__ = ("_make",)

    def __init__(self, value: Deferred[Any], make: Callable[[Any], T]) -> None:
        super().__init__(value._ready)
        self._make = make
        value.when_done(self._arrived)

    def _arrived(self, value: Deferred[Any]) -> None:
        try:
            made = self._make(value.result())
        except Exception as error:  # belongs to whoever awaits it
            self.fail(error)
        else:
            self.settle(made)


class Together(Deferred[Any]):
    """A list or a dict some of whose values come later: itself, with all of them in their places.

    The first error of one is its error; the others run on, unheard.
    """

    __slots__ = ("_left", "_values", "_waiting")

    def __init__(self, ready: Ready, values: Any, waiting: Collection[Any]) -> None:
        """`waiting` are the places in `values` of what is deferred, at least one."""
        super().__init__(ready)
        self._values = values
        self._waiting = waiting
        self._left = len(waiting)

    def begin(self) -> None:
        """Begin what is deferred: all of it tasks, none of which has begun."""
        values = self._values
        for place in self._waiting:
            values[place].begin()
        self.watch()

    def watch(self) -> None:
        """Wait for what is on its way."""
        values, arrived = self._values, self._arrived
        for place in self._waiting:
            values[place].when_done(arrived)

    def _arrived(self, part: Deferred[Any]) -> None:
        self._left -= 1
        if self.is_done:
            return
        if part.error is not None:
            self.fail(part.error)
        elif not self._left:
            values = self._values
            for place in self._waiting:
                values[place] = values[place].result()
            self.settle(values)


class Batch(Protocol):
    """What fetches pending keys, such as a loader."""

    def dispatch(self) -> None:
        """Fetch what is pending and hand it out."""


class Scheduler:
    """Runs the coroutines of one request; those in `waiting` feed who waits, once all do."""

    def __init__(self) -> None:
        self.ready: Ready = deque()
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

    def coroutine_of(self, awaitable: Awaitable[T]) -> Coroutine[Any, Any, T]:
        """`awaitable` as a coroutine, closed at the end if nobody finished it."""
        is_one = isinstance(awaitable, CoroutineType)
        coroutine: Coroutine[Any, Any, T] = self.own(awaitable if is_one else _wrap(awaitable))
        return coroutine

    def start(self, awaitable: Any) -> Deferred[Any]:
        """`awaitable` as something that several can wait for, on its way; also of a value."""
        if isinstance(awaitable, Deferred):
            return awaitable
        if not is_awaitable(awaitable):
            there = self.deferred()
            there.settle(awaitable)
            return there
        task = Task(self.ready, self.coroutine_of(awaitable))
        task.begin()
        return task

    def gather(self, awaitables: Iterable[Any]) -> Deferred[list[Any]]:
        """All results in order, or the first error; the others run on, unheard."""
        parts = [self.start(awaitable) for awaitable in awaitables]
        gathered = Together(self.ready, parts, range(len(parts)))
        if parts:
            gathered.watch()
        else:
            gathered.settle(parts)
        return gathered

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
                    callback, done = ready.popleft()
                    callback(done)
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
