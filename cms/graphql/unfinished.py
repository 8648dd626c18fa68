"""Fields and items of lists that have to wait, first for their values, then for what those show."""

from __future__ import annotations

from collections.abc import Callable
from types import CoroutineType
from typing import TYPE_CHECKING, Any

from graphql import GraphQLOutputType, GraphQLResolveInfo
from graphql.pyutils import Path

from cms.graphql.scheduler import Deferred, Task, Together

if TYPE_CHECKING:
    from cms.graphql.execution import LoaderExecutionContext
    from cms.graphql.plans import FieldPlan

# What a value is completed to when it has to wait: for parts of it, or to know its type.
COMPLETED_LATER = frozenset({Together, CoroutineType})


class Unfinished(Task[Any]):
    """A field or an item, settled with what the answer says of it.

    What fails is noted by the execution: it is null then, or fails if its type allows no null.
    """

    __slots__ = ("_awaited", "_complete", "_execution", "_info", "_path", "_plan", "_type")

    def __init__(
        self,
        execution: LoaderExecutionContext,
        awaited: Any,
        complete: Callable[[Any, GraphQLResolveInfo, Path], Any] | None,
        plan: FieldPlan,
        type_: GraphQLOutputType,
        info: GraphQLResolveInfo,
        path: Path,
    ) -> None:
        """`awaited` brings the value, which `complete` completes unless it is None."""
        Deferred.__init__(self, execution.loaders.scheduler.ready)
        self._execution = execution
        self._awaited = awaited
        self._complete = complete
        self._plan = plan
        self._type = type_
        self._info = info
        self._path = path

    def begin(self) -> None:
        """Await the value when what is ready already has taken its step."""
        self._ready.append((self._await, self._awaited))

    def _await(self, awaited: Any) -> None:
        """Go on with what `awaited` brings."""
        if type(awaited) is Together:
            awaited.begin()
            awaited.when_done(self._arrived)
        elif isinstance(awaited, Deferred):
            if awaited.is_done:
                self._arrived(awaited)
            else:
                awaited.when_done(self._arrived)
        else:
            self._coroutine = self._execution.loaders.scheduler.coroutine_of(awaited)
            self._step(None)

    def _arrived(self, deferred: Deferred[Any]) -> None:
        try:
            value = deferred.result()
        except Exception as error:  # that of whatever was awaited
            self._raised(error)
        else:
            self._returned(value)

    def _returned(self, value: Any) -> None:
        complete, self._complete = self._complete, None
        if complete is not None:
            try:
                value = complete(value, self._info, self._path)
            except Exception as error:  # belongs into the answer, whatever it is
                return self._raised(error)
        if type(value) in COMPLETED_LATER:
            return self._await(value)
        return self.settle(value)

    def _raised(self, error: Exception) -> None:
        try:
            self._execution.note(error, self._plan, self._type, self._path)
        except Exception as final:  # the type allows no null
            self.fail(final)
        else:
            self.settle(None)
