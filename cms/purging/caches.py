"""What every cache has in common: how it is told, and when it is to drop everything instead."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

import requests

from cms.purging.calls import Call
from cms.purging.parameters import Parameters

EVERYTHING_ABOVE = 500
AGAIN_AFTER = 10


class By(StrEnum):
    """How a cache finds what it is to drop."""

    TAGS = "tags"
    URLS = "urls"


class CannotDropEverything(Exception):
    """The cache has no way to be told so."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be dropped."""

    tags: frozenset[str] = frozenset()
    urls: frozenset[str] = frozenset()
    is_everything: bool = False


class Cache(ABC):
    """A cache in front of the site, called `name` in the settings.

    More than `everything_above` tags and addresses together become one call to drop everything,
    where there is such a call (0: never). `again_after` is after how many seconds what was dropped
    is dropped once more (0: not): an answer that was on its way meanwhile may be an old one.
    """

    ways: ClassVar[tuple[By, ...]] = (By.TAGS, By.URLS)  # the first when the settings say nothing

    def __init__(self, name: str, given: Parameters) -> None:
        """Read what the settings say of any cache."""
        self.name = name
        self.everything_above = given.number("EVERYTHING_ABOVE", EVERYTHING_ABOVE)
        self.again_after = given.number("AGAIN_AFTER", AGAIN_AFTER)
        self.also = given.texts("ALSO")
        self.by = frozenset(By(way) for way in self._chosen(given))

    def _chosen(self, given: Parameters) -> tuple[str, ...]:
        chosen = given.texts("BY", self.ways[:1])
        if not chosen or not set(chosen) <= set(self.ways):
            given.refuse("BY", f"must be a list of {' and '.join(self.ways)}")
        return chosen

    def calls(self, wanted: Wanted, by: Collection[By] | None = None) -> list[Call]:
        """The calls that have it drop what is wanted, by tags and addresses as the settings say.

        Or as `by` says.

        Raises:
            CannotDropEverything: Just that is wanted, and it has no call for it.
        """
        by = self.by if by is None else by
        tags = sorted(wanted.tags) if By.TAGS in by else []
        urls = sorted(wanted.urls) if By.URLS in by else []
        everything = list(self.everything())
        if wanted.is_everything and not everything:
            raise CannotDropEverything(f"{self.name} cannot be told to drop everything.")
        is_much = 0 < self.everything_above < len(tags) + len(urls)
        if wanted.is_everything or (is_much and everything):
            return everything
        return [*(self.by_tags(tags) if tags else ()), *(self.by_urls(urls) if urls else ())]

    def tell(self, calls: Iterable[Call]) -> None:
        """Make the calls, one after the other over as few connections as can be.

        Raises:
            PurgeFailed: One of them failed.
        """
        with requests.Session() as session:
            for call in calls:
                call.make(session)

    @abstractmethod
    def by_tags(self, tags: list[str]) -> Iterator[Call]:
        """The calls that drop what carries one of the tags."""

    @abstractmethod
    def by_urls(self, urls: list[str]) -> Iterator[Call]:
        """The calls that drop what is at the addresses."""

    @abstractmethod
    def everything(self) -> Iterator[Call]:
        """The call that drops all there is; none where the cache has no such call."""


def in_batches(values: list[str], size: int) -> Iterator[list[str]]:
    """`values`, so many at a time."""
    return (values[start : start + size] for start in range(0, len(values), size))
