"""Documents that were parsed, validated and checked once and are remembered.

The order is: size, parse, limits, validation. A document that exceeds a limit is validated too,
by all rules but the one whose cost grows with the square of the document, so that a wrong document
hears what is wrong with it and a right one which limit it exceeds.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OverlappingFieldsCanBeMergedRule,
    ValidationRule,
    parse,
    specified_rules,
    validate,
)
from graphql.language import FieldNode

from cms.graphql.conf import Conf
from cms.graphql.cost import cost_variables
from cms.graphql.errors import ErrorCode, LimitError, formatted
from cms.graphql.limits import check_limits

BYTES_PER_CHARACTER = 500  # of a syntax tree and two executions of it, measured
LOAD = 1_000  # bytes; each is paid for, since a longer document takes longer to check
TOO_MANY = re.compile(r"more than (\d+) (tokens|comments)")


@dataclass(frozen=True, slots=True)
class CheckedDocument:
    """A document that may run, or the errors that forbid it.

    `is_limited` is true when the errors are those of a limit. `cost_variables` are the variables
    that decide what it costs, and `costs` what it costs by operation and their values. `idle` are
    executions that are over, by the id of their operation; None where a directive decides what is
    selected.
    """

    errors: tuple[dict[str, Any], ...] = ()
    is_limited: bool = False
    operations: tuple[OperationDefinitionNode, ...] = ()
    fragments: dict[str, FragmentDefinitionNode] = field(default_factory=dict)
    cost_variables: tuple[str, ...] = ()
    costs: dict[tuple[object, ...], int] = field(default_factory=dict)
    idle: dict[int, list[Any]] | None = None


class _NoSchemaIntrospection(ValidationRule):
    """Refuses ``__schema``; ``__type`` and ``__typename`` answer."""

    def enter_field(self, node: FieldNode, *_args: Any) -> None:
        if node.name.value == "__schema":
            self.report_error(
                GraphQLError(
                    "Introspection is switched off; the schema is at /graphql/schema.graphql.",
                    node,
                    extensions={"code": ErrorCode.INTROSPECTION_DISABLED.value},
                )
            )


Key = tuple[int, Conf, bool, bytes]


class DocumentMemo:
    """Checked documents by schema and source; the ones used longest ago give way."""

    def __init__(self) -> None:
        self._entries: OrderedDict[Key, tuple[GraphQLSchema, CheckedDocument, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def checked(
        self,
        schema: GraphQLSchema,
        source: str,
        conf: Conf,
        *,
        hide_suggestions: bool,
        spend: Callable[[int], None] = lambda _cost: None,
    ) -> CheckedDocument:
        """The document made from `source`, from memory when it was asked before.

        `spend` is told what a new one costs before it is checked.
        """
        encoded = source.encode()
        if len(encoded) > conf.max_document_bytes:
            return _refused(_too_large(conf))
        key = (id(schema), conf, hide_suggestions, hashlib.sha256(encoded).digest())
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
                return entry[1]
        spend(conf.new_document_cost * math.ceil(len(encoded) / LOAD))
        document = check(schema, source, conf, hide_suggestions=hide_suggestions)
        size = 2_000 if document.errors else len(encoded) * BYTES_PER_CHARACTER
        with self._lock:
            if key not in self._entries:
                self._entries[key] = (schema, document, size)
                self._bytes += size
            while len(self._entries) > conf.memo_entries or self._bytes > conf.memo_bytes:
                self._bytes -= self._entries.popitem(last=False)[1][2]
        return document

    def __len__(self) -> int:
        return len(self._entries)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self._bytes = 0


memo = DocumentMemo()


def check(
    schema: GraphQLSchema, source: str, conf: Conf, *, hide_suggestions: bool
) -> CheckedDocument:
    """The document made from `source`, parsed, validated and held against the limits."""
    try:
        document = parse(source, max_lexical_tokens=conf.max_tokens, max_comments=conf.max_comments)
    except GraphQLError as error:
        return _unparsed(error)
    exceeded = check_limits(document, conf)
    rules = list(specified_rules)
    if exceeded is not None:
        rules.remove(OverlappingFieldsCanBeMergedRule)
    if not conf.introspection:
        rules.append(_NoSchemaIntrospection)
    errors = validate(
        schema, document, rules, max_errors=conf.max_errors, hide_suggestions=hide_suggestions
    )
    if errors:
        return CheckedDocument(
            errors=tuple(formatted(error, ErrorCode.GRAPHQL_VALIDATION_FAILED) for error in errors)
        )
    if exceeded is not None:
        return _refused(exceeded)
    return _runnable(document, may_have_directives="@" in source)


def _runnable(document: DocumentNode, *, may_have_directives: bool) -> CheckedDocument:
    operations = []
    fragments = {}
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            operations.append(node)
        elif isinstance(node, FragmentDefinitionNode):
            fragments[node.name.value] = node
    return CheckedDocument(
        operations=tuple(operations),
        fragments=fragments,
        cost_variables=cost_variables(document),
        idle=None if may_have_directives else {id(operation): [] for operation in operations},
    )


def _refused(error: LimitError) -> CheckedDocument:
    return CheckedDocument(errors=(formatted(error, error.code),), is_limited=True)


def _too_large(conf: Conf) -> LimitError:
    return LimitError(
        f"The document is larger than {conf.max_document_bytes} bytes.",
        ErrorCode.DOCUMENT_TOO_LARGE,
        limit=conf.max_document_bytes,
    )


def _unparsed(error: GraphQLError) -> CheckedDocument:
    too_many = TOO_MANY.search(error.message)
    if too_many is None:
        return CheckedDocument(errors=(formatted(error, ErrorCode.GRAPHQL_PARSE_FAILED),))
    limit, what = int(too_many[1]), too_many[2]
    return _refused(
        LimitError(
            f"The document has more than {limit} {what}.", ErrorCode.TOO_MANY_TOKENS, limit=limit
        )
    )
