"""What wagtail-localize has on record of many objects, in the form in which texts are judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeAlias
from uuid import UUID

from wagtail_localize.models import StringSegment, StringTranslation

from cms.translation.judgement import Known, Translated
from cms.translation.texts import normal

Records: TypeAlias = dict[UUID, dict[str, dict[str, Known]]]


def known_records(targets: Mapping[UUID, Sequence[str]]) -> Records:
    """What localize knows of objects by key, language and path; `targets` says which languages."""
    seen: dict[UUID, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for key, path, text in StringSegment.objects.filter(
        source__object_id__in=list(targets)
    ).values_list("source__object_id", "context__path", "string__data"):
        seen[key][path].add(normal(text))
    found: dict[tuple[UUID, str, str], dict[str, list[Translated]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for key, locale, path, text, source, kind in StringTranslation.objects.filter(
        context__object_id__in=list(targets), has_error=False
    ).values_list(
        "context__object_id",
        "locale__language_code",
        "context__path",
        "data",
        "translation_of__data",
        "translation_type",
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
