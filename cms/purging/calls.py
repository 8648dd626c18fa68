"""One call that tells a cache something, what it says of itself, and how it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Protocol
from urllib.parse import urlsplit

import requests

from cms.publishing.handlers import TryLater
from cms.publishing.retry_after import seconds_asked_for

CONNECT_SECONDS, ANSWER_SECONDS = 5, 15
LONGEST_WAIT_SECONDS = 3600
SHOWN = 5  # of the tags or addresses of a call
BUSY = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}


class PurgeFailed(TryLater):
    """A cache did not do what it was told. The text can be shown: no secret is in it.

    `seconds` is how long it does not want to be asked, 0 when it does not say.
    """

    def __init__(self, problem: str, seconds: float = 0) -> None:
        """What the problem is."""
        super().__init__(problem)
        self.seconds = seconds


class Call(Protocol):
    """Something to be done at a cache; as text it says what."""

    def make(self, session: requests.Session) -> None:
        """Do it.

        Raises:
            PurgeFailed: The cache did not.
        """


def is_fine(response: requests.Response) -> str:
    """What is wrong with an answer, "" when nothing: here its status says so."""
    return "" if response.status_code // 100 == 2 else f"HTTP {response.status_code}"


@dataclass(frozen=True, slots=True)
class HttpCall:
    """A request. `headers` and `json` may hold secrets, so they are not told."""

    method: str
    url: str
    what: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    json: Any = field(default=None, repr=False)
    problem: Callable[[requests.Response], str] = is_fine

    def __str__(self) -> str:
        return f"{self.method} {self._place}: {self.what}"

    @property
    def _place(self) -> str:
        """The address without what follows the question mark."""
        return self.url.partition("?")[0]

    def make(self, session: requests.Session) -> None:
        """Send it; it leads nowhere else, and waits for no one long."""
        try:
            response = session.request(
                self.method,
                self.url,
                headers=dict(self.headers),
                json=self.json,
                timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
                allow_redirects=False,
            )
        except requests.RequestException as error:  # its text has the headers now and then
            host = urlsplit(self.url).netloc
            raise PurgeFailed(f"{host} does not answer ({type(error).__name__}).") from None
        problem = self.problem(response)
        if problem:
            raise PurgeFailed(f"{self.method} {self._place}: {problem}", seconds_to_wait(response))


def seconds_to_wait(response: requests.Response) -> float:
    """For how long it does not want to be asked: ``Retry-After`` in seconds or as a date."""
    if response.status_code not in BUSY:
        return 0
    return seconds_asked_for(response.headers.get("Retry-After", ""), LONGEST_WAIT_SECONDS)


def shown(values: Iterable[str], one: str, many: str) -> str:
    """How many `values` there are and the first of them, for people."""
    listed = list(values)
    more = ", …" if len(listed) > SHOWN else ""
    noun = one if len(listed) == 1 else many
    return f"{len(listed)} {noun}: {', '.join(listed[:SHOWN])}{more}"
