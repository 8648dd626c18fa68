"""One operation answered: checked, priced, executed. The view and in-process callers share it."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils import translation
from graphql import GraphQLError, GraphQLSchema, OperationDefinitionNode, OperationType
from graphql.execution.values import get_variable_values

from cms.graphql.conf import Conf, conf
from cms.graphql.context import Context
from cms.graphql.cost import Costing
from cms.graphql.documents import CheckedDocument, memo
from cms.graphql.errors import ApiError, ErrorCode, LimitError, RequestError, formatted, unexpected
from cms.graphql.execution import execute
from cms.graphql.http import strict_json
from cms.graphql.request import Operation
from cms.graphql.schema import Schema, schema_for
from cms.plugin.reads import volatile

MAX_COSTS = 50
OWN_DOCUMENTS = 2  # may cost so many times more: clients bring nothing but a filter
OWN_COST = 12_000  # and at least this, however tight the limit of clients is set


class Answer:
    """What the client gets: the payload, and the HTTP status for each media type.

    `status` goes with ``application/graphql-response+json``, `plain_status` with
    ``application/json``, where the specification wants 200 for a well-formed request. `tags` are
    those of what was read for it. It is made from the payload, or from its JSON when that was kept
    (`is_kept`); nobody changes either.
    """

    __slots__ = (
        *("_content", "_payload", "headers", "is_kept", "packed", "plain_status", "status"),
        "tags",
    )

    def __init__(
        self,
        payload: dict[str, Any] | None,
        status: int = 200,
        plain_status: int = 200,
        headers: dict[str, str] | None = None,
        *,
        tags: frozenset[str] = frozenset(),
        content: bytes | None = None,
        is_kept: bool = False,
    ) -> None:
        self._payload, self._content = payload, content
        self.status, self.plain_status = status, plain_status
        self.headers, self.tags = headers or {}, tags
        self.is_kept = is_kept
        self.packed: dict[str, Any] = {}  # as it is sent, by content coding

    @property
    def payload(self) -> dict[str, Any]:
        """What the JSON says."""
        if self._payload is None:
            self._payload = strict_json.read(self.content.decode())
        return self._payload

    @property
    def content(self) -> bytes:
        """The payload as compact, strict JSON in UTF-8.

        Raises:
            TypeError: It has a value that JSON cannot hold.
        """
        if self._content is None:
            self._content = strict_json.written(self._payload)
        return self._content

    @property
    def has_errors(self) -> bool:
        """True when something could not be answered; such answers are not kept."""
        return self._payload is not None and "errors" in self._payload


def answer(
    operation: Operation, context: Context, schema: Schema | None = None, *, is_own: bool = False
) -> Answer:
    """The answer to `operation`; whatever happens it is an answer, never an exception.

    `is_own` says that the document is one of the house, such as that of a feed.
    """
    limits = conf()
    if is_own:
        limits = replace(limits, max_cost=max(OWN_DOCUMENTS * limits.max_cost, OWN_COST))
    if operation.is_trusted:
        limits = limits.trusting()
    try:
        with translation.override("en"):
            return _answer(operation, context, schema or schema_for(context.active), limits)
    except RequestError as error:
        return refusal(error)
    except ApiError as error:
        plain_status = 400 if isinstance(error, LimitError) else 200
        return Answer({"errors": [formatted(error, error.code)]}, 400, plain_status)
    except Exception as error:  # the last line of defence: the client gets JSON
        return failure(error)


def failure(error: BaseException) -> Answer:
    """The answer when something of ours failed: logged under the id that the client gets."""
    return Answer({"errors": [unexpected(error)]}, 500, 500)


def refusal(error: RequestError) -> Answer:
    """The answer to a request that was no proper one."""
    payload = {"errors": [formatted(error, error.code)]}
    return Answer(payload, error.status, error.status, error.headers)


def _answer(operation: Operation, context: Context, schema: Schema, limits: Conf) -> Answer:
    graphql_schema = schema.graphql_schema
    document = memo.checked(
        graphql_schema,
        operation.query,
        limits,
        hide_suggestions=not settings.DEBUG,
        spend=context.spend,
    )
    if document.errors:
        return Answer({"errors": list(document.errors)}, 400, 400 if document.is_limited else 200)
    definition = _definition(document, operation.operation_name)
    if operation.is_read_only and definition.operation != OperationType.QUERY:
        raise RequestError(
            "Send mutations by POST.",
            ErrorCode.METHOD_NOT_ALLOWED,
            status=405,
            headers={"Allow": "POST"},
        )
    if graphql_schema.get_root_type(definition.operation) is None:
        raise ApiError(
            f"The schema has no {definition.operation.value}.",
            ErrorCode.OPERATION_RESOLUTION_FAILURE,
        )
    if definition.operation != OperationType.QUERY:
        if context.viewer.draft is not None:
            raise ApiError("A preview changes nothing.", ErrorCode.FORBIDDEN)
        volatile()
    variables = _variables(schema, definition, operation, limits)
    if isinstance(variables, list):
        return Answer(
            {"errors": [formatted(error, ErrorCode.BAD_USER_INPUT) for error in variables]},
            400,
        )
    cost = _cost(graphql_schema, document, definition, variables, limits)
    context.spend(cost)
    result = execute(
        graphql_schema,
        definition,
        fragments=document.fragments,
        variables=variables,
        context=context,
        loaders=context.loaders,
        owner_of=schema.owner_of,
        seconds=limits.max_seconds,
        idle=None if document.idle is None else document.idle[id(definition)],
    )
    payload: dict[str, Any] = {}
    if result.errors:
        payload["errors"] = [
            formatted(error, ErrorCode.INTERNAL_SERVER_ERROR) for error in result.errors
        ]
    payload["data"] = result.data
    if context.shows_cost:
        payload["extensions"] = {"cost": cost, "costLimit": limits.max_cost}
    return Answer(payload)


def _definition(document: CheckedDocument, name: str | None) -> OperationDefinitionNode:
    """The operation to run.

    Raises:
        ApiError: There is none, or more than one and no name.
    """
    named = [
        node
        for node in document.operations
        if name is None or (node.name is not None and node.name.value == name)
    ]
    if len(named) == 1:
        return named[0]
    if named:
        problem = "The document has several operations: say which one by 'operationName'."
    elif name is None:
        problem = "The document has no operation."
    else:
        problem = "The document has no operation of this name."
    raise ApiError(problem, ErrorCode.OPERATION_RESOLUTION_FAILURE)


def _cost(
    schema: GraphQLSchema,
    document: CheckedDocument,
    definition: OperationDefinitionNode,
    variables: dict[str, Any],
    limits: Conf,
) -> int:
    """The cost of the operation; what was counted before is not counted again.

    Raises:
        LimitError: The operation costs more than allowed.
    """
    values = [variables.get(name) for name in document.cost_variables]
    key = (id(definition), sha256(repr(values).encode()).digest())  # filters may be long
    cost = document.costs.get(key)
    if cost is None:
        cost = Costing(schema, document.fragments, variables, limits).check(definition)
        if len(document.costs) < MAX_COSTS:
            document.costs[key] = cost
    return cost


def _variables(
    schema: Schema, definition: OperationDefinitionNode, operation: Operation, limits: Conf
) -> dict[str, Any] | list[GraphQLError]:
    return get_variable_values(
        schema.graphql_schema,
        definition.variable_definitions or (),
        dict(operation.variables or {}),
        max_errors=limits.max_errors,
        hide_suggestions=not settings.DEBUG,
    )
