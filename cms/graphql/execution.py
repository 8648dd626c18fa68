"""graphql-core's semantics on our scheduler, with everything worked out once that can be.

For each field that an operation selects on a type, what to call and how its value is completed is
found once and kept as a :class:`FieldPlan`; a list of a hundred rows runs the same plans a hundred
times, and so does the next execution of the operation. How values are completed, how null
propagates and which error wins is as in graphql-core 3.2.14: the tests compare with its own
executor under asyncio.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any, cast

from graphql import (
    ExecutionContext,
    ExecutionResult,
    GraphQLError,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    default_field_resolver,
    default_type_resolver,
    located_error,
)
from graphql.execution.collect_fields import collect_fields
from graphql.execution.execute import CollectedErrors, get_field_def
from graphql.pyutils import Path

from cms.graphql.awaitables import is_awaitable, never
from cms.graphql.completion import Completion, new_tuple
from cms.graphql.deadline import OutOfTime, broken_off_after
from cms.graphql.errors import Mask
from cms.graphql.loaders import Loaders
from cms.graphql.plans import FieldPlan, Fields, arguments_of
from cms.graphql.scheduler import Together
from cms.graphql.unfinished import COMPLETED_LATER, Unfinished

MOST_IDLE = 2  # executions of an operation that are kept: hardly more run at once in a process


class LoaderExecutionContext(ExecutionContext):
    """One execution, or one after the other of the same operation.

    `loaders` bring what resolvers await, `mask` hides what went wrong.
    """

    loaders: Loaders
    mask: Mask
    completion: Completion | None = None
    _plans: list[FieldPlan] | None = None

    def renew(self, root: Any, context: Any, variables: dict[str, Any]) -> None:
        """Keep nothing of the last execution but how fields are executed."""
        self.root_value, self.context_value, self.variable_values = root, context, variables
        self.collected_errors = CollectedErrors()
        for plan in self._varying:
            plan.arguments = None

    def prepare(self, loaders: Loaders, mask: Mask, seconds: int = 0) -> None:
        """Give the execution its loaders, its mask and its time; call it before :meth:`run`.

        A query may take so many `seconds`, as long as it likes with 0. A mutation is never broken
        off: what it has changed has to be told.
        """
        self.loaders = loaders
        self.mask = mask
        self._tail = (  # of every info, behind its path
            *(self.schema, self.fragments, self.root_value, self.operation),
            *(self.variable_values, self.context_value, is_awaitable),
        )
        self.seconds = seconds if self.operation.operation == OperationType.QUERY else 0
        self.ends_at = monotonic() + seconds if self.seconds else float("inf")
        if self.completion is None:
            self.completion = Completion(self)
            self._varying: list[FieldPlan] = []

    def own(self, awaitable: Any) -> Any:
        """`awaitable` itself; a coroutine is closed at the end if nobody finished it."""
        return self.loaders.scheduler.own(awaitable)

    def run(self) -> ExecutionResult:
        """The finished result of the operation.

        Raises:
            OutOfTime: It took too long.
        """
        try:
            data: Any = self._operation()
            if type(data) is Together:
                data = self.loaders.run(_all_of(data))
        except GraphQLError as error:
            self.collected_errors.add(error, None)
            data = None
        finally:
            self.loaders.scheduler.abandon()
        return self.build_response(data, self.collected_errors.errors)

    def _operation(self) -> Any:
        operation, root_type = self.operation, self.schema.get_root_type(self.operation.operation)
        if root_type is None:
            kind = operation.operation.value
            raise GraphQLError(f"Schema is not configured to execute {kind} operation.", operation)
        if self._plans is None:
            fields = collect_fields(
                self.schema,
                self.fragments,
                self.variable_values,
                root_type,
                operation.selection_set,
            )
            self._plans = self.plans(root_type, fields)
        plans = self._plans
        if operation.operation == OperationType.MUTATION:
            return self._one_after_the_other(plans)
        return self.all_of(plans, self.root_value, None)

    def plans(self, parent_type: GraphQLObjectType, fields: Fields) -> list[FieldPlan]:
        """How the fields that were selected on a type are executed, in their order."""
        plans = []
        completion = cast("Completion", self.completion)
        changes_nothing = self.operation.operation == OperationType.QUERY
        for name, nodes in fields.items():
            definition = get_field_def(self.schema, parent_type, nodes[0])
            if definition:
                plan = FieldPlan(
                    name, nodes, parent_type, definition, changes_nothing=changes_nothing
                )
                plan.complete = completion.of(definition.type, plan)
                plans.append(plan)
                if not plan.has_fixed_arguments:
                    self._varying.append(plan)
        return plans

    def _one_after_the_other(self, plans: list[FieldPlan]) -> dict[str, Any]:
        """The results of mutations, each finished before the next begins."""
        results = {}
        for plan in plans:
            result = self._field(plan, self.root_value, None)
            if type(result) is Unfinished:
                result.begin()
                result = self.loaders.run(result)
            results[plan.name] = result
        return results

    def all_of(self, plans: list[FieldPlan], source: Any, path: Path | None) -> Any:
        """The results of all fields by name; put together when some of them have to wait."""
        if monotonic() > self.ends_at:
            raise OutOfTime
        results: dict[str, Any] = {}
        waiting = []
        field = self._field
        nothing: Any = None  # what completing a scalar asks for beside the value
        for plan in plans:
            name, read = plan.name, plan.read
            if read is not None:
                try:
                    value = read(source, None)
                    if type(value) is str and plan.is_text:
                        results[name] = value
                        continue
                    if type(value) in never or not is_awaitable(value):
                        results[name] = plan.complete(value, nothing, nothing)
                        continue
                    results[name] = self._plain_later(value, plan, path)
                except Exception as raw_error:  # as in _field
                    self.note(raw_error, plan, plan.definition.type, self._path(path, plan))
                    results[name] = None
            else:
                results[name] = field(plan, source, path)
            if type(results[name]) is Unfinished:
                waiting.append(name)
        return Together(self.loaders.scheduler.ready, results, waiting) if waiting else results

    def _field(self, plan: FieldPlan, source: Any, parent_path: Path | None) -> Any:
        """The completed value of one field, or the part that has to wait for it."""
        path = self._path(parent_path, plan)
        try:
            arguments = plan.arguments
            if arguments is None:
                arguments = plan.arguments = arguments_of(plan, self.variable_values)
            info = self._info(plan, path)
            result = plan.resolve(source, info, **arguments)
            if type(result) not in never and is_awaitable(result):
                return self._later(result, plan, info, path)
            completed = plan.complete(result, info, path)
            if type(completed) in COMPLETED_LATER:
                return Unfinished(self, completed, None, plan, plan.definition.type, info, path)
            return completed
        except Exception as raw_error:  # belongs into the answer, whatever a resolver raised
            return self.note(raw_error, plan, plan.definition.type, path)

    def _path(self, parent_path: Path | None, plan: FieldPlan) -> Path:
        return new_tuple(Path, (parent_path, plan.name, plan.parent_type.name))

    def _info(self, plan: FieldPlan, path: Path) -> GraphQLResolveInfo:
        return new_tuple(GraphQLResolveInfo, (*plan.head, path, *self._tail))

    def _plain_later(self, value: Any, plan: FieldPlan, parent_path: Path | None) -> Unfinished:
        """A plain field whose value has to be awaited."""
        path = self._path(parent_path, plan)
        return self._later(value, plan, self._info(plan, path), path)

    def _later(
        self, result: Any, plan: FieldPlan, info: GraphQLResolveInfo, path: Path
    ) -> Unfinished:
        """The field whose value is `result`, as soon as that is there."""
        self.own(result)
        return Unfinished(self, result, plan.complete, plan, plan.definition.type, info, path)

    def note(
        self, raw_error: Exception, plan: FieldPlan, return_type: GraphQLOutputType, path: Path
    ) -> None:
        """Note an error, hidden if nobody said it; the value is null when the type allows that.

        Raises:
            GraphQLError: The type allows no null.
        """
        error = located_error(raw_error, plan.nodes, path.as_list())
        if "code" not in (error.extensions or {}) or error is not raw_error:
            place: Path | None = path
            while place is not None and place.typename is None:
                place = place.prev
            type_name = place.typename if place is not None else None
            self.mask.apply(error, type_name or "", plan.nodes[0].name.value)
        self.handle_field_error(error, return_type, path)


async def _all_of(results: Together) -> dict[str, Any]:
    results.begin()
    found: dict[str, Any] = await results
    return found


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
    seconds: int = 0,
    idle: list[LoaderExecutionContext] | None = None,
) -> ExecutionResult:
    """The result of a validated operation with its coerced variables.

    `idle` are executions of this operation that are over, for all threads; None where what is
    selected depends on the variables.

    Raises:
        LimitError: It is a query and took more than `seconds`, if they are limited.
    """
    try:
        execution = (idle or []).pop()
        execution.renew(root, context, variables)
    except IndexError:
        execution = _new_execution(schema, operation, fragments, variables, context, root)
    execution.prepare(loaders, Mask(owner_of), seconds)
    name = operation.name.value if operation.name else ""
    with broken_off_after(execution.seconds, name=name):
        result = execution.run()
    if idle is not None and len(idle) < MOST_IDLE:
        execution.renew(None, None, {})
        execution.prepare(Loaders(), Mask(owner_of))
        idle.append(execution)
    return result


def _new_execution(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: dict[str, Any],
    variables: dict[str, Any],
    context: Any,
    root: Any,
) -> LoaderExecutionContext:
    return LoaderExecutionContext(
        schema,
        fragments,
        root,
        context,
        operation,
        variables,
        default_field_resolver,
        default_type_resolver,  # not used, see completion
        default_field_resolver,
        CollectedErrors(),
        None,
        is_awaitable,
    )
