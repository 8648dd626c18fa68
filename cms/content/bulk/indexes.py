"""The admin's indexes: what pages refer to, and the words they are found by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db.models.signals import post_save
from modelsearch.backends import get_search_backends
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

_is_put_off: ContextVar[bool] = ContextVar("klastr_indexing_is_put_off", default=False)


@contextmanager
def indexed_afterwards() -> Iterator[None]:
    """Within this block nothing is indexed; at its end everything is.

    For a command's own process only: signal handlers are taken off meanwhile. Demo pages are saved
    several times each, and indexing them every time took a third of the whole.
    """
    models = [model for model in get_indexed_models() if getattr(model, "search_auto_update", True)]
    for model in models:
        post_save.disconnect(post_save_signal_handler, sender=model)
    token = _is_put_off.set(True)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        _is_put_off.reset(token)
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)
    call_command("rebuild_references_index", verbosity=0)
    call_command("wagtail_update_index", verbosity=0)


def index_new(pages: Sequence[Page]) -> None:
    """Put new `pages`, which are of one type, into the indexes."""
    if not pages or _is_put_off.get():
        return
    _store_references(pages)
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(type(pages[0]), pages)


def index_changed(pages: Sequence[Page]) -> None:
    """Bring the indexes up to date with `pages`, which are of one type."""
    if pages and not _is_put_off.get():
        ReferenceIndex.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=[str(page.pk) for page in pages],
        ).delete()
        index_new(pages)


def _store_references(pages: Sequence[Page]) -> None:
    """As ``ReferenceIndex.create_or_update_for_object`` does for each, for nothing is there yet."""
    types = {
        "content_type": ContentType.objects.get_for_model(pages[0], for_concrete_model=False),
        "base_content_type": ContentType.objects.get_for_model(Page),
    }
    ReferenceIndex.objects.bulk_create(
        ReferenceIndex(
            **types,
            object_id=page.pk,
            to_content_type_id=to_type,
            to_object_id=to_object,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
        for page in pages
        for to_type, to_object, model_path, content_path in set(
            ReferenceIndex._extract_references_from_object(page)
        )
    )
