"""Which pages show a thing: so they are told of when it changes.

Choices, links and blocks come from Wagtail's reference index, which leaves out many-to-many
relations; those are asked directly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import ManyToManyRel, Model, QuerySet
from wagtail.models import Page, ReferenceIndex, TranslatableMixin

from cms.publishing.batches import standing_rows_by
from cms.publishing.epoch import object_tag

CHUNK = 500
V = TypeVar("V")


def pages_showing(
    model: type[Model], pks: Iterable[object], *, are_all_versions: bool = False
) -> tuple[set[int], set[str]]:
    """Ids of the public pages that refer to these objects of `model`, and names of other objects.

    Whatever language version they refer to: shown is the one in the asked language.
    """
    wanted = set(pks) if are_all_versions else _all_versions(model, set(pks))
    page_ids, others = _by_index(model, wanted)
    if model is not Page:
        page_ids |= _by_relations(model, wanted)
    return _live(page_ids), others


def _all_versions(model: type[Model], pks: set[object]) -> set[object]:
    if not issubclass(model, TranslatableMixin) or not pks:
        return pks
    found = set(pks)
    for chunk in chunks(pks):
        keys = model._default_manager.filter(pk__in=chunk).values("translation_key")
        versions = model._default_manager.filter(translation_key__in=keys)
        found.update(versions.values_list("pk", flat=True))
    return found


def _by_index(model: type[Model], pks: set[object]) -> tuple[set[int], set[str]]:
    base = ReferenceIndex._get_base_content_type(model)
    page_type = ContentType.objects.get_for_model(Page)
    pages: set[int] = set()
    others: set[str] = set()
    for chunk in chunks(pks):
        rows = standing_rows_by(
            ("references", base.pk),
            lambda keys: (
                ReferenceIndex.objects.filter(to_content_type=base, to_object_id__in=keys)
                .values_list("base_content_type_id", "object_id")
                .distinct()
            ),
            keys=[str(pk) for pk in chunk],
        )
        for type_id, object_id in rows:
            if type_id == page_type.pk:
                pages.add(int(object_id))
            elif source := ContentType.objects.get_for_id(type_id).model_class():
                others.add(object_tag(source, object_id))
    return pages, others


def _by_relations(model: type[Model], pks: set[object]) -> set[int]:
    found: set[int] = set()
    for page_model, name in _relations_to(model):
        for chunk in chunks(pks):
            pages = page_model._default_manager.filter(**{f"{name}__in": chunk})
            found.update(pages.values_list("pk", flat=True))
    return found


@cache
def _relations_to(model: type[Model]) -> tuple[tuple[type[Page], str], ...]:
    """The many-to-many relations of page types to `model`."""
    return tuple(
        (field.related_model, field.field.name)
        for field in model._meta.get_fields(include_hidden=True)
        if isinstance(field, ManyToManyRel) and issubclass(field.related_model, Page)
    )


def _live(page_ids: set[int]) -> set[int]:
    found: set[int] = set()
    for chunk in chunks(page_ids):
        found.update(pk for (pk,) in standing_rows_by("live pages", _live_rows, pks=chunk))
    return found


def _live_rows(pks: Sequence[int]) -> QuerySet[Page, tuple[int]]:
    return Page.objects.filter(pk__in=pks, live=True).order_by().values_list("pk")


def chunks(values: Iterable[V]) -> Iterator[list[V]]:
    """`values`, so many at a time that a statement can name them."""
    remaining = iter(values)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk
