"""Writes the rows of provenance; called when a page or snippet was saved as public.

Everything is derived from what is public now, what wagtail-localize has on record, and the
memory in the rows themselves; repeating it changes nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from wagtail.models import Page, TranslatableMixin

from cms.publishing.batches import standing_rows_by
from cms.translation.judgement import (
    Circumstances,
    Judgement,
    Known,
    Memory,
    judge,
    judge_alone,
    judge_copy,
)
from cms.translation.known import Records, known_records
from cms.translation.models import StoredProvenance
from cms.translation.provenance import model_label
from cms.translation.state import State, worst
from cms.translation.texts import Texts, field_name, part_ids, texts_of
from cms.translation.versions import (
    Link,
    Version,
    links_of,
    sources_of,
    translation_model,
    versions_of,
)

ReadTexts = Callable[[int], Texts]


@dataclass(frozen=True, slots=True)
class _Group:
    """The versions of one object with everything that judging them needs."""

    model: type[Model]
    key: UUID
    versions: Sequence[Version]
    sources: Mapping[int, Version | None]
    links: Sequence[Link]
    rows: Mapping[int, StoredProvenance]


def recompute(instance: TranslatableMixin) -> None:
    """Bring the rows of `instance`, and of what is translated from it, up to date."""
    recompute_many([instance])


def recompute_many(
    instances: Iterable[TranslatableMixin], texts: Mapping[int, Texts] | None = None
) -> None:
    """Bring the rows of `instances`, and of what is translated from them, up to date.

    All are pages, or all are snippets of one model. The number of SQL queries does not depend on
    theirs. `texts` are those of objects, by key, whose texts somebody knows already.
    """
    at_hand: list[Any] = [i.specific if isinstance(i, Page) else i for i in instances]
    if not at_hand:
        return
    changed = {instance.pk for instance in at_hand}
    keys = dict.fromkeys(instance.translation_key for instance in at_hand)
    groups = _groups(translation_model(at_hand[0]), keys)
    affected = [
        (group, version)
        for group in groups
        for version in group.versions
        if version.is_live and _is_affected(version, group, changed)
    ]
    _write(affected, at_hand, texts)


def recompute_versions(model: type[Model], translation_key: UUID) -> None:
    """Bring the rows of all versions of one object up to date."""
    (group,) = _groups(model, [translation_key])
    _write([(group, version) for version in group.versions if version.is_live], [])


def forget(instance: TranslatableMixin) -> None:
    """Remove the row of a deleted object; what was translated from it now stands alone."""
    model = translation_model(instance)
    StoredProvenance.objects.filter(model=model_label(model), object_id=instance.pk).delete()
    recompute_versions(model, instance.translation_key)


def _groups(model: type[Model], keys: Iterable[UUID]) -> list[_Group]:
    versions = versions_of(model, keys)
    links = links_of(key for key, found in versions.items() if len(found) > 1)
    label = model_label(model)
    rows = standing_rows_by(
        ("rows of provenance", label),
        lambda pks: StoredProvenance.objects.filter(model=label, object_id__in=pks),
        pks=[version.pk for found in versions.values() for version in found],
    )
    by_pk = {row.object_id: row for row in rows}
    return [
        _Group(
            model=model,
            key=key,
            versions=found,
            sources=sources_of(found, links.get(key, [])),
            links=links.get(key, []),
            rows={version.pk: by_pk[version.pk] for version in found if version.pk in by_pk},
        )
        for key, found in versions.items()
    ]


def _is_affected(version: Version, group: _Group, changed: Collection[int]) -> bool:
    source = group.sources[version.pk]
    source_id = source.pk if source else None
    row = group.rows.get(version.pk)
    is_changed = version.pk in changed or source_id in changed
    return is_changed or (row is not None and row.source_id != source_id)


@transaction.atomic
def _write(
    affected: Sequence[tuple[_Group, Version]],
    at_hand: Iterable[TranslatableMixin],
    known_texts: Mapping[int, Texts] | None = None,
) -> None:
    if not affected:
        return
    instances = _instances(affected, at_hand)
    texts = dict(known_texts or {})

    def texts_by_pk(pk: int) -> Texts:
        if pk not in texts:
            texts[pk] = texts_of(instances[pk])
        return texts[pk]

    known = _known(affected)
    rows = [
        (_row(group, version, instances[version.pk], texts_by_pk, known.get(group.key, {})), group)
        for group, version in affected
        if version.pk in instances
    ]
    columns = [f.name for f in StoredProvenance._meta.concrete_fields if not f.primary_key]
    StoredProvenance.objects.bulk_create(
        (row for row, group in rows if _differs(row, group.rows.get(row.object_id))),
        update_conflicts=True,
        unique_fields=["model", "object_id"],
        update_fields=[name for name in columns if name not in ("model", "object_id")],
    )


def _instances(
    affected: Sequence[tuple[_Group, Version]], at_hand: Iterable[TranslatableMixin]
) -> dict[int, Model]:
    """The specific instances of the affected versions and of their sources."""
    model = affected[0][0].model
    found: dict[int, Model] = {instance.pk: instance for instance in at_hand}
    sources = [group.sources[version.pk] for group, version in affected]
    wanted = {v.pk for _group, v in affected} | {s.pk for s in sources if s is not None}
    missing = wanted - found.keys()
    if not missing:
        return found
    types = {type(instance) for instance in found.values()}
    if issubclass(model, Page) and len(types) != 1:
        loaded = Page.objects.filter(pk__in=missing).specific()
    else:
        loaded = (types.pop() if types else model)._default_manager.filter(pk__in=missing)
    return found | {instance.pk: instance for instance in loaded}


def _known(affected: Sequence[tuple[_Group, Version]]) -> Records:
    targets: dict[UUID, list[str]] = defaultdict(list)
    for group, version in affected:
        if group.links and group.sources[version.pk] is not None:
            targets[group.key].append(version.locale)
    return known_records(targets) if targets else {}


def _row(
    group: _Group,
    version: Version,
    instance: Model,
    texts: ReadTexts,
    known: Mapping[str, Mapping[str, Known]],
) -> StoredProvenance:
    source = group.sources[version.pk]
    row = StoredProvenance(
        model=model_label(group.model),
        object_id=version.pk,
        type=instance._meta.label_lower,
        title=str(instance)[:255],
        locale=version.locale,
        translation_key=group.key,
        source_id=source.pk if source else None,
        source_locale=source.locale if source else "",
        state=State.ORIGINAL,
    )
    if source is None and version.alias_of is not None:
        return _like_its_original(row, version.alias_of)
    judgement = _judgement(group, version, source, texts, known)
    if judgement is not None:
        _fill(row, judgement)
    return row


def _judgement(
    group: _Group,
    version: Version,
    source: Version | None,
    texts: ReadTexts,
    known: Mapping[str, Mapping[str, Known]],
) -> Judgement | None:
    old = group.rows.get(version.pk)
    memory = {path: Memory(*entry) for path, entry in old.memory.items()} if old else {}
    if source is None:
        judgement = judge_alone(texts(version.pk), memory) if memory else None
        if judgement and State.FALLBACK in {s for each in judgement.states.values() for s in each}:
            return judgement
        return None
    if version.alias_of is not None:
        return judge_copy(texts(version.pk))
    is_managed = any(
        link.is_enabled and (link.source, link.target) == (source.locale, version.locale)
        for link in group.links
    )
    return judge(
        texts(source.pk),
        texts(version.pk),
        known=known.get(version.locale, {}),
        memory=memory,
        circumstances=Circumstances(
            is_first=not memory, is_managed=is_managed, is_frozen=not source.is_live
        ),
    )


def _fill(row: StoredProvenance, judgement: Judgement) -> None:
    fields: dict[str, list[State]] = defaultdict(list)
    parts: dict[str, dict[str, list[State]]] = defaultdict(lambda: defaultdict(list))
    for path, states in judgement.states.items():
        fields[field_name(path)] += states
        for part in part_ids(path):
            parts[field_name(path)][part] += states
    row.fields = {name: worst(states) for name, states in fields.items()}
    row.parts = {
        name: {part: worst(states) for part, states in found.items()}
        for name, found in parts.items()
    }
    row.counts = dict(Counter(state for states in fields.values() for state in states))
    row.memory = judgement.memory
    row.state = worst(row.fields.values()) or State.TRANSLATED


def _like_its_original(row: StoredProvenance, original_pk: int) -> StoredProvenance:
    """An alias within one language says what its original says."""
    original = StoredProvenance.objects.filter(model=row.model, object_id=original_pk).first()
    if original is not None:
        for name in ("source_id", "source_locale", "state", "fields", "parts", "counts"):
            setattr(row, name, getattr(original, name))
    return row


def _differs(row: StoredProvenance, old: StoredProvenance | None) -> bool:
    if old is None:
        return True
    return any(
        _plain(getattr(row, f.name)) != _plain(getattr(old, f.name))
        for f in StoredProvenance._meta.concrete_fields
        if not f.primary_key
    )


def _plain(value: object) -> object:
    """`value` as JSON would give it back, to compare rows that were read with new ones."""
    if isinstance(value, Mapping):
        return {str(name): _plain(entry) for name, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    return value
