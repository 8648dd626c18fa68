"""A document as it is kept for statistics: one operation, without anything that was filled in.

Numbers, strings and switches are emptied, lists keep each kind of item once, aliases and comments
go: what is left are words of the schema, and the names that a developer gave to the operation, its
variables and fragments. So two documents that differ in values only are one.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any, NamedTuple

from graphql import (
    BooleanValueNode,
    DocumentNode,
    FieldNode,
    FloatValueNode,
    IntValueNode,
    ListValueNode,
    Node,
    OperationDefinitionNode,
    StringValueNode,
    Visitor,
    parse,
    print_ast,
    strip_ignored_characters,
    visit,
)
from graphql.utilities import separate_operations


class Signature(NamedTuple):
    """The kept text of a document, and its hash."""

    sha256: str
    source: str

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes, with the document that it was made of."""
        return 3 * len(self.source) + 500


def signature_of(query: str, operation_name: str | None) -> Signature:
    """The signature of the operation that ran, with the fragments that it needs.

    Raises:
        GraphQLSyntaxError: `query` is no document.
    """
    document = _of_one(parse(query, no_location=True), operation_name)
    source = strip_ignored_characters(print_ast(visit(document, _Emptied())))
    return Signature(sha256(source.encode()).hexdigest(), source)


def _of_one(document: DocumentNode, operation_name: str | None) -> DocumentNode:
    operations = [
        node for node in document.definitions if isinstance(node, OperationDefinitionNode)
    ]
    if len(operations) == 1:
        return document  # fragments that nobody uses do not pass validation
    return separate_operations(document)[operation_name or ""]


class _Emptied(Visitor):
    """Replaces what was filled in, inside first."""

    def leave_int_value(self, _node: IntValueNode, *_args: Any) -> Node:
        return IntValueNode(value="0")

    def leave_float_value(self, _node: FloatValueNode, *_args: Any) -> Node:
        return FloatValueNode(value="0.0")

    def leave_string_value(self, _node: StringValueNode, *_args: Any) -> Node:
        return StringValueNode(value="", block=False)

    def leave_boolean_value(self, _node: BooleanValueNode, *_args: Any) -> Node:
        return BooleanValueNode(value=False)

    def leave_list_value(self, node: ListValueNode, *_args: Any) -> Node:
        kinds = {print_ast(each): each for each in node.values}
        return ListValueNode(values=tuple(kinds[text] for text in sorted(kinds)))

    def leave_field(self, node: FieldNode, *_args: Any) -> Node:
        node.alias = None
        return node
