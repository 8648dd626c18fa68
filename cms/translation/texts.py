"""The texts of an object by path, in a form in which two versions can be compared."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from uuid import UUID

from django.db.models import Model
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

Texts = dict[str, list[str]]

# Parts of an address, not words: the same slug in two languages is no missing translation.
NOT_TEXT = frozenset({"slug"})

_ATTRIBUTES = re.compile(r"<(/?[a-zA-Z0-9]+)[^<>]*>")
_TAGS = re.compile(r"<[^<>]*>")


def texts_of(instance: Model) -> Texts:
    """The translatable texts of `instance` by wagtail-localize's path, in order.

    Rich text gives several texts under one path. Empty texts are left out.
    """
    texts: Texts = {}
    for segment in extract_segments(instance):
        if isinstance(segment, StringSegmentValue) and segment.path not in NOT_TEXT:
            text = normal(segment.string.data)
            if text:
                texts.setdefault(segment.path, []).append(text)
    return texts


def normal(text: str) -> str:
    """`text` as it is compared: inline tags without attributes, entities and spaces resolved."""
    return " ".join(html.unescape(_ATTRIBUTES.sub(r"<\1>", text)).split())


def has_words(text: str) -> bool:
    """True when there is something to translate: numbers and marks are the same everywhere."""
    return any(character.isalpha() for character in _TAGS.sub("", text))


def digest(texts: Sequence[str]) -> str:
    """A short fingerprint of the texts of a path; empty for no text."""
    if not texts:
        return ""
    return blake2b("\0".join(texts).encode(), digest_size=8).hexdigest()


def field_name(path: str) -> str:
    """The model field to which `path` belongs."""
    return path.split(".", 1)[0]


def part_ids(path: str) -> Iterable[str]:
    """The blocks and children on `path`: the second component, and every identifier deeper."""
    components = path.split(".")[1:]
    return [part for depth, part in enumerate(components) if depth == 0 or _is_identifier(part)]


def _is_identifier(component: str) -> bool:
    try:
        UUID(component)
    except ValueError:
        return False
    return True
