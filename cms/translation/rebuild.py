"""Computes the rows of provenance anew: after an import that bypassed signals, or an upgrade."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model, QuerySet
from modelcluster.fields import ParentalKey
from wagtail.models import Page, TranslatableMixin

from cms.translation.models import StoredProvenance
from cms.translation.provenance import model_label
from cms.translation.recompute import recompute_versions


def translated_models() -> list[type[Model]]:
    """The models that carry translation keys of their own: pages, and each kind of snippet."""
    models: list[Any] = list(apps.get_models())
    return [
        model
        for model in models
        if issubclass(model, TranslatableMixin)
        and model.get_translation_model() is model
        and not any(isinstance(field, ParentalKey) for field in model._meta.concrete_fields)
    ]


def objects_to_judge() -> list[tuple[type[Model], UUID]]:
    """Each translated object once, whatever the number of its versions."""
    return [
        (model, key)
        for model in translated_models()
        for key in _contentful(model)
        .order_by("translation_key")
        .values_list("translation_key", flat=True)
        .distinct()
    ]


def _contentful(model: type[Model]) -> QuerySet[Model]:
    rows = model._default_manager.all()
    return rows.filter(depth__gt=1) if issubclass(model, Page) else rows


def rebuild_object(model: type[Model], translation_key: UUID) -> None:
    """Compute the rows of all versions of one object; what was remembered is kept."""
    recompute_versions(model, translation_key)


def purge() -> int:
    """The number of rows removed because their object is not there any more."""
    removed = 0
    for model in translated_models():
        rows = StoredProvenance.objects.filter(model=model_label(model))
        removed += rows.exclude(object_id__in=_contentful(model).values("pk")).delete()[0]
    return removed
