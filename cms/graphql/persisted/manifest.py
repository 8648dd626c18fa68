"""Documents that the operator knows: the manifest that a frontend's build writes.

Two forms are read: an object of documents by id, as GraphQL Code Generator's client preset
(``persisted-documents.json``) and the Relay compiler write it, and Apollo's
(``"format": "apollo-persisted-query-manifest"``) with a list of operations. Each document is known
by its id and by the SHA-256 of its text.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from cms.graphql.http import strict_json

logger = logging.getLogger(__name__)

APOLLO = "apollo-persisted-query-manifest"
Version = tuple[str, int, int]  # path, time of change, size


@dataclass(frozen=True, slots=True)
class Manifest:
    """Documents by id and by hash, and their texts."""

    by_name: Mapping[str, str] = field(default_factory=dict)
    sources: frozenset[str] = frozenset()


class ManifestError(ImproperlyConfigured):
    """The file is no manifest."""


NONE = Manifest()
_read: tuple[Version, Manifest] | None = None


def manifest_of(path: str) -> Manifest:
    """The manifest in the file `path`, read again when that has changed; an empty one for "".

    A file that is broken or gone while the site runs leaves the one before in force.

    Raises:
        ManifestError: The first that was ever read cannot be.
    """
    global _read
    if not path:
        return NONE
    version = version_of(path)
    last = _read
    if last is not None and last[0] == version:
        return last[1]
    try:
        manifest = loaded(path)
    except ManifestError:
        if last is None or last[0][0] != path:
            raise
        logger.exception("graphql.manifest_unreadable", extra={"path": path})
        manifest = last[1]
    _read = version, manifest
    return manifest


def version_of(path: str) -> Version:
    """What differs when the file `path` has changed."""
    try:
        found = Path(path).stat()
    except OSError:
        return path, 0, 0
    return path, found.st_mtime_ns, found.st_size


def loaded(path: str) -> Manifest:
    """The manifest in the file `path`.

    Raises:
        ManifestError: There is none that can be read.
    """
    try:
        documents = dict(_documents(strict_json.read(Path(path).read_text(encoding="utf-8"))))
    except OSError as error:
        raise ManifestError(f"{path}: {error.strerror or error}") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ManifestError(f"{path} is no manifest of GraphQL documents: {error!r}") from error
    hashes = {sha256(source.encode()).hexdigest(): source for source in documents.values()}
    return Manifest({**hashes, **documents}, frozenset(documents.values()))


def _documents(content: Any) -> Iterator[tuple[str, str]]:
    """Ids and texts."""
    pairs = content.items()
    if content.get("format") == APOLLO:
        pairs = ((each["id"], each["body"]) for each in content["operations"])
    for name, source in pairs:
        if not isinstance(name, str) or not isinstance(source, str):
            raise TypeError(f"{name!r} is not the id of a text")
        yield name, source
