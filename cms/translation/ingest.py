"""Puts the words of a language into an object, the source's own where there are none."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import NamedTuple
from uuid import UUID

from wagtail.models import Locale, TranslatableMixin
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import SegmentOverride, StringTranslation
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
)
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.strings import StringValue

from cms.translation.segments import SegmentValue


class Words(NamedTuple):
    """What an object says in one language: texts by path and source text, other values by path."""

    texts: Mapping[tuple[str, str], str]
    values: Mapping[str, object]


def words_of(keys: Iterable[UUID], locale: Locale) -> dict[UUID, Words]:
    """What localize has on record for the objects, by translation key; two SQL queries."""
    wanted = list(keys)
    texts: dict[UUID, dict[tuple[str, str], str]] = defaultdict(dict)
    values: dict[UUID, dict[str, object]] = defaultdict(dict)
    for key, path, source, text in StringTranslation.objects.filter(
        context__object_id__in=wanted, locale=locale, has_error=False
    ).values_list("context__object_id", "context__path", "translation_of__data", "data"):
        texts[key][path, source] = text
    for key, path, data in SegmentOverride.objects.filter(
        context__object_id__in=wanted, locale=locale, has_error=False
    ).values_list("context__object_id", "context__path", "data_json"):
        values[key][path] = json.loads(data)
    return {key: Words(texts[key], values[key]) for key in wanted}


def fill(
    target: TranslatableMixin,
    source: TranslatableMixin,
    segments: Sequence[SegmentValue],
    words: Words,
    locale: Locale,
) -> list[SegmentValue]:
    """The segments of `target`, after it got the facts of `source` and the words of `locale`.

    `segments` are those of `source`.
    """
    copy_synchronised_fields(source, target)
    translated = [found for s in segments if (found := _in_words(s, words, locale)) is not None]
    ingest_segments(source, target, source.locale, locale, translated)
    return translated


def _in_words(segment: SegmentValue, words: Words, locale: Locale) -> SegmentValue | None:
    """The segment in another language; None where the target keeps what the source has."""
    if isinstance(segment, StringSegmentValue):
        text = words.texts.get((segment.path, segment.string.data)) or segment.string.data
        attributes = deepcopy(segment.attrs)
        said = StringSegmentValue(segment.path, StringValue(text), attrs=attributes)
        return said.with_order(segment.order)
    if isinstance(segment, RelatedObjectSegmentValue):
        model = segment.content_type.model_class()
        has_version = model._base_manager.filter(
            translation_key=segment.translation_key, locale=locale
        ).exists()
        return segment if has_version else None
    if isinstance(segment, OverridableSegmentValue):
        value = words.values.get(segment.path)
        is_said = segment.path in words.values
        return (
            OverridableSegmentValue(segment.path, value, order=segment.order) if is_said else None
        )
    return segment
