"""Where the values of a document's fields stand: on a page, or on rows of its relations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from wagtail.models import Page

# A path, or a function of the page; a function tells nothing that the page withholds.
Source = str | Callable[[Any], object]
Sources = Source | tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Attributes of a page, or of the rows of its `relation`; the first that says anything counts.

    Written ``"city"``, ``"organisation|organisation_name"``, ``"products__name"``.
    """

    relation: str
    names: tuple[str, ...]


def place_of(model: type[Page], path: str) -> Place:
    """The place that `path` means on pages of `model`."""
    head, _, rest = path.partition("__")
    field = field_of(model, head)
    if rest and field is not None and field.one_to_many:
        return Place(head, tuple(rest.split("|")))
    return Place("", tuple(path.split("|")))


def field_of(model: type[Model], name: str) -> Any:
    """The field of `model` that `name` is, transforms such as ``__year`` aside; None for others."""
    try:
        return model._meta.get_field(name.partition("__")[0])
    except FieldDoesNotExist:
        return None


def as_tuple(sources: Sources) -> tuple[Source, ...]:
    """One source or several of them, as a tuple."""
    return sources if isinstance(sources, tuple) else (sources,)


def places_in(model: type[Page], declared: Iterable[Mapping[str, Sources]]) -> set[Place]:
    """All places that the sources of some fields name."""
    return {
        place_of(model, source)
        for mapping in declared
        for sources in mapping.values()
        for source in as_tuple(sources)
        if isinstance(source, str)
    }
