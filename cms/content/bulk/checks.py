"""Validates many pages: each by its own ``full_clean``, what needs the database together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page


def errors_of(pages: Sequence[Page]) -> dict[int, ValidationError]:
    """What is wrong with each page that has something wrong, by its place in `pages`.

    All pages are of one type and have their places in the tree. Slugs are not looked at.
    """
    if not pages:
        return {}
    has_own = _has_own_uniques(type(pages[0]))
    errors = _taken_keys(pages)
    for place, page in enumerate(pages):
        # A draft may lack what only publishing requires: types tell the two apart by `exclude`.
        exclude = None if page.live else ()
        try:
            with without_slug_check(page):
                page.full_clean(exclude, validate_unique=has_own, validate_constraints=has_own)
        except ValidationError as error:
            errors[place] = error
    return errors


@contextmanager
def without_slug_check(page: Page, is_wanted: bool = True) -> Iterator[None]:
    """Within this block, `page` takes its slug for free: somebody looked already."""
    if is_wanted:
        page._slug_is_available = _available
    try:
        yield
    finally:
        vars(page).pop("_slug_is_available", None)


def _taken_keys(pages: Sequence[Page]) -> dict[int, ValidationError]:
    """Pages that would be a second version of something in one language."""
    keys = [(page.translation_key, page.locale_id) for page in pages]
    rows = Page.objects.filter(translation_key__in={key for key, _locale in keys})
    seen = set(rows.values_list("translation_key", "locale_id"))
    errors = {}
    for place, key in enumerate(keys):
        if key in seen:
            message = _("Another page has this translation key in the same language.")
            errors[place] = ValidationError({"translation_key": message})
        seen.add(key)
    return errors


def _available(*_: object) -> bool:
    return True


def _has_own_uniques(model: type[Page]) -> bool:
    """True when the model has something unique besides what every page has."""
    own = model._meta.local_concrete_fields
    tables = [table for table in [model, *model._meta.get_parent_list()] if table is not Page]
    return any(field.unique and not field.remote_field for field in own) or any(
        table._meta.unique_together or table._meta.constraints for table in tables
    )
