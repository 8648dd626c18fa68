"""What each plugin brings into the schema, and whose every type and field is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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

    A root field, or one that is added to a type, belongs to the part that contributed it; an
    object type to the part that contributed it, or to the first that leads to it through a field.
    A field that an interface declares belongs to the interface's part, unless the type resolves
    it anew. `added` names the fields (type, field) that each part adds to types, by label.
    """

    def __init__(
        self,
        parts: Iterable[Part],
        schema: GraphQLSchema,
        added: Mapping[str, Iterable[tuple[str, str]]] | None = None,
    ) -> None:
        self._single: dict[tuple[str, str], str] = {}
        self._types: dict[str, str] = {}
        self._schema = schema
        wanted = tuple(parts)
        for label, fields in (added or {}).items():
            self._single.update(dict.fromkeys(fields, label))
        contributed = {part.label: self._contributed(part) for part in wanted}
        for part in wanted:
            for type_ in contributed[part.label]:
                self._types.setdefault(type_.name, _owner(part))
        for part in wanted:
            self._take(part, contributed[part.label], (added or {}).get(part.label, ()))

    def of(self, type_name: str, field_name: str) -> str | None:
        """The label of the field's plugin, None for core's own and for what nobody brought."""
        single = self._single.get((type_name, field_name))
        if single is not None:
            return single or None
        type_ = self._schema.type_map.get(type_name)
        if isinstance(type_, GraphQLObjectType):
            for interface in type_.interfaces:
                if field_name in interface.fields and not _resolves_anew(type_, field_name):
                    return self._types.get(interface.name) or None
        return self._types.get(type_name) or None

    def _contributed(self, part: Part) -> list[GraphQLNamedType]:
        """The types that a part contributes by themselves."""
        return [self._schema.type_map[_name(type_)] for type_ in part.types()]

    def _take(
        self,
        part: Part,
        contributed: Iterable[GraphQLNamedType],
        added: Iterable[tuple[str, str]],
    ) -> None:
        """Give to `part` what it leads to and nobody has."""
        leads_to = [type_ for own in contributed for type_ in self._neighbours(own)]
        leads_to += [self._led_to(type_name, name) for type_name, name in added]
        for root, kind in (
            (self._schema.query_type, kinds.Queries),
            (self._schema.mutation_type, kinds.Mutations),
        ):
            for item in part.of(kind):
                for name in field_names(item.mixin):
                    if root is not None:
                        self._single[(root.name, name)] = _owner(part)
                        leads_to.append(self._led_to(root.name, name))
        while leads_to:
            found = leads_to.pop()
            if found.name not in self._types:
                self._types[found.name] = _owner(part)
                leads_to += self._neighbours(found)

    def _led_to(self, type_name: str, field_name: str) -> GraphQLNamedType:
        type_: Any = self._schema.type_map[type_name]
        return get_named_type(type_.fields[field_name].type)

    def _neighbours(self, type_: GraphQLNamedType) -> list[GraphQLNamedType]:
        """The types that its own fields lead to; members of a union come by themselves."""
        if not isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            return []
        own = [name for name in type_.fields if (type_.name, name) not in self._single]
        return [*(self._led_to(type_.name, name) for name in own), *type_.interfaces]


def _owner(part: Part) -> str:
    return "" if part.is_core else part.label


def _name(type_: type) -> str:
    return str(type_._meta.name)  # type: ignore[attr-defined]  # graphene sets it


def _resolves_anew(type_: GraphQLObjectType, field_name: str) -> bool:
    """True when the graphene type of `type_` has a resolver of its own for the field."""
    graphene_type: Any = getattr(type_, "graphene_type", None)
    return any(
        to_camel_case(name.removeprefix("resolve_")) == field_name
        for name in vars(graphene_type or object)
        if name.startswith("resolve_")
    )
