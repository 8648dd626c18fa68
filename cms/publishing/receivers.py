"""Hears of everything that changes what is public, and notes it for the outbox.

Pages are judged by their rows: Wagtail saves a page in a transaction of its own and sends
``page_published`` after it, so the note is made while the row is saved and cannot be lost between
the two. What Wagtail writes besides (autosave, drafts, locks) changes nothing that is public.
Code that writes many pages together saves none of them; it sends ``page_published``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.signals import post_save, pre_delete, pre_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site
from wagtail.signals import page_published

from cms.plugin.contributions import BodyBlock, PageType, Setting, Snippet
from cms.plugin.models import PluginState
from cms.plugin.registry import Registry, registry
from cms.publishing import epoch
from cms.publishing.addresses import former
from cms.publishing.addresses import receivers as addresses
from cms.publishing.batches import standing_rows_by
from cms.publishing.events import Kind
from cms.publishing.outbox import Note, note
from cms.publishing.showing import pages_showing

# Columns of a page that say nothing to the public.
BOOKKEEPING = frozenset(
    {
        *(
            "latest_revision",
            "latest_revision_created_at",
            "draft_title",
            "has_unpublished_changes",
        ),
        *("locked", "locked_at", "locked_by", "owner", "go_live_at", "alias_of", "numchild"),
    }
)
FILE_BOOKKEEPING = frozenset({"file_hash", "file_size"})
_BEFORE = "_klastr_stored_before"


@dataclass(frozen=True, slots=True)
class _Stored:
    """What the row of a page said before it is saved."""

    live: bool
    url_path: str


def connect() -> None:
    """Listen."""
    addresses.connect()
    pre_save.connect(_before_save, dispatch_uid="cms_publishing.before_save")
    post_save.connect(_after_save, dispatch_uid="cms_publishing.after_save")
    pre_delete.connect(_before_delete, dispatch_uid="cms_publishing.before_delete")
    page_published.connect(_on_published, dispatch_uid="cms_publishing.published")


def _before_save(
    instance: Model, *, raw: bool = False, update_fields: frozenset[str] | None, **_: Any
) -> None:
    if (
        raw
        or not isinstance(instance, Page)
        or _is_historical(instance)
        or _is_bookkeeping(update_fields, BOOKKEEPING)
    ):
        return
    row = None
    if instance.pk is not None and not instance._state.adding:
        row = next(iter(standing_rows_by("row before", _stored_rows, pks=[instance.pk])), None)
    before = vars(instance)[_BEFORE] = _Stored(*row) if row else None
    if before:
        former.before_save(instance, was_live=before.live, url_path=before.url_path)


def _stored_rows(pks: Sequence[int]) -> QuerySet[Page, tuple[bool, str]]:
    return Page.objects.filter(pk__in=pks).order_by().values_list("live", "url_path")


def _after_save(
    instance: Model,
    *,
    created: bool,
    raw: bool = False,
    update_fields: frozenset[str] | None,
    **_: Any,
) -> None:
    if raw or _is_historical(instance):
        return
    match instance:
        case Page():
            if not _is_bookkeeping(update_fields, BOOKKEEPING):
                before = vars(instance).pop(_BEFORE, None)
                _note_page(instance, before)
                former.after_save(
                    instance,
                    was_live=before is not None and before.live,
                    url_path=before.url_path if before else None,
                )
        case PageViewRestriction() | CollectionViewRestriction() | Collection():
            if not (created and isinstance(instance, Collection)):
                _note_restriction(instance)
        case PluginState():
            if update_fields is not None and "is_active" in update_fields:
                _note_switch(instance.label)
        case _:
            _note_object(instance, created, update_fields)


def _before_delete(instance: Model, *, sender: type[Model], **_: Any) -> None:
    if _is_historical(instance):
        return
    match instance:
        case Page():
            # Each table of a page is emptied by itself; this one is always among them.
            if sender is Page:
                was_known = former.before_delete(instance)
                if instance.live:
                    _note_deleted_page(instance)
                elif was_known:
                    note(Note(Kind.DELETED, pages=frozenset({instance.pk})))
        case PageViewRestriction() | CollectionViewRestriction():
            _note_restriction(instance)
        case _:
            if type(instance) in shown_models():
                _note_deleted_object(instance)


def _on_published(instance: Page, **_: Any) -> None:
    # It is sent for scheduled pages too. Without a transaction, saving has told it already.
    if instance.live and transaction.get_connection().in_atomic_block:
        note(Note(Kind.PUBLISHED, pages=frozenset({instance.pk})))


def _is_historical(instance: Model) -> bool:
    """True for the models that migrations work with."""
    return instance._meta.apps is not apps


def _is_bookkeeping(update_fields: frozenset[str] | None, columns: frozenset[str]) -> bool:
    return update_fields is not None and columns.issuperset(update_fields)


def _note_page(page: Page, before: _Stored | None) -> None:
    was_live = before is not None and before.live
    has_moved = before is not None and before.url_path != page.url_path
    pk = frozenset({page.pk})
    if has_moved:  # pages below a draft may be public
        note(Note(Kind.MOVED, subtrees=pk))
    if page.live and before is not None and not was_live:
        note(Note(Kind.PUBLISHED, subtrees=pk))
    elif page.live:
        note(Note(Kind.PUBLISHED, pages=pk))
    elif was_live:
        note(Note(Kind.UNPUBLISHED, pages=pk, subtrees=pk))


def _note_deleted_page(page: Page) -> None:
    model = ContentType.objects.get_for_id(page.content_type_id)
    shown_by, others = pages_showing(Page, [page.pk])
    note(
        Note(
            Kind.DELETED,
            pages=frozenset({page.pk}),
            shown_by=frozenset(shown_by),
            tags=frozenset(
                {
                    f"type:{model.app_label}.{model.model}",
                    epoch.versions_tag(page.translation_key),
                    *others,
                }
            ),
        )
    )


def _note_restriction(
    instance: PageViewRestriction | CollectionViewRestriction | Collection,
) -> None:
    match instance:
        case PageViewRestriction():
            note(Note(Kind.RESTRICTED, subtrees=frozenset({instance.page_id})))
        case CollectionViewRestriction():
            note(Note(Kind.RESTRICTED, collections=frozenset({instance.collection_id})))
        case Collection():  # it may be below a restricted one now
            note(Note(Kind.RESTRICTED, collections=frozenset({instance.pk})))


def _note_object(instance: Model, created: bool, update_fields: frozenset[str] | None) -> None:
    model = type(instance)
    if model not in shown_models() or _is_bookkeeping(update_fields, BOOKKEEPING):
        return
    if model in _file_models() and (created or _is_bookkeeping(update_fields, FILE_BOOKKEEPING)):
        return  # nothing shows a new file yet
    if not getattr(instance, "live", True) and created:
        return
    note(Note(Kind.EDITED, objects=frozenset({(model._meta.label_lower, instance.pk)})))
    is_root_changed = update_fields is None or "root_page" in update_fields
    if isinstance(instance, Site) and not created and is_root_changed:
        note(Note(Kind.MOVED, subtrees=frozenset({instance.root_page_id})))


def _note_deleted_object(instance: Model) -> None:
    model = type(instance)
    shown_by, others = pages_showing(model, [instance.pk])
    note(
        Note(
            Kind.DELETED,
            objects=frozenset({(model._meta.label_lower, instance.pk)}),
            shown_by=frozenset(shown_by),
            tags=frozenset(others),
        )
    )


def _note_switch(label: str) -> None:
    """All pages of the plugin, or all pages when it brings blocks, which stand anywhere."""
    plugin = registry().plugins.get(label)
    contributions = plugin.contributions if plugin else ()
    pages = Page.objects.filter(live=True)
    models = [c.model for c in contributions if isinstance(c, PageType)]
    if not any(isinstance(contribution, BodyBlock) for contribution in contributions):
        types = ContentType.objects.get_for_models(*models, for_concrete_models=False)
        pages = pages.filter(content_type__in=[found.pk for found in types.values()])
    note(
        Note(
            Kind.SWITCHED,
            pages=frozenset(pages.values_list("pk", flat=True)),
            tags=frozenset({epoch.PLUGINS, f"plugin:{label}", *map(epoch.type_tag, models)}),
        )
    )


def shown_models() -> frozenset[type[Model]]:
    """What pages and menus show besides pages: snippets, settings, files, sites, redirects."""
    return _shown_models(registry())


@cache
def _shown_models(table: Registry) -> frozenset[type[Model]]:
    snippets = {c.viewset.model for _label, c in table.contributed(Snippet)}
    settings = {c.model for _label, c in table.contributed(Setting)}
    return frozenset({*snippets, *settings, *_file_models(), Site, Redirect})


@cache
def _file_models() -> frozenset[type[Model]]:
    return frozenset({get_image_model(), get_document_model()})
