"""Brings language-neutral facts from a published source to its published translations at once.

An English page must not show yesterday's phone number because nobody pressed "sync". Texts are
left alone: a paragraph that was translated stays, and provenance calls it stale. That is why this
does not call wagtail-localize's ``save_target``, which would put the source's words in its place.

The facts go to three places: the public row, localize's frozen copy of the source (or the next
edit of the translation would bring the old ones back), and revisions that may still be published.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import models, transaction
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, Page, Revision, RevisionMixin, TranslatableMixin
from wagtail.signals import page_published, published
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import SegmentOverride, Translation

from cms.translation.frozen import Content, has_text, is_child_relation, refresh, serialised
from cms.translation.versions import links_of

logger = logging.getLogger(__name__)


def synchronise(source: TranslatableMixin) -> list[models.Model]:
    """The published translations that changed, after they took over the facts of `source`.

    Only translations that localize keeps are touched. A field that an editor has overridden in a
    language stays as it is there.
    """
    if not _is_translated(source):
        return []
    translations = list(
        Translation.objects.filter(
            source__object_id=source.translation_key,
            source__locale_id=source.locale_id,
            enabled=True,
        ).select_related("source")
    )
    overridden = _overridden(source, translations)
    facts = serialised(source)
    changed = []
    with transaction.atomic():
        refresh(translations[0].source, source, facts)
        targets = type(source)._default_manager.filter(
            translation_key=source.translation_key,
            locale_id__in=[translation.target_locale_id for translation in translations],
        )
        for target in targets:
            is_public = getattr(target, "live", True)
            is_alias = getattr(target, "alias_of_id", None) is not None
            if is_public and not is_alias:
                names = take_over(
                    source, target, facts=facts, keep=overridden.get(target.locale_id, ())
                )
                if names:
                    _save(target, names)
                    changed.append(target)
    return changed


def _is_translated(source: TranslatableMixin) -> bool:
    """True when localize keeps translations of `source`."""
    links = links_of([source.translation_key])[source.translation_key]
    own = source.locale.language_code
    return any(link.is_enabled and link.source == own for link in links)


def take_over(
    source: models.Model,
    target: models.Model,
    *,
    facts: Content | None = None,
    keep: Collection[str] = (),
) -> list[str]:
    """Names of the fields of `target` that changed in memory to what `source` says.

    Fields named in `keep` stay. Children with text of their own are neither added nor emptied;
    the facts in them follow, and children that are gone in the source go.
    """
    ours = facts if facts is not None else serialised(source)
    theirs = serialised(target)
    changed = []
    for entry in get_translatable_fields(type(source)):
        name = entry.field_name
        if name in keep:
            continue
        if not entry.is_translated(source):
            if entry.is_synchronized(source) and _differ(type(source), name, ours, theirs):
                _copy(entry, source, target)
                changed.append(name)
        elif is_child_relation(type(source), name) and _take_over_children(source, target, name):
            changed.append(name)
    return changed


def _copy(entry: Any, source: Any, target: Any) -> None:
    field = entry.get_field(type(source))
    if isinstance(field, models.ManyToOneRel):
        source.copy_child_relation(field.name, target)
    elif isinstance(field, models.ManyToManyField):
        setattr(target, field.name, list(getattr(source, field.name).all()))
    else:
        setattr(target, field.attname, getattr(source, field.attname))


def _take_over_children(source: Any, target: Any, name: str) -> bool:
    """True when translatable children of `target` changed."""
    ours = {child.translation_key: child for child in getattr(source, name).all()}
    manager = getattr(target, name)
    kept = []
    has_changed = False
    for child in manager.all():
        original = ours.pop(child.translation_key, None)
        if original is None:
            has_changed = True
            continue
        order = getattr(child, "sort_order", None)
        if order is not None and order != original.sort_order:
            child.sort_order = original.sort_order
            has_changed = True
        has_changed |= bool(take_over(original, child))
        kept.append(child)
    for original in ours.values():
        if not has_text(original):
            kept.append(_child_for(target, name, original))
            has_changed = True
    if has_changed:
        manager.set(kept)
    return has_changed


def _child_for(target: Any, name: str, original: Any) -> models.Model:
    relation = target._meta.get_field(name)
    child = type(original)()
    for field in original._meta.concrete_fields:
        if not field.primary_key and field.name != relation.field.name:
            setattr(child, field.attname, getattr(original, field.attname))
    child.locale_id = target.locale_id
    return child


def _differ(model: type[models.Model], name: str, ours: Content, theirs: Content) -> bool:
    """True when two serialised objects differ in a field by more than the keys of child rows."""
    if not is_child_relation(model, name):
        return bool(ours.get(name) != theirs.get(name))
    relation: Any = model._meta.get_field(name)
    keys = {"pk", relation.field.name}
    return [_without(keys, row) for row in ours[name]] != [
        _without(keys, row) for row in theirs[name]
    ]


def _without(keys: Collection[str], row: Content) -> Content:
    return {name: value for name, value in row.items() if name not in keys}


def _overridden(
    source: TranslatableMixin, translations: Iterable[Translation]
) -> Mapping[int, set[str]]:
    """Names of the fields that editors have overridden, by id of the language."""
    found: dict[int, set[str]] = {}
    for locale_id, path in SegmentOverride.objects.filter(
        context__object_id=source.translation_key,
        locale_id__in=[translation.target_locale_id for translation in translations],
    ).values_list("locale_id", "context__path"):
        found.setdefault(locale_id, set()).add(path)
    return found


def _save(target: models.Model, names: Collection[str]) -> None:
    """Publish the changed row and say so, leaving drafts, schedules and workflows as they are."""
    if isinstance(target, Page):
        target.save(clean=False)
    else:
        target.save()
    if isinstance(target, RevisionMixin):
        _patch_revisions(target, names)
    if isinstance(target, Page):
        log(instance=target, action="klastr.synchronise", data={"fields": list(names)})
        page_published.send(sender=type(target), instance=target, revision=target.live_revision)
        target.update_aliases(revision=target.live_revision)
    if isinstance(target, DraftStateMixin):
        published.send(sender=type(target), instance=target, revision=target.live_revision)
    logger.info(
        "translation.synchronised",
        extra={"model": target._meta.label_lower, "object_id": target.pk, "fields": list(names)},
    )


def _patch_revisions(target: RevisionMixin, names: Collection[str]) -> None:
    """The revisions that are live, latest or scheduled get the new facts and keep the rest."""
    current = {getattr(target, "live_revision_id", None), target.latest_revision_id} - {None}
    wanted = models.Q(pk__in=current) | models.Q(approved_go_live_at__isnull=False)
    content = serialised(target)
    for revision in Revision.objects.for_instance(target).filter(wanted):
        revision.content |= {name: content[name] for name in names if name in content}
        revision.save(update_fields=["content"])
