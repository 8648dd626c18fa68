"""The caches that the settings name, in Django's setting ``KLASTR_PURGE``."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cms.purging.caches import By, Cache
from cms.purging.cloudflare import Cloudflare
from cms.purging.fastly import Fastly
from cms.purging.frontend_cache import FrontendCache
from cms.purging.http_cache import HttpCache
from cms.purging.parameters import SETTING, Parameters

NAME = re.compile(r"[a-z][a-z0-9-]{0,29}")
BACKENDS: dict[str, type[Cache]] = {
    "cloudflare": Cloudflare,
    "fastly": Fastly,
    "http": HttpCache,
}
# Wagtail's own waits without end for a cache that does not answer.
AS_HTTP = {
    "wagtail.contrib.frontend_cache.backends.HTTPBackend",
    "wagtail.contrib.frontend_cache.backends.http.HTTPBackend",
}


def caches() -> tuple[Cache, ...]:
    """The caches to tell, in the order of the settings; none when they name none.

    Raises:
        ImproperlyConfigured: one of them cannot be told like that.
    """
    return _caches(json.dumps(settings.KLASTR_PURGE))


def is_set() -> bool:
    """True when there is a cache to tell."""
    return bool(settings.KLASTR_PURGE)


@lru_cache(maxsize=8)
def _caches(given: str) -> tuple[Cache, ...]:
    return tuple(_cache(name, said) for name, said in json.loads(given).items())


def _cache(name: str, said: Any) -> Cache:
    if not NAME.fullmatch(name):
        raise ImproperlyConfigured(
            f"{SETTING}: the name of a cache is small letters, digits and “-”, not “{name}”."
        )
    if not isinstance(said, dict):
        raise ImproperlyConfigured(f"{SETTING}: {name} must be an object.")
    given = Parameters(name, said)
    backend = given.text("BACKEND")
    if backend in AS_HTTP:
        found: Cache = HttpCache(name, given.by_default("BY", [By.URLS.value]))
    elif backend in BACKENDS:
        found = BACKENDS[backend](name, given)
    elif "." in backend:
        found = FrontendCache(name, given, backend)
    else:
        known = ", ".join([*BACKENDS, "or the path of a backend of Wagtail's"])
        given.refuse("BACKEND", f"must be one of {known}")
    given.finish()
    return found
