"""What a kind requires, and what an opportunity of that kind still lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from plugins.opportunities.models.choices import Kind
from plugins.opportunities.models.taxonomy import FIELDS, kinds


def lacking(kind: str, has: Callable[[str], bool]) -> Iterator[tuple[str, ...]]:
    """The groups of attributes that `kind` requires and of which `has` knows none.

    One of each group would do.
    """
    if kind not in Kind.values:
        return  # the field itself says that a kind must be chosen
    for key in kinds()[Kind(kind)].required:
        for group in FIELDS[key].needs:
            if not any(has(attribute) for attribute in group):
                yield group


def is_filled(value: Any) -> bool:
    """True for anything but nothing: zero is a value, an unticked box is none."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value is not False and value != []


def missing_fields(page: Any) -> dict[str, str]:
    """What its kind requires and `page` lacks: a message by the attribute to fill in."""

    def has(attribute: str) -> bool:
        field = page._meta.get_field(attribute)
        if field.many_to_many:
            return bool(list(getattr(page, attribute).all()))
        return is_filled(getattr(page, field.attname))

    return {group[0]: missing_message(page, group[0]) for group in lacking(page.kind, has)}


def missing_message(page: Any, attribute: str) -> str:
    """The sentence that says what is missing, and which kind wants it."""
    return _("“%(kind)s” needs this field: %(field)s.") % {
        "kind": page.get_kind_display(),
        "field": capfirst(page._meta.get_field(attribute).verbose_name),
    }


def wrong_stage(page: Any) -> bool:
    """True when the lifecycle of its kind does not know the stage of `page`."""
    if not page.stage or page.kind not in Kind.values:
        return False
    return page.stage not in kinds()[Kind(page.kind)].stages
