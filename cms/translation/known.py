"""What wagtail-localize has on record of many objects, in the form in which texts are judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import QuerySet
from wagtail_localize.models import StringSegment, StringTranslation

from cms.publishing.batches import standing_rows_by
from cms.translation.judgement import Known, Translated
from cms.translation.texts import normal

Records: TypeAlias = dict[UUID, dict[str, dict[str, Known]]]


def known_records(targets: Mapping[UUID, Sequence[str]]) -> Records:
    """What localize knows of objects by key, language and path; `targets` says which languages."""
    seen: dict[UUID, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for key, path, text in standing_rows_by(
        "segments",
        lambda keys: StringSegment.objects.filter(source__object_id__in=keys).values_list(
            "source__object_id", "context__path", "string__data"
        ),
        keys=list(targets),
    ):
        seen[key][path].add(normal(text))
    found: dict[tuple[UUID, str, str], dict[str, list[Translated]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for key, locale, path, text, source, kind in standing_rows_by(
        "translations", _translations, keys=list(targets)
    ):
        if locale in targets[key]:
            is_machine = kind == StringTranslation.TRANSLATION_TYPE_MACHINE
            found[key, locale, path][normal(text)].append(Translated(normal(source), is_machine))
            seen[key][path].add(normal(source))
    return {
        key: {
            locale: {
                path: Known(found.get((key, locale, path), {}), frozenset(texts))
                for path, texts in seen[key].items()
            }
            for locale in locales
        }
        for key, locales in targets.items()
    }


def _translations(keys: Sequence[UUID]) -> QuerySet[Any]:
    return StringTranslation.objects.filter(
        context__object_id__in=keys, has_error=False
    ).values_list(
        "context__object_id",
        "locale__language_code",
        "context__path",
        "data",
        "translation_of__data",
        "translation_type",
    )
