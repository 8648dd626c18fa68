"""What a client selected below a field: lets resolvers leave out columns that nobody asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLResolveInfo,
    SelectionSetNode,
)


def selected_below(info: GraphQLResolveInfo, *paths: str) -> frozenset[str]:
    """Names of the fields selected below the node that is resolved.

    Each path such as ``"edges.node"`` leads from the node to the objects meant; without paths the
    node's own selection is meant. All fragments count, whatever their type condition; ``@skip``
    and ``@include`` are not looked at.
    """
    facts = getattr(info.context, "facts", None)
    key = ("selection", *map(id, info.field_nodes), paths)
    if facts is not None and key in facts:
        found: frozenset[str] = facts[key]
        return found
    names: set[str] = set()
    for path in paths or ("",):
        nodes: list[FieldNode] = list(info.field_nodes)
        for step in filter(None, path.split(".")):
            nodes = [node for node in _fields(nodes, info.fragments) if node.name.value == step]
        names.update(node.name.value for node in _fields(nodes, info.fragments))
    result = frozenset(names)
    if facts is not None:
        facts[key] = result
    return result


def _fields(
    nodes: Iterable[FieldNode], fragments: dict[str, FragmentDefinitionNode]
) -> list[FieldNode]:
    """The fields selected directly in `nodes`, fragments opened, each fragment once."""
    fields: list[FieldNode] = []
    seen: set[str] = set()
    stack: list[SelectionSetNode] = [node.selection_set for node in nodes if node.selection_set]
    while stack:
        for selection in stack.pop().selections:
            inner: Any = selection
            if isinstance(selection, FieldNode):
                fields.append(selection)
                continue
            if isinstance(selection, FragmentSpreadNode):
                name = selection.name.value
                if name in seen or name not in fragments:
                    continue
                seen.add(name)
                inner = fragments[name]
            stack.append(inner.selection_set)
    return fields
