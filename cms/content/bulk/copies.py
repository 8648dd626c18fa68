"""Unsaved copies of pages: what a translation starts from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

from django.db import connection, models
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail.models.copying import _copy


@contextmanager
def in_memory() -> Iterator[None]:
    """Within this block nothing is written, and a transaction within one costs no statement.

    Modelcluster begins one for each relation that it copies from one unsaved page to another.
    """
    connection._savepoint_allowed = lambda: False  # features say it too, but not SQLite's
    try:
        yield
    finally:
        del connection._savepoint_allowed


def copy_for_translation(source: Page, locale: Locale) -> Page:
    """An unsaved page in another language that is otherwise as `source`, its children included.

    As Wagtail's action makes it, without writing it first.
    """
    target: Page
    target, _children = _copy(
        apart(source),
        exclude_fields=[*source.default_exclude_fields_in_copy, *source.exclude_fields_in_copy],
        update_attrs={
            "has_unpublished_changes": False,
            "live_revision": None,
            "first_published_at": None,
            "last_published_at": None,
            "alias_of": None,
        },
    )
    target.locale = locale
    _share_related_objects(source, target)
    _set_locale(target, locale)
    return target


def _set_locale(instance: Any, locale: Locale) -> None:
    for relation in get_all_child_relations(instance):
        for child in getattr(instance, relation.get_accessor_name()).all():
            if isinstance(child, TranslatableMixin):
                child.locale = locale
            _set_locale(child, locale)


def _share_related_objects(source: models.Model, target: models.Model) -> None:
    """Let the copy know the objects that its original knows, so that nobody reads them again."""
    for field in source._meta.concrete_fields:
        is_same = getattr(source, field.attname) == getattr(target, field.attname)
        if field.is_relation and is_same and field.is_cached(source):
            field.set_cached_value(target, field.get_cached_value(source))


def apart(source: Page) -> Page:
    """A copy of `source` with copies of its children and bodies, to be changed at will.

    Wagtail and localize write into what they read, for they expect it to come from the database.
    """
    separate: Page = _apart(source)
    return separate


def _apart(instance: Any) -> Any:
    separate = copy(instance)
    _separate_bodies(separate)
    held = vars(instance).get("_cluster_related_objects")
    if held is not None:
        children = {relation.get_accessor_name() for relation in get_all_child_relations(instance)}
        separate._cluster_related_objects = {
            name: [_apart(child) for child in objects] if name in children else list(objects)
            for name, objects in held.items()
        }
    return separate


def _separate_bodies(instance: models.Model) -> None:
    for field in instance._meta.concrete_fields:
        if isinstance(field, StreamField):
            value = field.value_from_object(instance)
            setattr(instance, field.attname, field.to_python(field.get_prep_value(value)))
