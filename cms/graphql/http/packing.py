"""An answer as the bytes that are sent: made once, and kept with the answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cms.graphql.answer import Answer
from cms.graphql.http.coding import coded
from cms.publishing.epoch import EVERYTHING

HASH_DIGITS = 32


@dataclass(slots=True)
class Packed:
    """The bytes of an answer in one content coding, "" for none, and how they are known."""

    content: bytes
    coding: str
    etag: str
    cache_tag: str


def packed(given: Answer, coding: str, *, from_bytes: int, max_tag_bytes: int) -> Packed:
    """The answer in `coding`, or as it is when it has fewer than `from_bytes`.

    `cache_tag` takes up to `max_tag_bytes`.
    """
    if len(given.content) < from_bytes:
        coding = ""
    found = given.packed.get(coding)
    if found is None:
        plain = given.packed.get("") or Packed(
            given.content, "", _etag(given.content), cache_tag(given.tags, max_tag_bytes)
        )
        found = plain
        if coding:
            content = coded(given.content, coding)
            found = Packed(content, coding, f'{plain.etag[:-1]}-{coding}"', plain.cache_tag)
        given.packed[coding] = found
    return found


def _etag(content: bytes) -> str:
    return f'"{sha256(content).hexdigest()[:HASH_DIGITS]}"'


def cache_tag(tags: Iterable[str], max_bytes: int) -> str:
    """The tags by commas, as CDNs want them.

    Only :data:`EVERYTHING` when that would be too long, or when nobody knows what was read. (A page
    cannot be told from its tag to be of some type, so there is nothing between.)
    """
    text = ",".join(sorted(tags))
    return text if 0 < len(text) <= max_bytes else EVERYTHING
