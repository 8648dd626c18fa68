"""Any cache that is told by plain HTTP: Varnish, nginx, Souin, Bunny, KeyCDN, Netlify …

Tags go into a header, or as JSON; addresses are asked for by a method such as PURGE.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import requests

from cms.purging.caches import By, Cache, in_batches
from cms.purging.calls import Call, HttpCall, is_fine, shown
from cms.purging.parameters import Parameters

METHOD, HEADER, SEPARATOR, BATCH = "PURGE", "xkey-purge", " ", 50
NOT_THERE = 404


class HttpCache(Cache):
    """A cache that answers at `LOCATION`."""

    def __init__(self, name: str, given: Parameters) -> None:
        """Read where it is, and how it wants to be told."""
        super().__init__(name, given)
        self._headers = {key: str(value) for key, value in given.mapping("HEADERS").items()}
        self._location = given.address("LOCATION", is_secret=False)
        self._method = given.text("METHOD", METHOD).upper()
        self._header = given.text("TAG_HEADER", HEADER)
        self._separator = given.raw_text("SEPARATOR", SEPARATOR)
        self._batch = given.number("BATCH", BATCH) or BATCH
        self._field = given.text("TAG_FIELD", "")
        self._fields = given.mapping("FIELDS")
        self._everything = given.text("EVERYTHING", "")

    def by_tags(self, tags: list[str]) -> Iterator[Call]:
        """So many at a time, in the header or in the field."""
        for batch in in_batches(tags, self._batch):
            yield self._tagged(batch, shown(batch, "tag", "tags"))

    def by_urls(self, urls: list[str]) -> Iterator[Call]:
        """One at a time, at the cache's own address but under the name of the site."""
        for url in urls:
            parts = urlsplit(url)
            query = f"?{parts.query}" if parts.query else ""
            yield HttpCall(
                self._method,
                f"{self._location}{parts.path or '/'}{query}",
                f"of {parts.netloc}",
                {**self._headers, "Host": parts.netloc},
                problem=unless_gone,
            )

    def everything(self) -> Iterator[Call]:
        """By the word for it, if there is one."""
        if self._everything and By.TAGS in self.by:
            yield self._tagged([self._everything], "everything")

    def _tagged(self, tags: list[str], what: str) -> HttpCall:
        if not self._field:
            headers = {**self._headers, self._header: self._separator.join(tags)}
            return HttpCall(self._method, self._location, what, headers)
        value = tags[0] if self._batch == 1 else tags
        body = {**self._fields, self._field: value}
        return HttpCall(self._method, self._location, what, self._headers, body)


def unless_gone(response: requests.Response) -> str:
    """What is wrong with an answer; nothing when the cache did not have it anyway."""
    return "" if response.status_code == NOT_THERE else is_fine(response)
