"""Validates many pages: each by its own ``full_clean``, what needs the database together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey
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
    stored = _stored_targets(pages)
    for place, page in enumerate(pages):
        # A draft may lack what only publishing requires: types tell the two apart by `exclude`.
        exclude = None if page.live else ()
        try:
            with without_slug_check(page), _without_look_ups(page, stored):
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


def _stored_targets(pages: Sequence[Page]) -> dict[str, set[Any]]:
    """What the foreign keys of `pages` point to and is there, by field; one query for each."""
    found = {}
    for field in type(pages[0])._meta.concrete_fields:
        is_plain = isinstance(field, ForeignKey) and type(field).validate is ForeignKey.validate
        if not is_plain or field.validators or field.get_limit_choices_to():
            continue
        named = {getattr(page, field.attname) for page in pages}
        wanted = [key for key in named if isinstance(key, int | UUID)]
        if wanted:
            name = field.target_field.name
            rows = field.remote_field.model._base_manager.filter(**{f"{name}__in": wanted})
            found[field.name] = set(rows.values_list(name, flat=True))
    return found


@contextmanager
def _without_look_ups(page: Page, stored: Mapping[str, set[Any]]) -> Iterator[None]:
    """Within this block, `page` does not ask for each thing that it points to and is `stored`."""
    names = {
        name
        for name, keys in stored.items()
        if getattr(page, page._meta.get_field(name).attname) in keys
    }

    def clean_fields(exclude: Iterable[str] | None = None) -> None:
        type(page).clean_fields(page, exclude={*(exclude or ()), *names})

    page.clean_fields = clean_fields
    try:
        yield
    finally:
        del page.clean_fields


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
