"""What an operation may cost, known before it runs.

Every field costs one, or what it says; what stands below a list costs as often as the list has
rows: ``first`` for a connection, an assumed size for any other list. For an interface or union
the dearest of its types counts. A price may depend on the arguments in :data:`DECISIVE`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import graphene
from graphene.types.unmountedtype import UnmountedType
from graphql import (
    ArgumentNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    GraphQLAbstractType,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    get_named_type,
    is_abstract_type,
    is_list_type,
    is_non_null_type,
)
from graphql.execution.collect_fields import collect_fields, collect_sub_fields
from graphql.execution.execute import get_field_def
from graphql.pyutils import Undefined
from graphql.utilities import value_from_ast

from cms.graphql.conf import Conf
from cms.graphql.errors import ErrorCode, LimitError
from cms.graphql.limits import nodes_of

EXTENSION = "klastr_cost"
ASSUMED_SIZE = 5
INTROSPECTION = {"__schema": 2_000, "__type": 200, "__typename": 0}
PAGED = frozenset({"edges", "nodes"})
# Arguments that prices may depend on, besides `first`.
DECISIVE = frozenset({"facets", "fallback", "filter"})
MAX_STEPS = 20_000

F = TypeVar("F", bound=Any)


@dataclass(frozen=True, slots=True)
class Price:
    """The cost of a field, and how many rows to assume if it is a list."""

    cost: int = 1
    size: int = ASSUMED_SIZE


PriceOf = Callable[[Mapping[str, Any]], Price]  # by the values of the arguments in DECISIVE


def priced(field: F, *, cost: int = 1, size: int = ASSUMED_SIZE, by: PriceOf | None = None) -> Any:
    """The graphene field `field` with what it costs and, for a list, how many rows to assume.

    `by` says both for the given arguments, where one price for all would not be true.
    """
    mounted = field.Field() if isinstance(field, UnmountedType) else field
    mounted.klastr_price = by or Price(cost, size)
    return mounted


def price_of(field: GraphQLField) -> Price | PriceOf:
    """The price of a field, or what tells it by the arguments."""
    price: Price | PriceOf = (field.extensions or {}).get(EXTENSION, Price())
    return price


def declared_price(field: graphene.Field) -> Price | PriceOf | None:
    """What :func:`priced` or the field's class said; None when nothing."""
    return cast("Price | PriceOf | None", getattr(field, "klastr_price", None))


class Costing:
    """Adds up one operation with its coerced variables."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: dict[str, Any],
        variables: dict[str, Any],
        conf: Conf,
    ) -> None:
        self._schema = schema
        self._fragments = fragments
        self._variables = variables
        self._conf = conf
        self._steps = 0
        self._known: dict[tuple[Any, ...], int] = {}

    def check(self, operation: OperationDefinitionNode) -> int:
        """The cost of `operation`.

        Raises:
            LimitError: It costs too much, or asks for a page of an impossible size.
        """
        root = self._schema.get_root_type(operation.operation or OperationType.QUERY)
        if root is None:
            return 0
        fields = collect_fields(
            self._schema, self._fragments, self._variables, root, operation.selection_set
        )
        cost = self._of_fields(root, fields, None)
        if cost > self._conf.max_cost:
            raise self._too_expensive(f" ({cost})")
        return cost

    def _too_expensive(self, figure: str = "") -> LimitError:
        return LimitError(
            f"The operation asks for too much{figure}: at most {self._conf.max_cost} fields,"
            " counted with the page sizes above them, are allowed.",
            ErrorCode.TOO_EXPENSIVE,
            limit=self._conf.max_cost,
        )

    def _of_fields(
        self, parent: GraphQLObjectType, fields: dict[str, list[FieldNode]], rows: int | None
    ) -> int:
        self._steps += len(fields)
        if self._steps > MAX_STEPS:
            raise self._too_expensive()
        return sum(self._of_field(parent, nodes, rows) for nodes in fields.values())

    def _of_field(self, parent: GraphQLObjectType, nodes: list[FieldNode], rows: int | None) -> int:
        name = nodes[0].name.value
        if name in INTROSPECTION:
            return INTROSPECTION[name]
        field = get_field_def(self._schema, parent, nodes[0])
        if field is None:
            return 0
        price = price_of(field)
        if not isinstance(price, Price):
            price = price(self._decisive(field, nodes[0]))
        cost, size = price.cost, price.size
        if nodes[0].selection_set is None:
            return cost
        first = self._first(field, nodes[0])
        if first is not None:
            return cost + self._of_children(field, nodes, first)
        if not _is_list(field):
            size = 1
        elif rows is not None and name in PAGED:
            size = rows
        return cost + size * self._of_children(field, nodes, None)

    def _of_children(self, field: GraphQLField, nodes: list[FieldNode], rows: int | None) -> int:
        """The cost of what is selected in one row, for the dearest type that it can have."""
        named = get_named_type(field.type)
        key = (named.name, rows, *map(id, nodes))
        if key not in self._known:
            types: Any = [named]
            if is_abstract_type(named):
                types = self._schema.get_possible_types(cast("GraphQLAbstractType", named))
            self._known[key] = max(
                (
                    self._of_fields(
                        type_,
                        collect_sub_fields(
                            self._schema, self._fragments, self._variables, type_, nodes
                        ),
                        rows,
                    )
                    for type_ in types
                ),
                default=0,
            )
        return self._known[key]

    def _first(self, field: GraphQLField, node: FieldNode) -> int | None:
        """The page size that a connection is asked for; None for any other field."""
        if "first" not in field.args:
            return None
        first = self._value(field, node, "first")
        if first is None:
            return self._conf.default_first
        check_first(first, self._conf, nodes=[node])
        return int(first)

    def _decisive(self, field: GraphQLField, node: FieldNode) -> dict[str, Any]:
        """The values of the arguments that prices may depend on."""
        return {name: self._value(field, node, name) for name in DECISIVE & field.args.keys()}

    def _value(self, field: GraphQLField, node: FieldNode, name: str) -> Any:
        """The value of one argument; None when it is not given, or wrong."""
        # Not by all arguments: one that is wrong today would hide what the operation costs later.
        given = next((each.value for each in node.arguments if each.name.value == name), None)
        value = value_from_ast(given, field.args[name].type, self._variables) if given else None
        return None if value is Undefined else value


def cost_variables(document: DocumentNode) -> tuple[str, ...]:
    """Names of the variables that decide what the operations of `document` cost."""
    found: set[str] = set()
    for node, _depth in nodes_of(document):
        is_decisive = isinstance(node, ArgumentNode) and node.name.value in {"first", *DECISIVE}
        if is_decisive or isinstance(node, DirectiveNode):
            inside = (inner for inner, _ in nodes_of(node) if isinstance(inner, VariableNode))
            found.update(variable.name.value for variable in inside)
    return tuple(sorted(found))


def check_first(first: int, conf: Conf, nodes: list[Any] | None = None) -> None:
    """Refuse a page size that is negative or above the limit.

    Raises:
        LimitError: With ``extensions.limit``, the largest page.
    """
    if not 0 <= first <= conf.max_first:
        raise LimitError(
            f"The argument 'first' must be between 0 and {conf.max_first}, not {first}.",
            ErrorCode.BAD_USER_INPUT,
            limit=conf.max_first,
            argument="first",
            nodes=nodes,
        )


def _is_list(field: GraphQLField) -> bool:
    kind: Any = field.type
    while is_non_null_type(kind):
        kind = kind.of_type
    return is_list_type(kind)
