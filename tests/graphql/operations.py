"""Operations written from a schema: everything that can be selected, so that nothing is forgotten.

A generated operation selects every field of every type that can stand in a place. Pages inside
pages are followed `hops` times; other objects that contain themselves (menus) three times.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from graphql import (
    GraphQLField,
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

NO_LIMITS = {
    "MAX_DEPTH": 60,
    "MAX_COST": 100_000_000,
    "MAX_TOKENS": 500_000,
    "MAX_DOCUMENT_BYTES": 5_000_000,
    "MAX_NODES": 500_000,
    "MAX_REPEATS": 5_000,
    "MAX_ALIASES": 1_000,
    "MEMO_BYTES": 0,
}
SELF_NESTING = 3
EVERYTHING = frozenset({"cms_content", "members"})


def whole_schema() -> Schema:
    """The schema with core and the members plugin."""
    return schema_for(EVERYTHING)


def is_page(type_: object) -> bool:
    """True for the interface Page and for its implementations."""
    interfaces = getattr(type_, "interfaces", ())
    return getattr(type_, "name", "") == "Page" or any(i.name == "Page" for i in interfaces)


@dataclass(frozen=True)
class Writer:
    """Writes selections of `schema`; `arguments` are those given inside, by "Type.field"."""

    schema: GraphQLSchema
    hops: int = 1
    arguments: Mapping[str, str] = field(default_factory=dict)

    def operation(self, root_field: str) -> str:
        """An operation that selects all below one field of Query; its arguments are variables."""
        query = self.schema.query_type
        assert query is not None
        chosen = query.fields[root_field]
        variables = ", ".join(f"${name}: {arg.type}" for name, arg in chosen.args.items())
        given = ", ".join(f"{name}: ${name}" for name in chosen.args)
        head = f"query ({variables})" if variables else "query"
        call = f"{root_field}({given})" if given else root_field
        return f"{head} {{ {call} {self._selected(chosen, self.hops, ())} }}"

    def _selected(self, chosen: GraphQLField, hops: int, above: tuple[str, ...]) -> str:
        type_ = get_named_type(chosen.type)
        return self.selection(type_, hops, above) if is_composite_type(type_) else ""

    def selection(self, type_: object, hops: int, above: tuple[str, ...] = ()) -> str:
        """Every field of `type_`, in braces; empty when it may not be entered again."""
        assert isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType)
        if is_page(type_) and hops < 0:
            return "{ __typename id title path }"
        if not is_page(type_) and above.count(type_.name) >= SELF_NESTING:
            return ""
        here = (*above, type_.name)
        if is_abstract_type(type_):
            parts = [
                f"... on {member.name} {self._fields(member, hops, here)}"
                for member in self.schema.get_possible_types(type_)
            ]
            return f"{{ __typename {' '.join(parts)} }}"
        return self._fields(type_, hops, here)

    def _fields(self, type_: GraphQLObjectType, hops: int, above: tuple[str, ...]) -> str:
        inside = hops - 1 if is_page(type_) else hops
        parts = ["__typename"]
        for name, chosen in type_.fields.items():
            given = self.arguments.get(f"{type_.name}.{name}", "")
            if not given and any(is_required_argument(arg) for arg in chosen.args.values()):
                raise AssertionError(f"{type_.name}.{name} needs arguments: say which.")
            named = get_named_type(chosen.type)
            if not is_composite_type(named):
                parts.append(f"{name}{given}")
                continue
            selected = self._selected(chosen, inside, above)
            if selected:
                parts.append(f"{name}{given} {selected}")
        return f"{{ {' '.join(parts)} }}"


@cache
def operation(root_field: str, hops: int = 1) -> str:
    """The whole of one field of Query."""
    return Writer(whole_schema().graphql_schema, hops).operation(root_field)


def root_fields() -> Iterator[str]:
    """The fields of Query."""
    query = whole_schema().graphql_schema.query_type
    assert query is not None
    yield from query.fields
