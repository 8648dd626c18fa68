"""How the selected fields of an operation are executed, whatever objects they are asked of."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from graphene.types.resolver import dict_or_attr_resolver
from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLField,
    GraphQLID,
    GraphQLObjectType,
    GraphQLString,
    ListValueNode,
    ObjectValueNode,
    ValueNode,
    VariableNode,
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

Arguments = dict[str, Any]


class FieldPlan:
    """How one selected field of one type is executed, whatever object it is asked of."""

    __slots__ = (
        *("arguments", "asked", "complete", "definition", "fixed", "has_fixed_arguments", "head"),
        *("is_text", "name", "nodes", "parent_type", "read", "resolve", "varying"),
    )

    def __init__(
        self,
        name: str,
        nodes: list[FieldNode],
        parent_type: GraphQLObjectType,
        definition: GraphQLField,
        *,
        changes_nothing: bool,
    ) -> None:
        self.name = name
        self.nodes = nodes
        self.parent_type = parent_type
        self.definition = definition
        self.resolve = definition.resolve or default_field_resolver
        self.arguments: Arguments | None = None  # for one run, or for all
        self.fixed: Arguments | None = None  # those that no variable tells, once they are known
        # Resolvers of queries leave the lists and objects they get as they are: one does for all.
        self.varying = [
            each
            for each in nodes[0].arguments
            if not _is_fixed(each.value, with_containers=changes_nothing)
        ]
        self.has_fixed_arguments = not self.varying
        self.asked: tuple[GraphQLField, FieldNode] | None = None  # for those that vary
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


def arguments_of(plan: FieldPlan, variables: dict[str, Any]) -> Arguments:
    """The arguments of a field, the same for every row of a list.

    Raises:
        ApiError: One of them has a wrong value.
    """
    try:
        if plan.fixed is None:
            plan.fixed = get_argument_values(*_part(plan, is_varying=False))
        given = plan.fixed
        if plan.varying:
            plan.asked = plan.asked or _part(plan, is_varying=True)
            given = given | get_argument_values(*plan.asked, variables)
        return _with_defaults(given, plan.definition)
    except GraphQLError as error:
        raise ApiError(error.message, nodes=error.nodes) from error
    except RecursionError as error:
        raise ApiError("An argument is nested too deeply.", ErrorCode.TOO_DEEP) from error


def _part(plan: FieldPlan, *, is_varying: bool) -> tuple[GraphQLField, FieldNode]:
    """The field, and how it is selected, as if it had none but these arguments."""
    field, node = plan.definition, plan.nodes[0]
    names = {argument.name.value for argument in plan.varying}
    return (
        GraphQLField(
            field.type,
            {name: arg for name, arg in field.args.items() if (name in names) is is_varying},
        ),
        FieldNode(
            name=node.name,
            arguments=tuple(a for a in node.arguments if (a.name.value in names) is is_varying),
            loc=node.loc,
        ),
    )


def _is_fixed(value: ValueNode, *, with_containers: bool) -> bool:
    """True when no variable is part of it; and unless `with_containers`, when it has no parts."""
    parts = [value]
    for part in parts:  # not by recursion: nobody has limited how deep it is nested
        if isinstance(part, VariableNode):
            return False
        if isinstance(part, ObjectValueNode):
            parts += [each.value for each in part.fields]
        elif isinstance(part, ListValueNode):
            parts += part.values
    return with_containers or not isinstance(value, ObjectValueNode | ListValueNode)


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
