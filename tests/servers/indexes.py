"""Wagtail's own indexes (search in the admin, references), switched off where nobody looks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models.signals import post_save


@contextmanager
def unindexed() -> Iterator[None]:
    """Within this block the admin's indexes are left alone: many pages are made much faster."""
    from modelsearch.index import get_indexed_models  # noqa: PLC0415 -- apps are ready by now
    from modelsearch.signal_handlers import post_save_signal_handler  # noqa: PLC0415 -- likewise
    from wagtail.signal_handlers import (  # noqa: PLC0415 -- likewise
        reference_index_auto_update_disabled as references,
    )

    models = [
        model
        for model in get_indexed_models()
        if post_save.disconnect(post_save_signal_handler, sender=model)
    ]
    # Not Wagtail's context manager, which cannot stand inside itself.
    was_off = getattr(references, "value", False)
    references.value = True
    try:
        yield
    finally:
        references.value = was_off
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)
