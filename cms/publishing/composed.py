"""Querysets that are put into SQL once for each public state.

What is public is said by long conditions, and to compose a queryset with them takes ten times as
long as the database takes to answer it. They hold until something public changes, be it by the
clock (`cms.publishing.clock`): until then the statement is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from copy import copy
from types import SimpleNamespace
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import ModelIterable

from cms.plugin import reads, scope
from cms.publishing.audience import audience

T = TypeVar("T")


def composed(key: Hashable, compose: Callable[[], T]) -> T:
    """What `compose` makes, made once for each public state and audience.

    It must follow from `key`, the code and the public state; all threads share it. What was read
    in order to make it counts as read wherever it is used.
    """
    made, own = scope.kept(("composed", audience(), key), lambda: _recorded(compose))
    reads.take(own)
    return made


def _recorded(compose: Callable[[], T]) -> tuple[T, reads.Reads]:
    own = reads.Reads()
    try:
        with reads.recorded(own):
            return compose(), own
    except BaseException:
        reads.take(own)
        raise


class Rows:
    """The rows of a queryset of models: its statement is put together once and read at each call.

    Django's own compiler is kept, which knows what to make of the columns. A queryset that does
    more with its rows than that is asked itself.
    """

    def __init__(self, queryset: QuerySet[Any]) -> None:
        """Put the statement together; nothing is read yet."""
        asked: Any = queryset
        is_plain = asked._iterable_class is ModelIterable
        has_more = asked._prefetch_related_lookups or asked._known_related_objects
        self._queryset = None if is_plain and not has_more else queryset
        self._compiler: Any = queryset.query.get_compiler(connection=connection)
        try:
            self._statement = self._compiler.as_sql()
        except EmptyResultSet:  # a condition that nothing can meet
            self._statement = None

    def __call__(self) -> list[Any]:
        """The rows as they are now, new objects each time; one query, or none for no rows."""
        if self._statement is None:
            return []
        if self._queryset is not None:
            return list(self._queryset.all())
        query = SimpleNamespace(get_compiler=self._bound)
        listed: Any = SimpleNamespace(db=connection.alias, query=query, _known_related_objects={})
        return list(ModelIterable(listed))

    def _bound(self, **_: object) -> Any:
        """The compiler for this thread's connection."""
        compiler = copy(self._compiler)
        compiler.connection = connection
        compiler.as_sql = lambda: self._statement
        return compiler


def count_statement(queryset: QuerySet[Any]) -> tuple[str, tuple[Any, ...]] | None:
    """The statement that counts the rows, which it reads once; None when there need be none."""
    with reads.recorded() as own:
        queryset.count()
    found = [each for each in own.noted if isinstance(each, reads.Statement)]
    return (found[0].sql, tuple(found[0].params or ())) if len(found) == 1 else None
