"""What search can be narrowed by: the facts that filters of lists and documents have in common.

A page type declares its filter once. A field of it that its document has, too, is a fact of search
under the same name with the same values; facts of several types that are called alike are one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Model
from graphene.utils.str_converters import to_camel_case

from cms.graphql.filters import Choices, Dates, FilterField, Flag, Numbers, PageFilter
from cms.graphql.filters.pagefilter import fields_of
from cms.indexing.documents import SearchableType, searchable_types
from search.fields import Keyword, Number
from search.query import Filter

Computed = Callable[[datetime], Mapping[str, Filter]]

CODES, FLAG, RANGE = "codes", "flag", "range"


class FactError(TypeError):
    """Two page types mean different things by one fact."""


@dataclass(frozen=True, eq=False, slots=True)
class Source:
    """A fact as documents of one type have it; each is itself alone, as what is made of it is kept.

    `computed` tells for a moment which documents have which code, where none is stored. With
    `is_organisation_name` the codes are names that people know organisations by.
    """

    type_name: str
    model: type[Model]
    filter_type: type[PageFilter]
    field: FilterField
    computed: Computed | None = None
    is_organisation_name: bool = False


@dataclass(frozen=True, eq=False)
class Fact:
    """A fact: `name` is that of the field in documents, `shape` how clients give values.

    With `has_end`, documents have a first and a last value.
    """

    name: str
    shape: str
    sources: tuple[Source, ...]
    has_end: bool = False

    @cached_property
    def limited(self) -> tuple[Source, ...]:
        """Where lists leave something out unless it is asked for, by states that are computed."""
        return tuple(s for s in self.sources if s.field.default is not None and s.computed)

    @cached_property
    def shown_name(self) -> str:
        """The name in the schema."""
        return str(to_camel_case(self.name))

    @property
    def is_facet(self) -> bool:
        """True when values are counted."""
        return self.shape != RANGE and any(source.field.is_facet for source in self.sources)

    @property
    def input_type(self) -> Any:
        """The type of the range that clients give; None for other shapes."""
        return self.sources[0].field.type if self.shape == RANGE else None


def facts_of(
    active: frozenset[str],
    filters: Mapping[type, type[PageFilter]],
    models: Mapping[type[Model], type],
) -> dict[str, Fact]:
    """The facts of the active plugins by name, in alphabetical order.

    `filters` tells the filter of each object type, `models` the object type of each page model.

    Raises:
        FactError: When two types mean different things by one name.
    """
    found: dict[str, Fact] = {}
    for item in searchable_types(active):
        filter_type = filters.get(models.get(item.model, object))
        for fact in _facts(item, filter_type) if filter_type else ():
            found[fact.name] = _merged(found.get(fact.name), fact)
    return dict(sorted(found.items()))


def _facts(item: SearchableType, filter_type: type[PageFilter]) -> Iterable[Fact]:
    declared = item.document.fields
    for name, field in fields_of(filter_type).items():
        computed = getattr(item.document, "computed", {}).get(name)
        shape = _shape(field, declared.get(name), computed)
        if shape:
            source = Source(
                item.name,
                item.model,
                filter_type,
                field,
                computed,
                name in getattr(item.document, "organisation_names", ()),
            )
            yield Fact(name, shape, (source,), has_end=f"{name}_end" in declared)


def _shape(field: FilterField, declared: Any, computed: Computed | None) -> str:
    if isinstance(field, Dates | Numbers):
        return RANGE if isinstance(declared, Number) else ""
    if isinstance(field, Flag):
        return FLAG if computed is not None or isinstance(declared, Keyword) else ""
    if computed is not None:
        return CODES if isinstance(field, Choices) else ""
    return CODES if isinstance(declared, Keyword) else ""


def _merged(known: Fact | None, fact: Fact) -> Fact:
    if known is None:
        return fact
    is_alike = (known.shape, known.has_end) == (fact.shape, fact.has_end)
    if not is_alike or str(known.input_type) != str(fact.input_type):
        raise FactError(f"{fact.sources[0].type_name} means something else by “{fact.shown_name}”.")
    return Fact(fact.name, fact.shape, known.sources + fact.sources, fact.has_end)
