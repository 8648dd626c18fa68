"""How the selected fields of an operation are executed, whatever objects they are asked of."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from graphene.types.resolver import dict_or_attr_resolver
from graphql import (
    BooleanValueNode,
    EnumValueNode,
    FieldNode,
    FloatValueNode,
    GraphQLError,
    GraphQLField,
    GraphQLObjectType,
    IntValueNode,
    StringValueNode,
    default_field_resolver,
    get_nullable_type,
    is_leaf_type,
)
from graphql.execution.values import get_argument_values
from graphql.pyutils import Undefined

from cms.graphql.errors import ApiError, ErrorCode

if TYPE_CHECKING:
    from cms.graphql.completion import Complete

Fields = dict[str, list[FieldNode]]

FIXED_VALUES = (IntValueNode, FloatValueNode, StringValueNode, BooleanValueNode, EnumValueNode)


class FieldPlan:
    """How one selected field of one type is executed, whatever object it is asked of."""

    __slots__ = (
        *("arguments", "attribute", "complete", "definition", "has_fixed_arguments", "name"),
        *("nodes", "parent_type", "resolve"),
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
        self.attribute = _attribute(definition)


def _attribute(definition: GraphQLField) -> tuple[str, Any] | None:
    """The attribute that a plain field of plain values shows, and what stands where it is missing.

    None for all others. Neither reading nor completing it asks for anything but the object.
    """
    resolve = definition.resolve
    is_plain = isinstance(resolve, partial) and resolve.func is dict_or_attr_resolver
    shown: Any = definition.type
    if not is_plain or definition.args or not is_leaf_type(get_nullable_type(shown)):
        return None
    name, default = cast("partial[Any]", resolve).args
    return name, default


def arguments_of(plan: FieldPlan, variables: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a field, the same for every row of a list.

    Raises:
        ApiError: One of them has a wrong value.
    """
    try:
        given = get_argument_values(plan.definition, plan.nodes[0], variables)
        return _with_defaults(given, plan.definition)
    except GraphQLError as error:
        raise ApiError(error.message, nodes=error.nodes) from error
    except RecursionError as error:
        raise ApiError("An argument is nested too deeply.", ErrorCode.TOO_DEEP) from error


def _with_defaults(given: dict[str, Any], definition: GraphQLField) -> dict[str, Any]:
    """The arguments, where null says the same as saying nothing: resolvers rely on defaults."""
    if all(value is not None for value in given.values()):
        return given
    defaults = {
        arg.out_name or name: arg.default_value
        for name, arg in definition.args.items()
        if arg.default_value is not Undefined
    }
    return {name: defaults.get(name) if value is None else value for name, value in given.items()}
