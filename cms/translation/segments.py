"""Stores what there is to translate and its translations the way wagtail-localize does, in bulk.

Localize asks the database several questions for each text; a page of fifty texts costs it some
four hundred queries. The rows written here are the same, in about ten.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias
from uuid import UUID, uuid5

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from wagtail.models import Locale, TranslatableMixin
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    SegmentOverride,
    String,
    StringSegment,
    StringTranslation,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)

from cms.translation.frozen import serialised

SegmentValue: TypeAlias = (
    StringSegmentValue | TemplateSegmentValue | RelatedObjectSegmentValue | OverridableSegmentValue
)


class Pair(NamedTuple):
    """A text of the source and its translation, at one path."""

    path: str
    source: str
    target: str


def store_source(source: TranslatableMixin, segments: Sequence[SegmentValue]) -> TranslationSource:
    """Localize's frozen copy of `source` as it is now, with its segments."""
    of_object, _ = TranslatableObject.objects.get_or_create_from_instance(source)
    frozen, _ = TranslationSource.objects.update_or_create(
        object=of_object,
        locale_id=source.locale_id,
        specific_content_type=ContentType.objects.get_for_model(type(source)),
        defaults={
            "object_repr": str(source)[:200],
            "content_json": json.dumps(serialised(source), cls=DjangoJSONEncoder),
            "schema_version": get_schema_version(source._meta.app_label),
            "last_updated_at": timezone.now(),
        },
    )
    contexts = _contexts(of_object, {segment.path for segment in segments})
    _replace_segments(frozen, segments, contexts)
    return frozen


def store_translations(frozen: TranslationSource, locale: Locale, pairs: Sequence[Pair]) -> None:
    """Translations by a human hand, in place of what localize had for the same texts."""
    contexts = _contexts(frozen.object, {pair.path for pair in pairs})
    strings = _strings(frozen.locale_id, {pair.source for pair in pairs})
    now = timezone.now()
    rows = {
        (pair.path, pair.source): StringTranslation(
            translation_of=strings[pair.source],
            locale=locale,
            context=contexts[pair.path],
            data=pair.target,
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            updated_at=now,
        )
        for pair in pairs
    }
    StringTranslation.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["locale", "translation_of", "context"],
        update_fields=["data", "translation_type", "tool_name", "updated_at", "has_error"],
    )


def store_overrides(
    frozen: TranslationSource, locale: Locale, values: Mapping[str, object]
) -> None:
    """Values by path that differ from the source's in one language, such as links in a text."""
    if not values:
        return
    contexts = _contexts(frozen.object, set(values))
    SegmentOverride.objects.filter(locale=locale, context__in=contexts.values()).delete()
    SegmentOverride.objects.bulk_create(
        SegmentOverride(locale=locale, context=contexts[path], data_json=json.dumps(value))
        for path, value in values.items()
    )


def _replace_segments(
    frozen: TranslationSource,
    segments: Sequence[SegmentValue],
    contexts: Mapping[str, TranslationContext],
) -> None:
    texts = [s for s in segments if isinstance(s, StringSegmentValue)]
    shapes = [s for s in segments if isinstance(s, TemplateSegmentValue)]
    related = [s for s in segments if isinstance(s, RelatedObjectSegmentValue)]
    overridable = [s for s in segments if isinstance(s, OverridableSegmentValue)]
    strings = _strings(frozen.locale_id, {segment.string.data for segment in texts})
    templates = _templates(shapes)
    for model in (StringSegment, TemplateSegment, RelatedObjectSegment, OverridableSegment):
        model.objects.filter(source=frozen).delete()
    StringSegment.objects.bulk_create(
        StringSegment(
            source=frozen,
            context=contexts[segment.path],
            order=segment.order,
            string=strings[segment.string.data],
            attrs=json.dumps(segment.attrs, cls=DjangoJSONEncoder),
        )
        for segment in texts
    )
    TemplateSegment.objects.bulk_create(
        TemplateSegment(
            source=frozen,
            context=contexts[segment.path],
            order=segment.order,
            template=templates[_template_id(segment)],
        )
        for segment in shapes
    )
    OverridableSegment.objects.bulk_create(
        OverridableSegment(
            source=frozen,
            context=contexts[segment.path],
            order=segment.order,
            data_json=json.dumps(segment.data, cls=DjangoJSONEncoder),
        )
        for segment in overridable
    )
    for segment in related:
        RelatedObjectSegment.from_value(frozen, segment)


def _contexts(of_object: TranslatableObject, paths: Iterable[str]) -> dict[str, TranslationContext]:
    """Localize's contexts by path. It fills in their `field_path` itself when an editor comes."""
    ids = {path: TranslationContext._get_path_id(path) for path in paths}
    TranslationContext.objects.bulk_create(
        (TranslationContext(object=of_object, path=p, path_id=i) for p, i in ids.items()),
        ignore_conflicts=True,
    )
    found = TranslationContext.objects.filter(object=of_object, path_id__in=ids.values())
    return {context.path: context for context in found}


def _strings(locale_id: int, texts: Iterable[str]) -> dict[str, String]:
    hashes = {text: String._get_data_hash(text) for text in texts}
    String.objects.bulk_create(
        (String(locale_id=locale_id, data=t, data_hash=h) for t, h in hashes.items()),
        ignore_conflicts=True,
    )
    found = String.objects.filter(locale_id=locale_id, data_hash__in=hashes.values())
    return {string.data: string for string in found}


def _templates(segments: Sequence[TemplateSegmentValue]) -> dict[UUID, Template]:
    rows = {
        _template_id(segment): Template(
            uuid=_template_id(segment),
            template=segment.template,
            template_format=segment.format,
            string_count=segment.string_count,
        )
        for segment in segments
    }
    Template.objects.bulk_create(rows.values(), ignore_conflicts=True)
    return {template.uuid: template for template in Template.objects.filter(uuid__in=rows)}


def _template_id(segment: TemplateSegmentValue) -> UUID:
    """As ``Template.from_value`` makes it."""
    return uuid5(uuid5(Template.BASE_UUID_NAMESPACE, segment.format), segment.template)
