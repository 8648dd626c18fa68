"""Fields that plugins add to types of others: given as ``Fields``, or following from ``Relation``.

They are collected before a schema is built, and put onto the types by the type map.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import graphene
from django.db.models import Model
from graphene.utils.str_converters import to_camel_case

from cms.graphql.parts import Part
from cms.graphql.related import fields_of
from cms.plugin import contributions as kinds


class AdditionError(TypeError):
    """The fields that the plugin `label` adds to a type do not fit there."""

    def __init__(self, label: str, message: str) -> None:
        super().__init__(f"{label}: {message}")
        self.label = label


@dataclass(frozen=True, slots=True)
class Addition:
    """Fields that the plugin `label` adds to the type called `on`; `holder` has them."""

    label: str
    on: str
    holder: type[graphene.ObjectType]

    def names(self) -> list[str]:
        """The names of the fields in the schema."""
        fields: dict[str, Any] = self.holder._meta.fields
        return [field.name or to_camel_case(name) for name, field in fields.items()]


def additions_of(
    parts: Iterable[Part], models: dict[type[Model], type[graphene.ObjectType]]
) -> tuple[Addition, ...]:
    """What `parts` add to the types of one another, `models` telling the types of page models.

    Raises:
        AdditionError: What a plugin gives as fields cannot be read as such.
    """
    wanted = tuple(parts)
    labels = {part.label for part in wanted}
    types = {model._meta.label: type_ for model, type_ in models.items()}
    return tuple(
        Addition(part.label, on, _holder(part.label, on, mixin))
        for part in wanted
        for on, mixin in _mixins(part, labels, types)
    )


def _mixins(
    part: Part, labels: set[str], types: dict[str, type[graphene.ObjectType]]
) -> Iterator[tuple[str, type]]:
    for item in part.of(kinds.Fields):
        if labels.issuperset(item.requires):
            yield item.on, item.mixin
    relations = part.of(kinds.Relation)
    yield from fields_of(
        (one for one in relations if {one.source, one.target} <= set(types)), types
    )


def _holder(label: str, on: str, mixin: type) -> type[graphene.ObjectType]:
    try:
        return type(f"{on}Addition", (mixin, graphene.ObjectType), {})
    except Exception as error:  # a plugin's class may be anything
        raise AdditionError(label, f"{mixin!r} holds no fields for {on}.") from error


def blamed(error: BaseException | None) -> str | None:
    """The plugin whose added fields led to `error`, None when it had another cause."""
    while error is not None:
        if isinstance(error, AdditionError):
            return error.label
        error = error.__cause__
    return None
