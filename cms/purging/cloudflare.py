"""Cloudflare: by ``Cache-Tag``, by address, or the whole zone, with any of its plans.

A call names up to a hundred tags or addresses. Accounts may make five calls a minute with the free
plan, after a reserve of 25.
"""

from __future__ import annotations

from collections.abc import Iterator

import requests

from cms.purging.caches import Cache, in_batches
from cms.purging.calls import Call, HttpCall, is_fine, shown
from cms.purging.parameters import Parameters

API = "https://api.cloudflare.com/client/v4"
BATCH = 100


class Cloudflare(Cache):
    """A zone of Cloudflare."""

    def __init__(self, name: str, given: Parameters) -> None:
        """Read the id of the zone, and a token that may purge its cache."""
        super().__init__(name, given)
        zone, self._token = given.text("ZONE"), given.text("TOKEN")
        self._url = f"{given.address('API', API, is_secret=True)}/zones/{zone}/purge_cache"

    def by_tags(self, tags: list[str]) -> Iterator[Call]:
        """So many at a time."""
        for batch in in_batches(tags, BATCH):
            yield self._call(shown(batch, "tag", "tags"), {"tags": batch})

    def by_urls(self, urls: list[str]) -> Iterator[Call]:
        """So many at a time."""
        for batch in in_batches(urls, BATCH):
            yield self._call(shown(batch, "address", "addresses"), {"files": batch})

    def everything(self) -> Iterator[Call]:
        """All of the zone, other sites in it included."""
        yield self._call("everything", {"purge_everything": True})

    def _call(self, what: str, body: dict[str, object]) -> HttpCall:
        headers = {"Authorization": f"Bearer {self._token}"}
        return HttpCall("POST", self._url, what, headers, body, problem)


def problem(response: requests.Response) -> str:
    """What is wrong with an answer: it says so itself, whatever its status."""
    try:
        said = response.json()
        if said["success"] is True:
            return is_fine(response)
        codes = ", ".join(str(int(error["code"])) for error in said["errors"])
    except (ValueError, KeyError, TypeError):
        return f"HTTP {response.status_code}, not as Cloudflare answers"
    return f"HTTP {response.status_code}, error {codes}"
