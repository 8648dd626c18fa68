"""Places of a schema by name, ``Query.members(first:)``, and those that a document touches.

Source: schema coordinates, GraphQL specification, section 3.14 (working draft).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    ArgumentNode,
    EnumValueNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    ObjectFieldNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableDefinitionNode,
    Visitor,
    get_named_type,
    is_introspection_type,
    parse,
    type_from_ast,
    visit,
)


@dataclass(slots=True)
class Touched:
    """Coordinates that a document names, and those that its variables may bring in.

    What variables hold is not kept, so of an input type any field may have been filled in.
    """

    named: set[str] = field(default_factory=set)
    possible: set[str] = field(default_factory=set)


def touched_by(schema: GraphQLSchema, source: str) -> Touched:
    """What of `schema` a document touches; what is not in the schema is left out.

    Raises:
        GraphQLSyntaxError: `source` is no document.
    """
    type_info = TypeInfo(schema)
    visitor = _Touching(schema, type_info)
    visit(parse(source, no_location=True), TypeInfoVisitor(type_info, visitor))
    return visitor.touched


def places(schema: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    """Every coordinate of a field, an argument, a value, and the reason of its deprecation."""
    for name, type_ in schema.type_map.items():
        if is_introspection_type(type_):
            continue
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, definition in type_.fields.items():
                yield f"{name}.{field_name}", definition.deprecation_reason
                for argument, given in definition.args.items():
                    yield f"{name}.{field_name}({argument}:)", given.deprecation_reason
        elif isinstance(type_, GraphQLInputObjectType):
            for field_name, filled in type_.fields.items():
                yield f"{name}.{field_name}", filled.deprecation_reason
        elif isinstance(type_, GraphQLEnumType):
            for value_name, value in type_.values.items():
                yield f"{name}.{value_name}", value.deprecation_reason


def answered_through(schema: GraphQLSchema, coordinate: str) -> set[str]:
    """The coordinates by which clients may read the same: of the interfaces of the type, too."""
    type_name, _, rest = coordinate.partition(".")
    type_ = schema.type_map.get(type_name)
    interfaces = type_.interfaces if isinstance(type_, GraphQLObjectType) else ()
    return {coordinate, *(f"{each.name}.{rest}" for each in interfaces)}


class _Touching(Visitor):
    """Collects what is touched while a document is walked through."""

    def __init__(self, schema: GraphQLSchema, type_info: TypeInfo) -> None:
        super().__init__()
        self.touched = Touched()
        self._schema, self._info = schema, type_info
        self._seen: set[str] = set()

    def enter_field(self, node: FieldNode, *_args: Any) -> None:
        parent = self._info.get_parent_type()
        if parent is not None and self._field_of(parent) is not None:
            self._name(parent, node.name.value)

    def enter_argument(self, node: ArgumentNode, *_args: Any) -> None:
        parent = self._info.get_parent_type()
        if parent is None or self._info.get_directive() or self._info.get_argument() is None:
            return
        field_name = self._field_of(parent)
        if field_name is not None:
            self._name(parent, f"{field_name}({node.name.value}:)")

    def enter_object_field(self, node: ObjectFieldNode, *_args: Any) -> None:
        parent = get_named_type(self._info.get_parent_input_type())
        if isinstance(parent, GraphQLInputObjectType) and node.name.value in parent.fields:
            self._name(parent, node.name.value)

    def enter_enum_value(self, node: EnumValueNode, *_args: Any) -> None:
        kind = get_named_type(self._info.get_input_type())
        if isinstance(kind, GraphQLEnumType) and node.value in kind.values:
            self._name(kind, node.value)

    def enter_fragment_definition(self, node: FragmentDefinitionNode, *_args: Any) -> None:
        self.touched.named.add(node.type_condition.name.value)

    def enter_inline_fragment(self, node: InlineFragmentNode, *_args: Any) -> None:
        if node.type_condition is not None:
            self.touched.named.add(node.type_condition.name.value)

    def enter_variable_definition(self, node: VariableDefinitionNode, *_args: Any) -> None:
        self._may_hold(get_named_type(type_from_ast(self._schema, node.type)))

    def _field_of(self, parent: GraphQLNamedType) -> str | None:
        """The name of the field that is walked through; None for those of introspection."""
        fields = getattr(parent, "fields", {})
        definition = self._info.get_field_def()
        return next((name for name, each in fields.items() if each is definition), None)

    def _name(self, parent: GraphQLNamedType, member: str) -> None:
        self.touched.named.update((parent.name, f"{parent.name}.{member}"))

    def _may_hold(self, kind: GraphQLNamedType | None) -> None:
        """All that a variable of a type may name, through all types of its fields."""
        if kind is None or kind.name in self._seen:
            return
        self._seen.add(kind.name)
        self.touched.possible.add(kind.name)
        if isinstance(kind, GraphQLEnumType):
            self.touched.possible.update(f"{kind.name}.{name}" for name in kind.values)
        elif isinstance(kind, GraphQLInputObjectType):
            for name, each in kind.fields.items():
                self.touched.possible.add(f"{kind.name}.{name}")
                self._may_hold(get_named_type(each.type))
