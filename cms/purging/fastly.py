"""Fastly: by surrogate key, by address, or a whole service.

A call names up to 256 keys. They are the tags of ``Cache-Tag``; Fastly reads them, with blanks
between, from ``Surrogate-Key``.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from cms.purging.caches import Cache, in_batches
from cms.purging.calls import Call, HttpCall, shown
from cms.purging.parameters import Parameters

API = "https://api.fastly.com"
BATCH = 256


class Fastly(Cache):
    """A service of Fastly. With `SOFT`, what is dropped may still be sent while it is made anew."""

    def __init__(self, name: str, given: Parameters) -> None:
        """Read the id of the service, and a token that may purge it."""
        super().__init__(name, given)
        self._service, self._token = given.text("SERVICE"), given.text("TOKEN")
        self._api = given.address("API", API, is_secret=True)
        self._is_soft = given.flag("SOFT")

    def by_tags(self, tags: list[str]) -> Iterator[Call]:
        """So many at a time."""
        for batch in in_batches(tags, BATCH):
            what = shown(batch, "surrogate key", "surrogate keys")
            yield self._call(f"/service/{self._service}/purge", what, {"surrogate_keys": batch})

    def by_urls(self, urls: list[str]) -> Iterator[Call]:
        """One at a time; there is no call for several."""
        for url in urls:
            yield self._call(f"/purge/{url.removeprefix(f'{urlsplit(url).scheme}://')}", "it")

    def everything(self) -> Iterator[Call]:
        """All of the service; never softly."""
        path = f"/service/{self._service}/purge_all"
        yield self._call(path, "everything", is_soft=False)

    def _call(
        self, path: str, what: str, body: object = None, *, is_soft: bool | None = None
    ) -> HttpCall:
        headers = {"Fastly-Key": self._token, "Accept": "application/json"}
        if self._is_soft if is_soft is None else is_soft:
            headers["Fastly-Soft-Purge"] = "1"
        return HttpCall("POST", f"{self._api}{path}", what, headers, body)
