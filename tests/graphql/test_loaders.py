"""Loaders: one fetch for many keys, values to whom they belong, errors to all who wait."""

from __future__ import annotations

import weakref
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from cms.graphql.loaders import Loaders
from cms.graphql.scheduler import Deferred


class Doubling:
    """A fetch that notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []

    def __call__(self, keys: list[int]) -> list[int]:
        self.asked.append(keys)
        return [key * 2 for key in keys]


async def both(*awaitables: Awaitable[Any]) -> list[Any]:
    """What comes of `awaitables`, one awaited after the other, errors included."""
    results: list[Any] = []
    for awaitable in awaitables:
        try:
            results.append(await awaitable)
        except Exception as error:  # the errors are what the tests look at
            results.append(error)
    return results


def test_keys_are_fetched_together_and_once() -> None:
    loaders, fetch = Loaders(), Doubling()
    loader = loaders.get(fetch)

    first = loaders.run(both(loader.load(1), loader.load(2), loader.load(1)))
    second = loaders.run(both(loader.load(2), loader.load(3)))

    assert (first, second) == ([2, 4, 2], [4, 6])
    assert fetch.asked == [[1, 2], [3]]


def test_all_loaders_with_keys_fetch_in_one_wave() -> None:
    loaders, doubling = Loaders(), Doubling()
    order: list[str] = []

    def negative(keys: list[int]) -> list[int]:
        order.append("negative")
        return [-key for key in keys]

    async def chain(number: int) -> int:
        doubled = await loaders.get(doubling).load(number)
        return await loaders.get(negative).load(doubled)

    result = loaders.run(loaders.gather([chain(1), chain(2), chain(3)]))

    assert result == [-2, -4, -6]
    assert (doubling.asked, order) == ([[1, 2, 3]], ["negative"])


def test_load_many_keeps_the_order_of_the_keys() -> None:
    loaders, fetch = Loaders(), Doubling()

    assert loaders.run(loaders.get(fetch).load_many([3, 1, 3])) == [6, 2, 6]
    assert loaders.run(loaders.get(fetch).load_many([])) == []
    assert fetch.asked == [[3, 1]]


def test_primed_keys_are_not_fetched() -> None:
    loaders, fetch = Loaders(), Doubling()
    loader = loaders.get(fetch)
    loader.prime(1, 100)
    loader.prime(1, 200)

    assert loaders.run(loader.load_many([1, 2])) == [100, 4]
    assert fetch.asked == [[2]]


def test_an_error_of_the_fetch_reaches_every_waiter() -> None:
    loaders = Loaders()

    def failing(keys: list[int]) -> list[int]:
        raise ConnectionError("gone")

    loader = loaders.get(failing)
    results = loaders.run(both(loader.load(1), loader.load(2)))

    assert [type(result) for result in results] == [ConnectionError, ConnectionError]


def test_an_error_among_the_values_reaches_its_key_only() -> None:
    loaders = Loaders()
    loader = loaders.get(lambda keys: [KeyError(key) if key == 1 else key for key in keys])

    results = loaders.run(both(loader.load(1), loader.load(2)))

    assert (type(results[0]), results[1]) == (KeyError, 2)


def test_a_fetch_that_loses_values_is_an_error() -> None:
    loaders = Loaders()
    loader = loaders.get(lambda keys: [])

    with pytest.raises(ValueError, match="returned 0 values for 1 keys"):
        loaders.run(loader.load(1))


@dataclass(frozen=True)
class Times:
    """A fetch with a parameter."""

    factor: int

    def __call__(self, keys: list[int]) -> list[int]:
        return [key * self.factor for key in keys]


def test_equal_fetches_share_a_loader() -> None:
    loaders = Loaders()

    assert loaders.get(Times(2)) is loaders.get(Times(2))
    assert loaders.get(Times(2)) is not loaders.get(Times(3))


def test_gather_raises_the_first_error_and_runs_the_others() -> None:
    loaders = Loaders()
    done: list[str] = []

    async def good() -> None:
        await loaders.get(Times(2)).load(1)
        done.append("good")

    async def bad() -> None:
        raise LookupError

    async def caller(make: Callable[[], Awaitable[Any]]) -> str:
        other = loaders.scheduler.start(good())
        try:
            await loaders.gather([make(), other])
        except LookupError:
            await other
            return "caught"
        return "nothing raised"

    assert loaders.run(caller(bad)) == "caught"
    assert done == ["good"]


def test_nothing_of_a_request_waits_for_the_garbage_collector() -> None:
    loaders = Loaders()
    assert loaders.run(loaders.get(lambda keys: keys).load(1)) == 1
    freed = weakref.ref(loaders)
    del loaders
    assert freed() is None


def test_keys_that_come_together_are_fetched_at_once_and_once() -> None:
    loaders, fetch = Loaders(), Doubling()
    loader = loaders.get(fetch)

    now = [loader.load_together(key, [1, 2, 3]) for key in (1, 2, 3)]

    assert (now, fetch.asked) == ([2, 4, 6], [[1, 2, 3]])


def test_one_key_alone_and_keys_behind_others_that_wait_are_fetched_later() -> None:
    loaders, fetch = Loaders(), Doubling()
    loader = loaders.get(fetch)

    alone = loader.load_together(1, [1])
    behind = loader.load_together(2, [2, 3])

    assert isinstance(alone, Deferred)
    assert isinstance(behind, Deferred)
    assert loaders.run(both(alone, behind)) == [2, 4]
    assert fetch.asked == [[1, 2]]
    assert loader.load_together(2, [2, 3]) == 4


def test_an_error_of_what_comes_together_reaches_each_key() -> None:
    def failing(keys: list[int]) -> list[int]:
        raise LookupError(f"none of {keys}")

    loader = Loaders().get(failing)

    for key in (1, 2):
        with pytest.raises(LookupError, match=r"none of \[1, 2\]"):
            loader.load_together(key, [1, 2])


def test_what_is_given_is_made_at_once_when_it_is_known() -> None:
    loaders, fetch = Loaders(), Doubling()
    loader = loaders.get(fetch)

    later = loader.given(1, str)

    assert isinstance(later, Deferred)
    assert loaders.run(later) == "2"
    assert loader.given(1, str) == "2"
    assert fetch.asked == [[1]]


def test_an_error_in_making_what_is_given_is_that_of_its_key() -> None:
    loaders = Loaders()
    loader = loaders.get(Doubling())

    results = loaders.run(both(loader.given(0, lambda two: 1 // two), loader.given(1, str)))

    assert isinstance(results[0], ZeroDivisionError)
    assert results[1] == "2"
