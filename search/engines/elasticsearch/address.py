"""Where a cluster is, and by which name our indexes go there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from elasticsearch import (
    ApiError,
    BadRequestError,
    Elasticsearch,
    NotFoundError,
    TransportError,
)

from search.engine import EngineDown, NoIndex, WrongQuestion

DEFAULT_PORT = 9200
DEFAULT_PREFIX = "klastr"
_prefix = re.compile(r"[a-z][a-z0-9_-]{0,60}")
_missing = "elasticsearch://[USER:PASSWORD@]HOST[:PORT][,HOST[:PORT]…][/PREFIX]"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long the cluster is waited for: seconds to answer and to write, and attempts at writing
    what it is too busy to take.

    With `is_hurried` the seconds to answer hold for all attempts at a request together.
    """

    answering: float = 5.0
    writing: float = 30.0
    retries: int = 6
    is_hurried: bool = False


PATIENT = Limits()
HURRIED = Limits(1.5, 3.0, 0, is_hurried=True)


@dataclass(frozen=True, slots=True)
class Address:
    """A cluster's nodes as URLs, what to say at its door, and the name of our indexes there."""

    nodes: tuple[str, ...]
    prefix: str
    user: str = ""
    password: str = ""
    certificates: str = ""

    @classmethod
    def of(cls, url: str) -> Address:
        """What a URL says.

        `elasticsearch+https://` speaks TLS, with `?ca=FILE` to authorities of one's own; several
        hosts stand with commas between them.

        Raises:
            ValueError: When it names no host, or indexes cannot be named so.
        """
        parts = urlsplit(url)
        secret, _, hosts = parts.netloc.rpartition("@")
        user, _, password = secret.partition(":")
        scheme = "https" if parts.scheme.endswith("+https") else "http"
        nodes = tuple(f"{scheme}://{_with_port(host)}" for host in hosts.split(",") if host)
        prefix = parts.path.strip("/") or DEFAULT_PREFIX
        if not nodes:
            raise ValueError(f"A host is missing: {_missing}.")
        if not _prefix.fullmatch(prefix):
            raise ValueError(f"Indexes cannot be named “{prefix}”: small letters and digits only.")
        certificates = parse_qs(parts.query).get("ca", [""])[0]
        return cls(nodes, prefix, unquote(user), unquote(password), certificates)

    def client(self, limits: Limits = PATIENT) -> Elasticsearch:
        """A client that connects when it is first used, and then tries each node in turn.

        One that is hurried tries two, for half of the time each.
        """
        retries = min(len(self.nodes), 1) if limits.is_hurried else len(self.nodes)
        is_shared = limits.is_hurried and len(self.nodes) > 1
        certificates: dict[str, Any] = {"ca_certs": self.certificates} if self.certificates else {}
        return Elasticsearch(
            list(self.nodes),
            basic_auth=(self.user, self.password) if self.user else None,
            **certificates,
            request_timeout=limits.answering / (2 if is_shared else 1),
            max_retries=retries,
            retry_on_timeout=is_shared,
            retry_on_status=(429, 502, 503, 504),
        )


@contextmanager
def failures() -> Iterator[None]:
    """Say in the words of `search.engine` what goes wrong at the cluster."""
    try:
        yield
    except NotFoundError as failure:
        raise NoIndex(f"There is no such index: {failure}") from failure
    except BadRequestError as failure:
        raise WrongQuestion(f"The cluster refuses it: {failure}") from failure
    except (ApiError, TransportError) as failure:
        raise EngineDown(f"The cluster does not answer: {failure}") from failure


def _with_port(host: str) -> str:
    return host if re.search(r":\d+$", host) else f"{host}:{DEFAULT_PORT}"
