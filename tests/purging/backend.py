"""A backend as Wagtail's are for frontend caches: what fails is logged, or raised."""

from __future__ import annotations

import logging
from typing import Any

from wagtail.contrib.frontend_cache.backends import BaseBackend

from tests.purging.cdn import TOKEN

PATH = f"{__name__}.Backend"
heard: list[list[str]] = []


class Backend(BaseBackend):
    """Remembers what it was told; `FAILS` is "logs", "raises" or nothing."""

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.fails = params.pop("FAILS")

    def purge_batch(self, urls: list[str]) -> None:
        heard.append(urls)
        if self.fails == "logs":
            logging.getLogger("wagtail.frontendcache").error("Couldn't purge '%s'", urls[0])
        if self.fails == "raises":
            raise ConnectionError(TOKEN)
