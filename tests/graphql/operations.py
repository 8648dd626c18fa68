"""Operations written from a schema: everything that can be selected, so that nothing is forgotten.

A generated operation selects every field of every type that can stand in a place. Pages inside
pages are followed `hops` times; other objects that contain themselves (menus) three times.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property

from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_required_argument,
)

from cms.graphql.schema import Schema, schema_for
from tests.public_rows import CORE, bundled

NO_LIMITS = {
    "MAX_DEPTH": 60,
    "MAX_COST": 10_000_000_000,
    "MAX_TOKENS": 500_000,
    "MAX_DOCUMENT_BYTES": 5_000_000,
    "MAX_NODES": 500_000,
    "MAX_REPEATS": 5_000,
    "MAX_ALIASES": 100_000,
    "MEMO_BYTES": 500_000_000,
    "MAX_SECONDS": 0,
}
SELF_NESTING = 3
# Facets are the same wherever they are asked for, and many: see filters/test_facets_below.py.
AT_ROOT_ONLY = frozenset({"facetCounts"})
NOT_BELOW_LISTS = frozenset({"CollectionPage.items"})  # refused there, with an error that says so
ARGUMENTS = {"Image.rendition": "(width: 320)"}
SINGLE = frozenset({"page", "route"})
EVERYTHING = frozenset({CORE, *bundled()})


def whole_schema() -> Schema:
    """The schema with core and all bundled plugins."""
    return schema_for(EVERYTHING)


def is_page(type_: object) -> bool:
    """True for the interface Page and for its implementations."""
    interfaces = getattr(type_, "interfaces", ())
    return getattr(type_, "name", "") == "Page" or any(i.name == "Page" for i in interfaces)


@dataclass
class Writer:
    """Writes operations over `schema`; a fragment for each type, and for pages at each depth."""

    schema: GraphQLSchema
    hops: int = 1
    _is_single: bool = False
    _fragments: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _ambiguous(self) -> frozenset[str]:
        """Names of fields that mean different things in types that can stand in one place."""
        kinds: dict[str, set[str]] = {}
        for type_ in self.schema.type_map.values():
            if isinstance(type_, GraphQLObjectType):
                for name, chosen in type_.fields.items():
                    kinds.setdefault(name, set()).add(str(chosen.type))
        return frozenset(name for name, found in kinds.items() if len(found) > 1)

    def operation(self, root_field: str) -> str:
        """An operation that selects all below one field of Query; its arguments are variables."""
        query = self.schema.query_type
        assert query is not None
        chosen = query.fields[root_field]
        self._is_single = root_field in SINGLE
        variables = ", ".join(f"${name}: {arg.type}" for name, arg in chosen.args.items())
        given = ", ".join(f"{name}: ${name}" for name in chosen.args)
        head = f"query ({variables})" if variables else "query"
        call = f"{root_field}({given})" if given else root_field
        body = self._selected(get_named_type(chosen.type), self.hops, 0)
        return "\n".join([f"{head} {{ {call} {body} }}", *self._fragments.values()])

    def _selected(self, type_: object, hops: int, nested: int) -> str:
        """What follows a field of this type: a spread of the type's fragment, or nothing."""
        if not is_composite_type(type_):
            return ""
        assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType)
        if is_page(type_) and hops < 0:
            return " { __typename ... on Page { id title path } }"
        fragment = f"{type_.name}_{hops + 1}_{nested}"
        if fragment not in self._fragments:
            self._fragments[fragment] = ""  # being written: a type may contain itself
            self._fragments[fragment] = f"fragment {fragment} on {type_.name} " + (
                self._members(type_, hops)
                if is_abstract_type(type_)
                else self._fields(type_, hops, nested)
            )
        return f" {{ ...{fragment} }}"

    def _members(self, type_: GraphQLInterfaceType | GraphQLUnionType, hops: int) -> str:
        parts = [
            f"... on {member.name}{self._selected(member, hops, 0)}"
            for member in self.schema.get_possible_types(type_)
        ]
        return f"{{ __typename {' '.join(parts)} }}"

    def _fields(self, type_: GraphQLObjectType, hops: int, nested: int) -> str:
        inside = hops - 1 if is_page(type_) else hops
        parts = ["__typename"]
        for name, chosen in type_.fields.items():
            if any(is_required_argument(arg) for arg in chosen.args.values()):
                raise AssertionError(f"{type_.name}.{name} needs arguments: say which.")
            is_top = self._is_single and hops == self.hops
            if f"{type_.name}.{name}" in NOT_BELOW_LISTS and not is_top:
                continue
            if name in AT_ROOT_ONLY and hops < self.hops:
                continue
            inner = get_named_type(chosen.type)
            level = nested + 1 if inner is type_ and not is_page(type_) else 0
            if level < SELF_NESTING:
                given = ARGUMENTS.get(f"{type_.name}.{name}", "")
                alias = f"{type_.name}_{name}: " if name in self._ambiguous(type_) else ""
                parts.append(f"{alias}{name}{given}{self._selected(inner, inside, level)}")
        return f"{{ {' '.join(parts)} }}"

    def _ambiguous(self, type_: GraphQLObjectType) -> frozenset[str]:
        """Names of fields that other types in the same place have with another type."""
        return ambiguous_fields(self.schema) if is_page(type_) else frozenset()


@cache
def ambiguous_fields(schema: GraphQLSchema) -> frozenset[str]:
    """Names of fields that are not of the same type in all page types: they need an alias."""
    types: dict[str, set[str]] = {}
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLObjectType) and is_page(type_):
            for name, chosen in type_.fields.items():
                types.setdefault(name, set()).add(str(chosen.type))
    return frozenset(name for name, found in types.items() if len(found) > 1)


@cache
def operation(root_field: str, hops: int = 1) -> str:
    """The whole of one field of Query."""
    return Writer(whole_schema().graphql_schema, hops).operation(root_field)


def root_fields() -> Iterator[str]:
    """The fields of Query."""
    query = whole_schema().graphql_schema.query_type
    assert query is not None
    yield from query.fields


def owner_of(root_field: str) -> str:
    """The label of the plugin that brings a field of Query."""
    return whole_schema().owner_of("Query", root_field) or CORE
