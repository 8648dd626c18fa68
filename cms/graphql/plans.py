"""How the selected fields of an operation are executed, whatever objects they are asked of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphql import (
    BooleanValueNode,
    EnumValueNode,
    FieldNode,
    FloatValueNode,
    GraphQLField,
    GraphQLObjectType,
    IntValueNode,
    StringValueNode,
    default_field_resolver,
)
from graphql.pyutils import Undefined

if TYPE_CHECKING:
    from cms.graphql.completion import Complete

Fields = dict[str, list[FieldNode]]

FIXED_VALUES = (IntValueNode, FloatValueNode, StringValueNode, BooleanValueNode, EnumValueNode)


class FieldPlan:
    """How one selected field of one type is executed, whatever object it is asked of."""

    __slots__ = (
        *("arguments", "complete", "definition", "has_fixed_arguments", "name", "nodes"),
        *("parent_type", "resolve"),
    )

    def __init__(
        self,
        name: str,
        nodes: list[FieldNode],
        parent_type: GraphQLObjectType,
        definition: GraphQLField,
    ) -> None:
        self.name = name
        self.nodes = nodes
        self.parent_type = parent_type
        self.definition = definition
        self.resolve = definition.resolve or default_field_resolver
        self.arguments: dict[str, Any] | None = None
        self.has_fixed_arguments = all(
            isinstance(argument.value, FIXED_VALUES) for argument in nodes[0].arguments
        )
        self.complete: Complete


def with_defaults(given: dict[str, Any], definition: GraphQLField) -> dict[str, Any]:
    """The arguments, where null says the same as saying nothing: resolvers rely on defaults."""
    if all(value is not None for value in given.values()):
        return given
    defaults = {
        arg.out_name or name: arg.default_value
        for name, arg in definition.args.items()
        if arg.default_value is not Undefined
    }
    return {name: defaults.get(name) if value is None else value for name, value in given.items()}
