"""How the selected fields of an operation are executed, whatever objects they are asked of."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from graphene.types.resolver import dict_or_attr_resolver
from graphql import (
    BooleanValueNode,
    EnumValueNode,
    FieldNode,
    FloatValueNode,
    GraphQLError,
    GraphQLField,
    GraphQLID,
    GraphQLObjectType,
    GraphQLString,
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

TEXTS: tuple[Any, ...] = (GraphQLString, GraphQLID)
R = TypeVar("R", bound="Callable[..., Any]")
Fields = dict[str, list[FieldNode]]

FIXED_VALUES = (IntValueNode, FloatValueNode, StringValueNode, BooleanValueNode, EnumValueNode)


class FieldPlan:
    """How one selected field of one type is executed, whatever object it is asked of."""

    __slots__ = (
        *("arguments", "complete", "definition", "has_fixed_arguments", "head", "is_text", "name"),
        *("nodes", "parent_type", "read", "resolve"),
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
        self.head = (nodes[0].name.value, nodes, definition.type, parent_type)  # of its info
        self.read = _plain_reader(definition)
        shown: Any = definition.type
        self.is_text = get_nullable_type(shown) in TEXTS  # of which a text is complete


def plain(resolve: R) -> R:
    """Mark a resolver that looks at nothing but its object: it is called with None as its info.

    It counts for fields without arguments that show a scalar or an enum.
    """
    resolve.plain = resolve  # type: ignore[attr-defined]  # what is wrapped around it is not plain
    return resolve


def _plain_reader(definition: GraphQLField) -> Callable[[Any, None], Any] | None:
    """What reads a plain field of an object; None for all others.

    Neither reading nor completing it asks for anything but the object.
    """
    resolve: Any = definition.resolve
    shown: Any = definition.type
    if definition.args or not is_leaf_type(get_nullable_type(shown)):
        return None
    if getattr(resolve, "plain", None) is resolve and resolve is not None:
        reader: Callable[[Any, None], Any] = resolve
        return reader
    if isinstance(resolve, partial) and resolve.func is dict_or_attr_resolver:
        name, default = resolve.args
        return lambda source, _info: (
            source.get(name, default)
            if isinstance(source, dict)
            else getattr(source, name, default)
        )
    return None


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
