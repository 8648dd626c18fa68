"""wagtail-localize's frozen copy of a source: its facts follow the source, its texts do not.

Localize writes a translation from this copy. Were the facts in it to stay as they were when
somebody last pressed "sync", the next edit of the translation would bring old ones back.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    StringSegment,
    TemplateSegment,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

Content = dict[str, Any]


def serialised(instance: models.Model) -> Content:
    """The fields of `instance` by name as revisions store them."""
    plain: Content = json.loads(as_json(instance))
    return plain


def as_json(instance: models.Model) -> str:
    """The fields of `instance` by name as JSON, the text that localize freezes."""
    content: Content = (
        instance.serializable_data()
        if isinstance(instance, ClusterableModel)
        else get_serializable_data_for_fields(instance)
    )
    return json.dumps(content, cls=DjangoJSONEncoder)


def is_child_relation(model: type[models.Model], name: str) -> bool:
    field = model._meta.get_field(name)
    return isinstance(field, models.ManyToOneRel) and isinstance(field.remote_field, ParentalKey)


def has_text(instance: models.Model) -> bool:
    """True when something in `instance` can be translated."""
    return any(isinstance(s, StringSegmentValue) for s in extract_segments(instance))


def refresh(frozen: TranslationSource, source: models.Model, facts: Content) -> None:
    """Bring the facts in the frozen copy up to date with `source`, serialised as `facts`."""
    content = json.loads(frozen.content_json)
    before = json.loads(frozen.content_json)
    for entry in get_translatable_fields(type(source)):
        name = entry.field_name
        if name not in facts:
            continue
        if not entry.is_translated(source):
            if entry.is_synchronized(source):
                content[name] = facts[name]
        elif is_child_relation(type(source), name):
            content[name] = _child_rows(source, name, content.get(name, []), facts[name])
            _drop_segments(frozen, name, before.get(name, []), content[name])
    if content == before:
        return
    frozen.content_json = json.dumps(content, cls=DjangoJSONEncoder)
    frozen.save(update_fields=["content_json"])
    for segment in OverridableSegment.objects.filter(
        source=frozen, context__path__in=[n for n in facts if facts[n] != before.get(n)]
    ).select_related("context"):
        segment.data_json = json.dumps(facts[segment.context.path], cls=DjangoJSONEncoder)
        segment.save(update_fields=["data_json"])


def _child_rows(
    source: models.Model, name: str, frozen: list[Content], current: list[Content]
) -> list[Content]:
    """The children of the source now, with the texts that they had when they were frozen."""
    model = source._meta.get_field(name).related_model
    children = {str(child.translation_key): child for child in getattr(source, name).all()}
    texts = {
        entry.field_name for entry in get_translatable_fields(model) if entry.is_translated(source)
    }
    known = {row["translation_key"]: row for row in frozen}
    rows = []
    for row in current:
        key = row["translation_key"]
        if key in known:
            rows.append(row | {n: value for n, value in known[key].items() if n in texts})
        elif not has_text(children[key]):
            rows.append(row)
    return rows


def _drop_segments(
    frozen: TranslationSource, name: str, before: list[Content], after: list[Content]
) -> None:
    """Forget what there was to translate in children that are gone."""
    gone = {row["translation_key"] for row in before} - {row["translation_key"] for row in after}
    for key in gone:
        for model in (StringSegment, TemplateSegment, RelatedObjectSegment, OverridableSegment):
            model.objects.filter(source=frozen, context__path__startswith=f"{name}.{key}.").delete()
