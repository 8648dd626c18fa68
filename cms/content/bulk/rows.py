"""Writes unsaved objects of one model together with their children and relations, by table.

Django's ``bulk_create`` refuses models that inherit a table, as all pages do, and knows nothing of
modelcluster's children.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import connections, models, router
from django.db.models import AutoField
from django.db.models.constants import OnConflict
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import (
    ClusterableModel,
    get_all_child_m2m_relations,
    get_all_child_relations,
)


def insert(objects: Sequence[models.Model]) -> None:
    """Write the rows of unsaved `objects`, which get their keys, and of all that is below them."""
    if not objects:
        return
    model = type(objects[0])
    for instance in objects:
        instance._prepare_related_fields_for_save(operation_name="bulk_create")
    if issubclass(model, ClusterableModel):
        _hold_relations(model, objects)
    for table in [*reversed(model._meta.get_parent_list()), model]:
        _insert_into(table, objects)
    for instance in objects:
        instance._state.adding = False
    if issubclass(model, ClusterableModel):
        _insert_children(model, objects)
        _insert_relations(model, objects)


def _insert_into(table: type[models.Model], objects: Sequence[models.Model]) -> None:
    """Write the columns of one table of a model that may inherit others."""
    for parent, pointer in table._meta.parents.items():
        if pointer is not None:
            for instance in objects:
                setattr(instance, pointer.attname, getattr(instance, parent._meta.pk.attname))
    is_numbered = isinstance(table._meta.pk, AutoField)
    fields = [
        field
        for field in table._meta.local_concrete_fields
        if not (is_numbered and field.primary_key)
    ]
    returned = table._meta.db_returning_fields if is_numbered else None
    using = router.db_for_write(table)
    size = connections[using].ops.bulk_batch_size(fields, objects)
    for start in range(0, len(objects), size):
        batch = objects[start : start + size]
        rows = table._base_manager._insert(
            batch, fields=fields, returning_fields=returned, using=using
        )
        for instance, row in zip(batch, rows or (), strict=False):
            for field, value in zip(returned or (), row, strict=True):
                setattr(instance, field.attname, value)
    for instance in objects:
        instance._state.db = using


def update(
    table: type[models.Model], objects: Sequence[models.Model], *, leave: Collection[str]
) -> None:
    """Write the columns of one table of stored `objects`, without those named in `leave`."""
    fields = table._meta.local_concrete_fields
    written = [f for f in fields if not f.primary_key and f.name not in leave]
    if not written:
        return
    using = router.db_for_write(table)
    size = connections[using].ops.bulk_batch_size(fields, objects)
    for start in range(0, len(objects), size):
        table._base_manager._insert(
            objects[start : start + size],
            fields=fields,
            using=using,
            on_conflict=OnConflict.UPDATE,
            update_fields=written,
            unique_fields=[table._meta.pk],
        )


def _insert_children(model: type[models.Model], objects: Sequence[models.Model]) -> None:
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        by_type: dict[type[models.Model], list[models.Model]] = {}
        for parent, child in _held(objects, name):
            setattr(child, relation.field.attname, parent.pk)
            by_type.setdefault(type(child), []).append(child)
        for children in by_type.values():
            insert(children)


def _insert_relations(model: type[models.Model], objects: Sequence[models.Model]) -> None:
    for field in _own_relations(model):
        through = field.remote_field.through
        source = through._meta.get_field(field.m2m_field_name()).attname
        target = through._meta.get_field(field.m2m_reverse_field_name()).attname
        through._default_manager.bulk_create(
            through(**{source: instance.pk, target: related.pk})
            for instance, related in _held(objects, field.name)
        )


def _own_relations(model: type[models.Model]) -> list[ParentalManyToManyField]:
    """The many-to-many relations whose rows are not children of their own."""
    fields: list[ParentalManyToManyField] = get_all_child_m2m_relations(model)
    return [field for field in fields if field.remote_field.through._meta.auto_created]


def _held(
    objects: Sequence[models.Model], name: str
) -> Iterator[tuple[models.Model, models.Model]]:
    """What `objects` hold in memory under `name`, each with who holds it."""
    for instance in objects:
        for related in vars(instance)["_cluster_related_objects"][name]:
            yield instance, related


def _hold_relations(model: type[models.Model], objects: Sequence[models.Model]) -> None:
    """Let unsaved `objects` hold something of each relation, so that none asks what is stored.

    Columns that follow from children look at them while they are written.
    """
    children = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
    names = children + [field.name for field in _own_relations(model)]
    for instance in objects:
        held = vars(instance).setdefault("_cluster_related_objects", {})
        for name in names:
            held.setdefault(name, [])


def relation_names(model: Any) -> list[str]:
    """Names of the children and relations that a page holds in memory."""
    children = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
    fields: list[ParentalManyToManyField] = get_all_child_m2m_relations(model)
    return children + [field.name for field in fields]
