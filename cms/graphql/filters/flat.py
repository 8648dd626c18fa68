"""The input of a list written flat, as addresses have it: ``kind=JOB&kind=GRANT&not.pillar=laser``.

The type of the input in the schema says which parameters there are and what they take, so that a
feed accepts exactly what the list accepts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLScalarType,
    GraphQLSchema,
    VariableDefinitionNode,
    get_nullable_type,
    is_list_type,
    parse,
    print_ast,
    type_from_ast,
)
from graphql.pyutils import Undefined

from cms.graphql.filters.pagefilter import MAX_NEGATIONS, MAX_VALUES
from cms.graphql.limits import nodes_of

NOT = "not"
CURSOR = "after"
INTEGER = re.compile(r"-?[0-9]{1,10}\Z")
NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?\Z")


class Problem(StrEnum):
    """What can be wrong with a parameter."""

    UNKNOWN = "unknown"
    REPEATED = "repeated"
    TOO_MANY = "too_many"
    TOO_DEEP = "too_deep"
    NOT_OFFERED = "not_offered"
    BACKWARDS = "backwards"
    WRONG = "wrong"


class ParameterError(ValueError):
    """The parameter `name` is wrong; `offered` are the values that it could have, if they are few.

    `limit` goes with what is too many or too deep.
    """

    def __init__(
        self, name: str, problem: Problem, *, offered: Iterable[str] = (), limit: int = 0
    ) -> None:
        super().__init__(f"{name}: {problem}")
        self.name = name
        self.problem = problem
        self.offered = tuple(offered)
        self.limit = limit


def unflattened(pairs: Iterable[tuple[str, str]], input_type: GraphQLInputObjectType) -> Any:
    """The value of `input_type` that the parameters say, ready to be a GraphQL variable.

    ``since`` of a range is ``deadline.since``, a field of ``not`` is ``not.kind``; a list takes
    its parameter several times. A parameter without a value, as forms send it, does not narrow.

    Raises:
        ParameterError: A parameter is not one of the type, or has a wrong value.
    """
    found: dict[str, Any] = {}
    for name, value in pairs:
        steps = name.split(".")
        if steps[: MAX_NEGATIONS + 1] == [NOT] * (MAX_NEGATIONS + 1):
            raise ParameterError(name[:100], Problem.TOO_DEEP, limit=MAX_NEGATIONS)
        target: dict[str, Any] = found
        type_: GraphQLInputType = input_type
        for step in steps[:-1]:
            type_ = _field(type_, step, name)
            if value:
                target = target.setdefault(step, {})
        type_ = _field(type_, steps[-1], name)
        if isinstance(type_, GraphQLInputObjectType):
            raise ParameterError(name, Problem.UNKNOWN)
        if value:
            _put(target, steps[-1], type_, name, value)
    _check_ranges(found, input_type)
    return found


def _check_ranges(found: Mapping[str, Any], type_: GraphQLInputObjectType, path: str = "") -> None:
    """Refuse ranges that end before they begin."""
    for name, value in found.items():
        inner = get_nullable_type(type_.fields[name].type)
        if isinstance(inner, GraphQLInputObjectType):
            _check_ranges(value, inner, f"{path}{name}.")
            ends = [_parsed(inner, end, value[end]) for end in ("since", "until") if end in value]
            if len(ends) == 2 and ends[0] > ends[1]:
                raise ParameterError(f"{path}{name}", Problem.BACKWARDS)


def _parsed(type_: GraphQLInputObjectType, name: str, value: Any) -> Any:
    """`value` as the field `name` of `type_` understands it."""
    scalar: Any = get_nullable_type(type_.fields[name].type)
    return scalar.parse_value(value)


def variable_type(
    schema: GraphQLSchema, document: str, variable: str
) -> GraphQLInputObjectType | None:
    """The input type of a variable of the only operation in `document`; None without one."""
    for node, _depth in nodes_of(parse(document)):
        if isinstance(node, VariableDefinitionNode) and node.variable.name.value == variable:
            found: Any = type_from_ast(schema, node.type)
            named = get_nullable_type(found) if found is not None else None
            return named if isinstance(named, GraphQLInputObjectType) else None
    return None


def texts_of(document: str) -> frozenset[str]:
    """The variables of the only operation in `document` that are texts; a cursor is none."""
    found = (
        (node.variable.name.value, print_ast(node.type).rstrip("!"))
        for node, _depth in nodes_of(parse(document))
        if isinstance(node, VariableDefinitionNode)
    )
    return frozenset(name for name, type_ in found if type_ == "String" and name != CURSOR)


def _field(type_: GraphQLInputType, step: str, name: str) -> GraphQLInputType:
    """The type of the field `step`; `name` is the whole parameter."""
    if not isinstance(type_, GraphQLInputObjectType) or step not in type_.fields:
        raise ParameterError(name[:100], Problem.UNKNOWN)
    return get_nullable_type(type_.fields[step].type)


def _put(target: dict[str, Any], step: str, type_: GraphQLInputType, name: str, value: str) -> None:
    if not is_list_type(type_):
        if step in target:
            raise ParameterError(name, Problem.REPEATED)
        target[step] = _coerced(type_, name, value)
        return
    values = target.setdefault(step, [])
    if len(values) >= MAX_VALUES:
        raise ParameterError(name, Problem.TOO_MANY, limit=MAX_VALUES)
    inner: Any = type_
    values.append(_coerced(get_nullable_type(inner.of_type), name, value))


def _coerced(type_: GraphQLInputType, name: str, value: str) -> Any:
    """`value` as JSON would hold it."""
    if isinstance(type_, GraphQLEnumType):
        if value not in type_.values:
            raise ParameterError(name, Problem.NOT_OFFERED, offered=type_.values)
        return value
    if not isinstance(type_, GraphQLScalarType):
        raise ParameterError(name, Problem.UNKNOWN)
    plain: Any = value
    if type_.name == "Boolean":
        if value not in {"true", "false"}:
            raise ParameterError(name, Problem.NOT_OFFERED, offered=("true", "false"))
        plain = value == "true"
    elif type_.name == "Int":
        plain = int(value) if INTEGER.match(value) else None
    elif type_.name == "Float":
        plain = float(value) if NUMBER.match(value) else None
    elif type_.name == "Decimal" and not NUMBER.match(value):
        plain = None
    try:
        is_wrong = plain is None or type_.parse_value(plain) is Undefined
    except Exception:  # a scalar refuses a value in any way it likes
        is_wrong = True
    if is_wrong:
        raise ParameterError(name, Problem.WRONG)
    return plain
