"""graphql-core's executor, made to run awaitables on our scheduler.

Only what touches an event loop, errors or speed is overridden; how values are completed and how
null propagates stays graphql-core's. Written against graphql-core 3.2.14; the tests compare with
its own executor under asyncio.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, Awaitable, Callable
from typing import Any

from graphql import (
    ExecutionContext,
    ExecutionResult,
    FieldNode,
    GraphQLAbstractType,
    GraphQLError,
    GraphQLField,
    GraphQLList,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLSchema,
    OperationDefinitionNode,
    default_field_resolver,
    located_error,
)
from graphql.execution.execute import CollectedErrors, get_field_def, get_typename
from graphql.execution.values import get_argument_values
from graphql.pyutils import Path, Undefined, is_iterable

from cms.graphql.errors import ApiError, ErrorCode, Mask
from cms.graphql.loaders import Loaders

Fields = dict[str, list[FieldNode]]


class LoaderExecutionContext(ExecutionContext):
    """One execution. `loaders` bring what resolvers await, `mask` hides what went wrong."""

    loaders: Loaders
    mask: Mask

    def prepare(self, loaders: Loaders, mask: Mask) -> None:
        """Give the execution its loaders and its mask; call it once, before :meth:`run`."""
        self.loaders = loaders
        self.mask = mask
        self._coerced: dict[tuple[str, int], dict[str, Any]] = {}

    def run(self) -> ExecutionResult:
        """The finished result of the operation."""
        try:
            data: Any = self.execute_operation(self.operation, self.root_value)
            if self.is_awaitable(data):
                data = self.loaders.run(data)
        except GraphQLError as error:
            self.collected_errors.add(error, None)
            data = None
        finally:
            self.loaders.scheduler.abandon()
        return self.build_response(data, self.collected_errors.errors)

    def execute_fields_serially(
        self, parent_type: GraphQLObjectType, source_value: Any, path: Path | None, fields: Fields
    ) -> dict[str, Any]:
        """The results of mutations, each finished before the next begins."""
        results = {}
        for response_name, field_nodes in fields.items():
            field_path = Path(path, response_name, parent_type.name)
            result = self.execute_field(parent_type, source_value, field_nodes, field_path)
            if result is not Undefined:
                is_awaitable = self.is_awaitable(result)
                results[response_name] = self.loaders.run(result) if is_awaitable else result
        return results

    def execute_fields(
        self, parent_type: GraphQLObjectType, source_value: Any, path: Path | None, fields: Fields
    ) -> Any:
        """The results of all fields, awaitable when one of them is."""
        results = {}
        waiting = []
        parent_name = parent_type.name
        for response_name, field_nodes in fields.items():
            result = self.execute_field(
                parent_type, source_value, field_nodes, Path(path, response_name, parent_name)
            )
            if result is not Undefined:
                results[response_name] = result
                if self.is_awaitable(result):
                    waiting.append(response_name)
        if not waiting:
            return results

        async def finished() -> dict[str, Any]:
            values = await self.loaders.gather(results[name] for name in waiting)
            results.update(zip(waiting, values, strict=True))
            return results

        return self.loaders.scheduler.own(finished())

    def _arguments(
        self, parent_type: GraphQLObjectType, definition: GraphQLField, node: FieldNode
    ) -> dict[str, Any]:
        """The arguments of a field, coerced once: they are the same for every row of a list."""
        key = (parent_type.name, id(node))
        arguments = self._coerced.get(key)
        if arguments is None:
            try:
                arguments = get_argument_values(definition, node, self.variable_values)
            except GraphQLError as error:
                raise ApiError(error.message, nodes=error.nodes) from error
            except RecursionError as error:
                raise ApiError("An argument is nested too deeply.", ErrorCode.TOO_DEEP) from error
            self._coerced[key] = arguments
        return arguments

    def execute_field(
        self,
        parent_type: GraphQLObjectType,
        source: Any,
        field_nodes: list[FieldNode],
        path: Path,
    ) -> Any:
        """The completed value of one field, awaitable when its resolver is."""
        definition = get_field_def(self.schema, parent_type, field_nodes[0])
        if not definition:
            return Undefined
        return_type = definition.type
        try:
            arguments = self._arguments(parent_type, definition, field_nodes[0])
            info = self.build_resolve_info(definition, field_nodes, parent_type, path)
            resolve = definition.resolve or self.field_resolver
            result = resolve(source, info, **arguments)
            if self.is_awaitable(result):
                return self._await_resolver(result, return_type, field_nodes, info, path)
            completed = self.complete_value(return_type, field_nodes, info, path, result)
            if self.is_awaitable(completed):
                return self._await_completed(completed, return_type, field_nodes, path)
            return completed
        except Exception as raw_error:  # belongs into the answer, whatever a resolver raised
            return self._failed(raw_error, return_type, field_nodes, path)

    def _failed(
        self,
        raw_error: Exception,
        return_type: GraphQLOutputType,
        field_nodes: list[FieldNode],
        path: Path,
    ) -> None:
        error = located_error(raw_error, field_nodes, path.as_list())
        if "code" not in (error.extensions or {}) or error is not raw_error:
            self._mask(error, field_nodes, path)
        self.handle_field_error(error, return_type, path)

    def _mask(self, error: GraphQLError, field_nodes: list[FieldNode], path: Path) -> None:
        place: Path | None = path
        while place is not None and place.typename is None:
            place = place.prev
        type_name = place.typename if place is not None else None
        self.mask.apply(error, type_name or "", field_nodes[0].name.value)

    def _await_resolver(
        self,
        result: Awaitable[Any],
        return_type: GraphQLOutputType,
        field_nodes: list[FieldNode],
        info: GraphQLResolveInfo,
        path: Path,
    ) -> Awaitable[Any]:
        own = self.loaders.scheduler.own
        own(result)

        async def finished() -> Any:
            try:
                completed = self.complete_value(return_type, field_nodes, info, path, await result)
                while self.is_awaitable(completed):
                    completed = await completed
                return completed
            except Exception as raw_error:  # as in execute_field
                return self._failed(raw_error, return_type, field_nodes, path)

        awaitable: Awaitable[Any] = own(finished())
        return awaitable

    def _await_completed(
        self,
        completed: Awaitable[Any],
        return_type: GraphQLOutputType,
        field_nodes: list[FieldNode],
        path: Path,
    ) -> Awaitable[Any]:
        own = self.loaders.scheduler.own
        own(completed)

        async def finished() -> Any:
            try:
                value = await completed
                while self.is_awaitable(value):
                    value = await value
                return value
            except Exception as raw_error:  # as in execute_field
                return self._failed(raw_error, return_type, field_nodes, path)

        awaitable: Awaitable[Any] = own(finished())
        return awaitable

    def complete_list_value(
        self,
        return_type: GraphQLList[GraphQLOutputType],
        field_nodes: list[FieldNode],
        info: GraphQLResolveInfo,
        path: Path,
        result: Any,
    ) -> Any:
        """The completed items, awaitable when one of them is."""
        if not is_iterable(result):
            if isinstance(result, AsyncIterable):
                items = self._collect(result, return_type, field_nodes, info, path)
                return self.loaders.scheduler.own(items)
            raise GraphQLError(
                "Expected Iterable, but did not find one for field"
                f" '{info.parent_type.name}.{info.field_name}'."
            )
        item_type = return_type.of_type
        waiting = []
        results = []
        items = iter(result)
        try:
            for index, item in enumerate(items):
                item_path = path.add_key(index, None)
                completed = self._complete_item(item_type, field_nodes, info, item_path, item)
                if self.is_awaitable(completed):
                    waiting.append(index)
                results.append(completed)
        except GraphQLError:
            for item in items:
                self.loaders.scheduler.own(item)
            raise
        if not waiting:
            return results

        async def finished() -> list[Any]:
            values = await self.loaders.gather(results[index] for index in waiting)
            for index, value in zip(waiting, values, strict=True):
                results[index] = value
            return results

        return self.loaders.scheduler.own(finished())

    async def _collect(
        self,
        result: AsyncIterable[Any],
        return_type: GraphQLList[GraphQLOutputType],
        field_nodes: list[FieldNode],
        info: GraphQLResolveInfo,
        path: Path,
    ) -> Any:
        items = [item async for item in result]
        completed = self.complete_list_value(return_type, field_nodes, info, path, items)
        return await completed if self.is_awaitable(completed) else completed

    def _complete_item(
        self,
        item_type: GraphQLOutputType,
        field_nodes: list[FieldNode],
        info: GraphQLResolveInfo,
        path: Path,
        item: Any,
    ) -> Any:
        try:
            if self.is_awaitable(item):
                return self._await_resolver(item, item_type, field_nodes, info, path)
            completed = self.complete_value(item_type, field_nodes, info, path, item)
            if self.is_awaitable(completed):
                return self._await_completed(completed, item_type, field_nodes, path)
            return completed
        except Exception as raw_error:  # as in execute_field
            return self._failed(raw_error, item_type, field_nodes, path)

    def complete_abstract_value(
        self,
        return_type: GraphQLAbstractType,
        field_nodes: list[FieldNode],
        info: GraphQLResolveInfo,
        path: Path,
        result: Any,
    ) -> Any:
        """The completed object, awaitable when the search for its type or a field of it is."""
        found: Any = (return_type.resolve_type or self.type_resolver)(result, info, return_type)
        own = self.loaders.scheduler.own

        def complete(name: Any) -> Any:
            runtime_type = self.ensure_valid_runtime_type(
                name, return_type, field_nodes, info, result
            )
            return self.complete_object_value(runtime_type, field_nodes, info, path, result)

        if not self.is_awaitable(found):
            return complete(found)
        own(found)

        async def finished() -> Any:
            completed = complete(await found)
            return await completed if self.is_awaitable(completed) else completed

        return own(finished())


def resolve_type(
    value: Any, info: GraphQLResolveInfo, abstract_type: GraphQLAbstractType, loaders: Loaders
) -> Any:
    """The name of the object type of `value`, awaitable when a type's ``is_type_of`` is."""
    name = get_typename(value)
    if isinstance(name, str):
        return name
    waiting: dict[str, Awaitable[bool]] = {}
    for candidate in info.schema.get_possible_types(abstract_type):
        if candidate.is_type_of:
            answer = candidate.is_type_of(value, info)
            if info.is_awaitable(answer):
                waiting[candidate.name] = loaders.scheduler.own(answer)
            elif answer:
                return candidate.name
    if not waiting:
        return None

    async def first_true() -> str | None:
        answers = await loaders.gather(waiting.values())
        return next((name for name, yes in zip(waiting, answers, strict=True) if yes), None)

    return loaders.scheduler.own(first_true())


def execute(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    *,
    fragments: dict[str, Any],
    variables: dict[str, Any],
    context: Any,
    loaders: Loaders,
    owner_of: Callable[[str, str], str | None] = lambda _type_name, _field_name: None,
    root: Any = None,
) -> ExecutionResult:
    """The result of a validated operation with its coerced variables."""

    def type_resolver(value: Any, info: GraphQLResolveInfo, abstract: GraphQLAbstractType) -> Any:
        return resolve_type(value, info, abstract, loaders)

    execution = LoaderExecutionContext(
        schema,
        fragments,
        root,
        context,
        operation,
        variables,
        default_field_resolver,
        type_resolver,
        default_field_resolver,
        CollectedErrors(),
        None,
        None,
    )
    execution.prepare(loaders, Mask(owner_of))
    return execution.run()
