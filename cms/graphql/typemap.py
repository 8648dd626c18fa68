"""graphene's types turned into graphql-core's, the way this house needs them.

Differences to graphene's own map: two types under one name are an error instead of a silent
choice, a union may bring its members by active plugins, an interface may say how the plain fields
of its types are read, a price reaches the field it was declared for, and the type of an object is
found by its model without asking every candidate.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from graphene import InputObjectType, ObjectType
from graphene.types.resolver import dict_or_attr_resolver
from graphene.types.schema import TypeMap
from graphql import GraphQLAbstractType, GraphQLResolveInfo
from graphql.execution.execute import get_typename

from cms.graphql.additions import Addition, AdditionError
from cms.graphql.connections import connection_for
from cms.graphql.cost import EXTENSION, declared_price
from cms.graphql.filters import PageFilter
from cms.graphql.search.facts import Fact
from cms.graphql.search.filter import SearchFilter

BUILT_IN = frozenset({"ID", "String", "Int", "Float", "Boolean"})


class DuplicateTypeError(TypeError):
    """Two classes want the same name in the schema."""


class KlastrTypeMap(TypeMap):
    """The types of one schema.

    `models` tells the object type of each Django model, `filters` the filter that lists of an
    object type have: its connection counts the filter's facets. `additions` are fields that
    plugins add to types of others, `facts` what search can be narrowed by.
    """

    def __init__(
        self,
        active: frozenset[str],
        models: dict[type[Model], type],
        *,
        filters: Mapping[type, type[PageFilter]] = MappingProxyType({}),
        additions: Iterable[Addition] = (),
        facts: Mapping[str, Fact] = MappingProxyType({}),
        **options: Any,
    ) -> None:
        self.active = active
        self.models = models
        self.filters = filters
        self.additions = tuple(additions)
        self.facts = facts
        super().__init__(**options)

    def add_type(self, graphene_type: Any) -> Any:
        """The graphql-core type of `graphene_type`, made on first use."""
        node_type: Any = getattr(graphene_type, "node_type", None)
        filter_type: Any = self.filters.get(node_type)
        if filter_type is not None and inspect.isclass(graphene_type):
            graphene_type = connection_for(node_type, filter_type)
        graphql_type = super().add_type(graphene_type)
        if inspect.isclass(graphene_type) and graphql_type.name not in BUILT_IN:
            owner = getattr(graphql_type, "graphene_type", graphene_type)
            if owner is not graphene_type:
                raise DuplicateTypeError(
                    f"Two types are called {graphql_type.name}:"
                    f" {owner.__module__}.{owner.__qualname__} and"
                    f" {graphene_type.__module__}.{graphene_type.__qualname__}."
                )
        return graphql_type

    def create_fields_for_type(
        self, graphene_type: Any, is_input_type: bool = False
    ) -> dict[str, Any]:
        """The fields, those that plugins add behind the type's own."""
        read = _reader(graphene_type)
        fields = self._fields_of(graphene_type, read, is_input_type=is_input_type)
        if graphene_type is SearchFilter:
            fields |= self._fields_of(_holder(self.facts), None, is_input_type=True)
        for addition in self.additions:
            if addition.on == graphene_type._meta.name:
                fields |= self._added(addition, graphene_type, taken=fields)
        return fields

    def _added(self, addition: Addition, to_type: Any, taken: dict[str, Any]) -> dict[str, Any]:
        """The fields of `addition`.

        Raises:
            AdditionError: They do not fit onto the type, or cannot be made.
        """
        if not issubclass(to_type, ObjectType):
            raise AdditionError(addition.label, f"{addition.on} is not an object type.")
        for name in addition.names():
            if name in taken:
                raise AdditionError(addition.label, f"{addition.on} has a field {name} already.")
        try:
            return self._fields_of(addition.holder, _reader(to_type))
        except Exception as error:  # a plugin's types may fail in any way
            raise AdditionError(addition.label, f"cannot add to {addition.on}: {error}") from error

    def _fields_of(
        self, graphene_type: Any, read: Callable[..., Any] | None, *, is_input_type: bool = False
    ) -> dict[str, Any]:
        """The declared fields, with their prices and the reading of plain ones."""
        for declared in graphene_type._meta.fields.values():
            _make_plain(declared)
        fields: dict[str, Any] = super().create_fields_for_type(graphene_type, is_input_type)
        if is_input_type:
            return fields
        for name, declared in graphene_type._meta.fields.items():
            field = fields.get(getattr(declared, "name", None) or self.get_name(name))
            if field is None:
                continue
            price = declared_price(declared)
            if price is not None:
                field.extensions = {**(field.extensions or {}), EXTENSION: price}
            if read is not None and _is_plain(field.resolve):
                field.resolve = partial(read, *field.resolve.args)
        return fields

    def construct_union(self, graphene_type: Any) -> Any:
        """The union with its members, an open one with those of the active plugins."""
        union = super().construct_union(graphene_type)
        types_for = getattr(graphene_type, "types_for", None)
        if types_for is not None:
            union._types = lambda: [self.add_type(member) for member in types_for(self.active)]
        return union

    def resolve_type(
        self,
        resolve_type_func: Callable[..., Any],
        type_name: str,
        root: Any,
        info: GraphQLResolveInfo,
        _type: GraphQLAbstractType,
    ) -> Any:
        """The name of the object type of `root`: by its model, or as its class or type says."""
        model_type: Any = self.models.get(type(root))
        if model_type is not None:
            return model_type._meta.name
        found: Any = resolve_type_func(root, info)
        if isinstance(found, str):
            return found
        if found is not None:
            return found._meta.name
        name = get_typename(root)
        if isinstance(name, str):
            return name
        for candidate in info.schema.get_possible_types(_type):
            if candidate.is_type_of and candidate.is_type_of(root, info):
                return candidate.name
        raise LookupError(f"No type of this schema shows a {type(root).__name__} as {_type.name}.")


def _holder(facts: Mapping[str, Fact]) -> type[InputObjectType]:
    """An input type with the fields that follow from facts."""
    return type("SearchFilterFacts", (InputObjectType,), SearchFilter.fields_for(facts))


def _reader(graphene_type: Any) -> Callable[..., Any] | None:
    """How the type or an interface of it wants plain fields to be read: ``read_field``."""
    for candidate in (graphene_type, *getattr(graphene_type._meta, "interfaces", ())):
        read: Callable[..., Any] | None = getattr(candidate, "read_field", None)
        if read is not None:
            return read
    return None


def _make_plain(declared: Any) -> None:
    """Turn descriptions that wait for a language into text, in the language of the schema."""
    for described in (declared, *getattr(declared, "args", {}).values()):
        description = getattr(described, "description", None)
        if isinstance(description, Promise):
            described.description = str(description)


def _is_plain(resolve: Any) -> bool:
    return isinstance(resolve, partial) and resolve.func is dict_or_attr_resolver
