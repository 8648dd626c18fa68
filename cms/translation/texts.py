"""The texts of an object by path, in a form in which two versions can be compared."""

from __future__ import annotations

import html
import json
import re
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from hashlib import blake2b
from threading import Lock
from uuid import UUID

from django.db.models import CharField, ForeignKey, ManyToOneRel, Model, TextField
from wagtail.fields import StreamField
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.publishing.rows import copied

Texts = dict[str, list[str]]

# Parts of an address, not words: the same slug in two languages is no missing translation.
NOT_TEXT = frozenset({"slug"})

_ATTRIBUTES = re.compile(r"<(/?[a-zA-Z0-9]+)[^<>]*>")
_TAGS = re.compile(r"<[^<>]*>")


# One publish reads the same source for each of its translations, a translation again when its
# facts change, and of a page that is edited most fields are as before. Parsing is nearly all of the
# cost, so the texts of some fields are kept.
_KEPT_RESULTS = 1_000
_results: OrderedDict[bytes, Texts] = OrderedDict()
_lock = Lock()


def texts_of(instance: Model) -> Texts:
    """The translatable texts of `instance` by wagtail-localize's path, in order.

    Rich text gives several texts under one path. Empty texts are left out.
    """
    keys = _content_keys(instance)
    found: dict[str, Texts] = {}
    with _lock:
        for name, key in keys.items():
            known = _results.get(key)
            if known is not None:
                _results.move_to_end(key)
                found[name] = known
    if len(found) < len(keys):
        found |= _extract(instance, keys.keys() - found.keys())
        with _lock:
            for name, key in keys.items():
                _results[key] = found[name]
            while len(_results) > _KEPT_RESULTS:
                _results.popitem(last=False)
    return {path: texts for name in keys for path, texts in found[name].items()}


def _content_keys(instance: Model) -> dict[str, bytes]:
    """A fingerprint of each field of `instance` that can be translated."""
    model = type(instance)
    keys = {}
    for entry in get_translatable_fields(model):
        if entry.is_translated(instance):
            field = entry.get_field(model)
            if isinstance(field, ManyToOneRel):
                content = [
                    [str(child.translation_key), *sorted(_content_keys(child).items())]
                    for child in getattr(instance, field.name).all()
                ]
                value = repr(content)
            else:
                value = str(field.value_to_string(instance))
            key = json.dumps([model._meta.label_lower, field.name, value])
            keys[field.name] = blake2b(key.encode(), digest_size=16).digest()
    return keys


def _extract(instance: Model, names: Collection[str]) -> dict[str, Texts]:
    """The texts of these fields. The others are extracted as if they were empty."""
    wanted = copied(instance)
    for field in instance._meta.concrete_fields:
        if field.name not in names and isinstance(field, CharField | TextField | StreamField):
            setattr(wanted, field.name, "")
        elif isinstance(field, ForeignKey) and field.null:  # else it would be read, for nothing
            setattr(wanted, field.name, None)
    texts: dict[str, Texts] = {name: {} for name in names}
    for path, found in texts_in(extract_segments(wanted)).items():
        if field_name(path) in texts:
            texts[field_name(path)][path] = found
    return texts


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
