"""What a document may look like, counted without running it.

Two walks, both without recursion. One over the source as it is written counts operations, aliases,
directives and the depth of values. The other follows fragments, merging equal response names as
the executor would, and counts fields, root fields, repetitions and depth; it has a budget of
nodes, so a document that grows when its fragments are opened costs no time. Unknown fragments and
cycles are passed over: validation says what is wrong with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from cms.graphql.conf import Conf
from cms.graphql.errors import ErrorCode, LimitError

INTROSPECTION = frozenset({"__schema", "__type"})


def check_limits(document: DocumentNode, conf: Conf) -> LimitError | None:
    """The first limit that the document exceeds, None when it keeps to all of them."""
    try:
        _check_source(document, conf)
        fragments = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        walk = _Walk(fragments, conf)
        for definition in document.definitions:
            if isinstance(definition, OperationDefinitionNode):
                walk.check(definition)
    except LimitError as error:
        return error
    return None


def _check_source(document: DocumentNode, conf: Conf) -> None:
    operations = sum(isinstance(node, OperationDefinitionNode) for node in document.definitions)
    if operations > conf.max_operations:
        raise _exceeded("operations", ErrorCode.TOO_MANY_OPERATIONS, conf.max_operations)
    aliases = directives = 0
    for node, value_depth in nodes_of(document):
        aliases += isinstance(node, FieldNode) and node.alias is not None
        directives += isinstance(node, DirectiveNode)
        if value_depth > conf.max_value_depth:
            raise LimitError(
                f"A value is nested deeper than {conf.max_value_depth} levels.",
                ErrorCode.TOO_DEEP,
                limit=conf.max_value_depth,
                nodes=[node],
            )
    if aliases > conf.max_aliases:
        raise _exceeded("aliases", ErrorCode.TOO_MANY_ALIASES, conf.max_aliases)
    if directives > conf.max_directives:
        raise _exceeded("directives", ErrorCode.TOO_MANY_DIRECTIVES, conf.max_directives)


def _exceeded(what: str, code: ErrorCode, limit: int) -> LimitError:
    return LimitError(f"The document has more than {limit} {what}.", code, limit=limit)


def nodes_of(root: Node) -> Iterator[tuple[Node, int]]:
    """Every node of a syntax tree, with the number of list and object values around it."""
    stack: list[tuple[Any, int]] = [(root, 0)]
    while stack:
        node, depth = stack.pop()
        yield node, depth
        if isinstance(node, ListValueNode | ObjectValueNode):
            depth += 1
        for key in node.keys:
            child = getattr(node, key, None)
            if isinstance(child, Node):
                stack.append((child, depth))
            elif isinstance(child, list | tuple):
                stack.extend((item, depth) for item in child if isinstance(item, Node))


class _Group:
    """Fields that the executor would merge into one, each with the fragments around it.

    In a valid document no fragment is met inside itself; in a cycle it is, and passed over.
    """

    __slots__ = ("depth", "fields", "introspection")

    def __init__(self, depth: int, introspection: bool) -> None:
        self.fields: list[tuple[FieldNode, frozenset[str]]] = []
        self.depth = depth
        self.introspection = introspection


class _Walk:
    """Follows one document's operations through their fragments, within one budget of nodes."""

    def __init__(self, fragments: dict[str, FragmentDefinitionNode], conf: Conf) -> None:
        self._fragments = fragments
        self._conf = conf
        self._nodes = 0

    def check(self, operation: OperationDefinitionNode) -> None:
        """Check one operation.

        Raises:
            LimitError: It exceeds a limit.
        """
        conf = self._conf
        root = _Group(0, False)
        groups = self._merged(root, [(operation.selection_set, frozenset())])
        count = sum(len(group.fields) for group in groups)
        if count > conf.max_root_fields:
            raise _exceeded("root fields", ErrorCode.TOO_MANY_ROOT_FIELDS, conf.max_root_fields)
        stack = groups
        while stack:
            group = stack.pop()
            self._check_group(group)
            selections = [
                (field.selection_set, inside)
                for field, inside in group.fields
                if field.selection_set is not None
            ]
            if selections:
                stack.extend(self._merged(group, selections))

    def _check_group(self, group: _Group) -> None:
        conf = self._conf
        if len(group.fields) > conf.max_repeats:
            raise LimitError(
                f"A field is selected more than {conf.max_repeats} times in one place.",
                ErrorCode.TOO_MANY_FIELDS,
                limit=conf.max_repeats,
                nodes=[group.fields[0][0]],
            )
        limit = conf.max_introspection_depth if group.introspection else conf.max_depth
        if group.depth > limit:
            raise LimitError(
                f"The document is nested deeper than {limit} levels.",
                ErrorCode.TOO_DEEP,
                limit=limit,
                nodes=[group.fields[0][0]],
            )

    def _merged(
        self, parent: _Group, selections: list[tuple[SelectionSetNode, frozenset[str]]]
    ) -> list[_Group]:
        """The fields selected below `parent`, fragments opened, by response name."""
        groups: dict[str, _Group] = {}
        opened: set[str] = set()
        while selections:
            selection_set, inside = selections.pop()
            for selection in selection_set.selections:
                self._count()
                inner: Any = selection
                if isinstance(selection, FieldNode):
                    self._add(groups, selection, parent, inside)
                    continue
                within = inside
                if isinstance(selection, FragmentSpreadNode):
                    name = selection.name.value
                    if name in opened or name in inside or name not in self._fragments:
                        continue
                    opened.add(name)
                    inner = self._fragments[name]
                    within = inside | {name}
                selections.append((inner.selection_set, within))
        return list(groups.values())

    def _add(
        self,
        groups: dict[str, _Group],
        field: FieldNode,
        parent: _Group,
        inside: frozenset[str],
    ) -> None:
        name = field.alias.value if field.alias else field.name.value
        group = groups.get(name)
        if group is None:
            is_introspection = parent.introspection or field.name.value in INTROSPECTION
            group = groups[name] = _Group(parent.depth + 1, is_introspection)
        group.fields.append((field, inside))

    def _count(self) -> None:
        self._nodes += 1
        if self._nodes > self._conf.max_nodes:
            raise _exceeded("selected fields", ErrorCode.TOO_MANY_FIELDS, self._conf.max_nodes)
