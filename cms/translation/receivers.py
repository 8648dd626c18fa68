"""Keeps provenance and language-neutral facts up to date when something public changes.

Wagtail and wagtail-localize write what is public by a full ``save()`` on the way to their signals
(localize even when it saves a draft), so provenance follows ``post_save`` in the same transaction.
Autosave writes only revisions and bookkeeping columns, and costs nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from modelcluster.fields import ParentalKey
from wagtail.models import DraftStateMixin, TranslatableMixin
from wagtail.signals import published

from cms.translation.recompute import forget, recompute
from cms.translation.sync import synchronise

_is_settled: ContextVar[bool] = ContextVar("klastr_translations_are_settled", default=False)


@contextmanager
def settled() -> Iterator[None]:
    """Within this block, signals of publishing change nothing: all versions were written alike."""
    token = _is_settled.set(True)
    try:
        yield
    finally:
        _is_settled.reset(token)


def connect() -> None:
    """Listen to everything that can be translated."""
    post_save.connect(_on_save, dispatch_uid="cms_translation.save")
    post_delete.connect(_on_delete, dispatch_uid="cms_translation.delete")
    published.connect(_on_publish, dispatch_uid="cms_translation.publish")


def _on_save(
    instance: Model, *, raw: bool = False, update_fields: frozenset[str] | None, **_: Any
) -> None:
    if raw or update_fields is not None:
        return
    if not (isinstance(instance, TranslatableMixin) and _has_own_row(instance)):
        return
    if getattr(instance, "live", True):
        recompute(instance)
        if not isinstance(instance, DraftStateMixin):
            _synchronise(instance)


def _on_delete(instance: Model, *, sender: type[Model], **_: Any) -> None:
    if not (isinstance(instance, TranslatableMixin) and _has_own_row(instance)):
        return
    # The tables of a page are emptied one by one; the last one carries the translation key.
    if sender is instance.get_translation_model():
        forget(instance)


def _on_publish(instance: Model, **_: Any) -> None:
    if _is_settled.get():
        return
    if isinstance(instance, TranslatableMixin) and _has_own_row(instance) and instance.live:
        _synchronise(instance)


def _synchronise(instance: TranslatableMixin) -> None:
    if getattr(settings, "KLASTR_SYNC_ON_PUBLISH", True):
        synchronise(instance)


def _has_own_row(instance: TranslatableMixin) -> bool:
    """True for pages and snippets; children are judged with their parents."""
    return not any(isinstance(field, ParentalKey) for field in instance._meta.concrete_fields)
