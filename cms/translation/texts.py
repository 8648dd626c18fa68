"""The texts of an object by path, in a form in which two versions can be compared."""

from __future__ import annotations

import html
import json
import re
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from threading import Lock
from uuid import UUID

from django.db.models import ManyToOneRel, Model
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

Texts = dict[str, list[str]]

# Parts of an address, not words: the same slug in two languages is no missing translation.
NOT_TEXT = frozenset({"slug"})

_ATTRIBUTES = re.compile(r"<(/?[a-zA-Z0-9]+)[^<>]*>")
_TAGS = re.compile(r"<[^<>]*>")


# One publish reads the same source for each of its translations, and a translation again when
# its facts change. Parsing rich text is nearly all of the cost, so a few results are kept.
_KEPT_RESULTS = 200
_results: OrderedDict[bytes, Texts] = OrderedDict()
_lock = Lock()


def texts_of(instance: Model) -> Texts:
    """The translatable texts of `instance` by wagtail-localize's path, in order.

    Rich text gives several texts under one path. Empty texts are left out.
    """
    key = _content_key(instance)
    with _lock:
        found = _results.get(key)
        if found is not None:
            _results.move_to_end(key)
            return found
    texts = _extract(instance)
    with _lock:
        _results[key] = texts
        if len(_results) > _KEPT_RESULTS:
            _results.popitem(last=False)
    return texts


def _content_key(instance: Model) -> bytes:
    """A fingerprint of everything that can be translated in `instance`."""
    content = [instance._meta.label_lower]
    for entry in get_translatable_fields(type(instance)):
        if entry.is_translated(instance):
            field = entry.get_field(type(instance))
            if isinstance(field, ManyToOneRel):
                for child in getattr(instance, field.name).all():
                    content += [str(child.translation_key), _content_key(child).hex()]
            else:
                content += [field.name, str(field.value_to_string(instance))]
    return blake2b(json.dumps(content).encode(), digest_size=16).digest()


def _extract(instance: Model) -> Texts:
    return texts_in(extract_segments(instance))


def texts_in(segments: Iterable[object]) -> Texts:
    """The texts in localize's segments of an object, as :func:`texts_of` finds them in itself."""
    texts: Texts = {}
    for segment in segments:
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
