"""What each plugin brings into the schema, and whose every type and field is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import graphene
from graphene.utils.str_converters import to_camel_case
from graphql import (
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
)

from cms.plugin import contributions as kinds
from cms.plugin.contributions import Contribution


@dataclass(frozen=True, slots=True)
class Part:
    """What one plugin brings into the schema, and which plugins it stands on."""

    label: str
    contributions: tuple[Contribution, ...]
    requires: tuple[str, ...] = ()
    is_core: bool = False

    def of(self, *wanted: type[Contribution]) -> Iterator[Any]:
        """The contributions of these kinds."""
        return (item for item in self.contributions if type(item) in wanted)

    def types(self) -> Iterator[type]:
        """All graphene types that the plugin contributes outside the roots."""
        for item in self.contributions:
            match item:
                case kinds.PageType(graphql=type_) | kinds.BodyBlock(graphql=type_):
                    yield type_
                case kinds.Snippet(graphql=type_) if type_ is not None:
                    yield type_
                case kinds.Types(types=types):
                    yield from types


def field_names(mixin: type) -> list[str]:
    """GraphQL names of the fields that a mixin of a root type declares."""
    probe: Any = type("Probe", (mixin, graphene.ObjectType), {})
    return [field.name or to_camel_case(name) for name, field in probe._meta.fields.items()]


class Ownership:
    """Whose each field of a schema is.

    A root field belongs to the part that contributed it, an object type to the first part that
    brings it, by itself or through a field. A field that an interface declares belongs to the
    interface's part, unless the type resolves it anew.
    """

    def __init__(self, parts: Iterable[Part], schema: GraphQLSchema) -> None:
        self._roots: dict[tuple[str, str], str] = {}
        self._types: dict[str, str] = {}
        self._schema = schema
        for part in parts:
            self._take(part, "" if part.is_core else part.label)

    def of(self, type_name: str, field_name: str) -> str | None:
        """The label of the field's plugin, None for core's own and for what nobody brought."""
        root = self._roots.get((type_name, field_name))
        if root is not None:
            return root or None
        type_ = self._schema.type_map.get(type_name)
        if isinstance(type_, GraphQLObjectType):
            for interface in type_.interfaces:
                if field_name in interface.fields and not _resolves_anew(type_, field_name):
                    return self._types.get(interface.name) or None
        return self._types.get(type_name) or None

    def _take(self, part: Part, label: str) -> None:
        reached: list[GraphQLNamedType] = []
        for root, kind in (
            (self._schema.query_type, kinds.Queries),
            (self._schema.mutation_type, kinds.Mutations),
        ):
            for item in part.of(kind):
                for name in field_names(item.mixin):
                    if root is not None:
                        self._roots[(root.name, name)] = label
                        reached.append(get_named_type(root.fields[name].type))
        for type_ in part.types():
            reached.append(self._schema.type_map[type_._meta.name])  # type: ignore[attr-defined]
        while reached:
            found = reached.pop()
            if found.name not in self._types:
                self._types[found.name] = label
                reached += _neighbours(found)


def _neighbours(type_: GraphQLNamedType) -> list[GraphQLNamedType]:
    """The types that the fields of `type_` lead to; members of a union come by themselves."""
    if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
        found = [get_named_type(field.type) for field in type_.fields.values()]
        return [*found, *type_.interfaces]
    return []


def _resolves_anew(type_: GraphQLObjectType, field_name: str) -> bool:
    """True when the graphene type of `type_` has a resolver of its own for the field."""
    graphene_type: Any = getattr(type_, "graphene_type", None)
    return any(
        to_camel_case(name.removeprefix("resolve_")) == field_name
        for name in vars(graphene_type or object)
        if name.startswith("resolve_")
    )
