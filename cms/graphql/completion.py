"""From what a resolver returned to what the answer says: one function for each selected type.

Each is called with a value, the field's info and the path, and returns the completed value, or what
brings it later (`COMPLETED_LATER`).
"""

from __future__ import annotations

from collections.abc import AsyncIterable, Awaitable, Callable
from typing import TYPE_CHECKING, Any, cast

from graphql import (
    GraphQLAbstractType,
    GraphQLEnumType,
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLScalarType,
    GraphQLUnionType,
)
from graphql.execution.execute import get_typename, invalid_return_type_error
from graphql.pyutils import Path, Undefined, inspect, is_iterable

from cms.graphql.awaitables import is_awaitable, never
from cms.graphql.scheduler import Together
from cms.graphql.unfinished import COMPLETED_LATER, Unfinished

if TYPE_CHECKING:
    from cms.graphql.execution import LoaderExecutionContext
    from cms.graphql.plans import FieldPlan

new_tuple: Any = tuple.__new__  # constructors of named tuples are functions in Python
Complete = Callable[[Any, GraphQLResolveInfo, Path], Any]


class Completion:
    """Makes the functions that complete values, for one execution."""

    def __init__(self, execution: LoaderExecutionContext) -> None:
        """Make nothing yet."""
        self._execution = execution

    def of(self, type_: GraphQLOutputType, plan: FieldPlan) -> Complete:
        """What completes values of `type_` for the field of `plan`."""
        if isinstance(type_, GraphQLNonNull):
            return self._never_null(type_, plan)
        if isinstance(type_, GraphQLList):
            return self._list(type_, plan)
        if isinstance(type_, GraphQLScalarType | GraphQLEnumType):
            return _leaf(type_)
        if isinstance(type_, GraphQLInterfaceType | GraphQLUnionType):
            return self._abstract(type_, plan)
        return self._object(cast("GraphQLObjectType", type_), plan)

    def _never_null(self, type_: GraphQLNonNull[Any], plan: FieldPlan) -> Complete:
        inner = self.of(type_.of_type, plan)
        name = f"{plan.parent_type.name}.{plan.nodes[0].name.value}"

        def complete(value: Any, info: GraphQLResolveInfo, path: Path) -> Any:
            completed = inner(value, info, path)
            if completed is None:
                raise TypeError(f"Cannot return null for non-nullable field {name}.")
            return completed

        return complete

    def _object(self, type_: GraphQLObjectType, plan: FieldPlan) -> Complete:
        execution, is_type_of = self._execution, type_.is_type_of
        plans: list[FieldPlan] | None = None

        async def once_known(is_own: Awaitable[bool], value: Any, path: Path) -> Any:
            if not await is_own:
                raise invalid_return_type_error(type_, value, plan.nodes)
            return execution.all_of(plans or [], value, path)

        def complete(value: Any, info: GraphQLResolveInfo, path: Path) -> Any:
            nonlocal plans
            if value is None or value is Undefined:
                return None
            if isinstance(value, Exception):
                raise value
            if plans is None:
                selected = execution.collect_subfields(type_, plan.nodes)
                plans = execution.plans(type_, selected)
            if is_type_of:
                is_own = is_type_of(value, info)
                if is_awaitable(is_own):
                    return execution.loaders.scheduler.own(once_known(is_own, value, path))
                if not is_own:
                    raise invalid_return_type_error(type_, value, plan.nodes)
            return execution.all_of(plans, value, path)

        return complete

    def _abstract(self, type_: GraphQLAbstractType, plan: FieldPlan) -> Complete:
        execution = self._execution
        own = execution.own
        resolve_type = type_.resolve_type or self._type_of
        completes: dict[str, Complete] = {}

        def as_named(name: Any, value: Any, info: GraphQLResolveInfo, path: Path) -> Any:
            complete = completes.get(name) if isinstance(name, str) else None
            if complete is None:
                found = execution.ensure_valid_runtime_type(name, type_, plan.nodes, info, value)
                complete = completes[found.name] = self._object(found, plan)
            return complete(value, info, path)

        async def once_named(
            name: Awaitable[Any], value: Any, info: GraphQLResolveInfo, path: Path
        ) -> Any:
            return as_named(await name, value, info, path)

        def complete(value: Any, info: GraphQLResolveInfo, path: Path) -> Any:
            if value is None or value is Undefined:
                return None
            if isinstance(value, Exception):
                raise value
            name = resolve_type(value, info, type_)
            if is_awaitable(name):
                own(name)
                return own(once_named(name, value, info, path))
            return as_named(name, value, info, path)

        return complete

    def _type_of(
        self, value: Any, info: GraphQLResolveInfo, abstract_type: GraphQLAbstractType
    ) -> Any:
        """The name of the object type of `value`, awaitable when a type's own word on it is."""
        name = get_typename(value)
        if isinstance(name, str):
            return name
        loaders = self._execution.loaders
        waiting: dict[str, Awaitable[bool]] = {}
        for candidate in info.schema.get_possible_types(abstract_type):
            if candidate.is_type_of:
                answer = candidate.is_type_of(value, info)
                if is_awaitable(answer):
                    waiting[candidate.name] = loaders.scheduler.own(answer)
                elif answer:
                    return candidate.name
        if not waiting:
            return None

        async def first_true() -> str | None:
            answers = await loaders.gather(waiting.values())
            return next((name for name, yes in zip(waiting, answers, strict=True) if yes), None)

        return loaders.scheduler.own(first_true())

    def _list(self, type_: GraphQLList[Any], plan: FieldPlan) -> Complete:
        own = self._execution.own
        item_type = type_.of_type
        inner = self.of(item_type, plan)

        async def collected(items: AsyncIterable[Any], info: GraphQLResolveInfo, path: Path) -> Any:
            return complete([item async for item in items], info, path)

        def complete(value: Any, info: GraphQLResolveInfo, path: Path) -> Any:
            if value is None or value is Undefined:
                return None
            if isinstance(value, Exception):
                raise value
            if is_iterable(value):
                return self._items(value, item_type, inner, plan, info, path)
            if isinstance(value, AsyncIterable):
                return own(collected(value, info, path))
            raise GraphQLError(
                "Expected Iterable, but did not find one for field"
                f" '{info.parent_type.name}.{info.field_name}'."
            )

        return complete

    def _items(
        self,
        value: Any,
        item_type: GraphQLOutputType,
        inner: Complete,
        plan: FieldPlan,
        info: GraphQLResolveInfo,
        path: Path,
    ) -> Any:
        """The completed items, put together when one has to wait."""
        execution = self._execution
        waiting: list[int] = []
        results: list[Any] = []
        items = iter(value)
        try:
            for index, item in enumerate(items):
                item_path = new_tuple(Path, (path, index, None))
                try:
                    if type(item) not in never and is_awaitable(item):
                        completed = Unfinished(
                            execution, execution.own(item), inner, plan, item_type, info, item_path
                        )
                    else:
                        completed = inner(item, info, item_path)
                        if type(completed) in COMPLETED_LATER:
                            completed = Unfinished(
                                execution, completed, None, plan, item_type, info, item_path
                            )
                except Exception as raw_error:  # belongs to the item
                    execution.note(raw_error, plan, item_type, item_path)
                    completed = None
                if type(completed) is Unfinished:
                    waiting.append(index)
                results.append(completed)
        except GraphQLError:
            for item in items:
                execution.own(item)
            raise
        return Together(execution.loaders.scheduler.ready, results, waiting) if waiting else results


def _leaf(type_: GraphQLLeafType) -> Complete:
    serialize = type_.serialize

    def complete(value: Any, info: GraphQLResolveInfo, path: Path) -> Any:
        if value is None or value is Undefined:
            return None
        if isinstance(value, Exception):
            raise value
        serialized = serialize(value)
        if serialized is None or serialized is Undefined:
            raise TypeError(
                f"Expected `{inspect(type_)}.serialize({inspect(value)})`"
                f" to return non-nullable value, returned: {inspect(serialized)}"
            )
        return serialized

    return complete
