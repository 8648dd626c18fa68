"""Wagtail's backends for frontend caches (CloudFront, Azure …), by addresses.

They only log what fails, so what they log while they work is what makes a purge fail here. The app
``wagtail.contrib.frontend_cache`` is not installed: it would purge within the editor's request, the
address of a page alone, and forget what failed.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from wagtail.contrib.frontend_cache.backends import BaseBackend

from cms.purging.caches import By, Cache, in_batches
from cms.purging.calls import Call, PurgeFailed, shown
from cms.purging.parameters import Parameters

BATCH = 500
ERROR_LENGTH = 300
HAVE_WILDCARDS = ("CloudfrontBackend", "AzureCdnBackend", "AzureFrontDoorBackend")


class FrontendCache(Cache):
    """A cache that one of Wagtail's backends, or another of their kind, knows how to tell."""

    ways = (By.URLS,)

    def __init__(self, name: str, given: Parameters, backend: str) -> None:
        """Make the backend, of the parameters that Wagtail's documentation says."""
        super().__init__(name, given)
        self._backend = _made(given, backend)
        self._everywhere = f"{settings.PUBLIC_URL}/*"

    def by_tags(self, tags: list[str]) -> Iterator[Call]:
        """None: they know of no tags."""
        return iter(())

    def by_urls(self, urls: list[str]) -> Iterator[Call]:
        """Those of hosts that the backend is for."""
        own = [url for url in urls if self._backend.invalidates_hostname(_host(url))]
        for batch in in_batches(own, BATCH):
            yield BackendCall(self._backend, batch, shown(batch, "address", "addresses"))

    def everything(self) -> Iterator[Call]:
        """By a wildcard, where there is one."""
        if type(self._backend).__name__ in HAVE_WILDCARDS:
            yield BackendCall(self._backend, [self._everywhere], "everything")


@dataclass(frozen=True, slots=True)
class BackendCall:
    """Addresses for a backend of Wagtail's."""

    backend: BaseBackend
    urls: list[str]
    what: str

    def __str__(self) -> str:
        return f"{type(self.backend).__name__}: {self.what}"

    def make(self, session: requests.Session) -> None:
        """Let the backend purge them; it has connections of its own."""
        with _logged() as problems:
            try:
                self.backend.purge_batch(self.urls)
            except Exception as error:  # each has a library of its own, with its own exceptions
                raise PurgeFailed(f"{self}: {type(error).__name__}") from None
        if problems:
            raise PurgeFailed(f"{self}: {problems[0][:ERROR_LENGTH]}")


def _made(given: Parameters, path: str) -> BaseBackend:
    try:
        backend_class = import_string(path)
    except ImportError:
        given.refuse("BACKEND", f"“{path}” is not known")
    if not (isinstance(backend_class, type) and issubclass(backend_class, BaseBackend)):
        given.refuse("BACKEND", f"“{path}” is no backend of Wagtail's")
    parameters: dict[str, Any] = given.rest()
    try:
        return backend_class(parameters)
    except ImproperlyConfigured:
        raise
    except ImportError as error:
        given.refuse("BACKEND", f"needs the package {error.name}, which is not installed")
    except KeyError as error:
        given.refuse(str(error.args[0]), "must be given")


def _host(url: str) -> str:
    return url.split("/", 3)[2]


class _Listener(logging.Handler):
    """Hears what goes wrong in one thread."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.problems: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.problems.append(record.getMessage())


@contextmanager
def _logged() -> Iterator[list[str]]:
    """What this thread logs as an error within the block."""
    listener = _Listener()
    root = logging.getLogger()  # one of them logs there
    root.addHandler(listener)
    try:
        yield listener.problems
    finally:
        root.removeHandler(listener)
