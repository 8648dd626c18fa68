"""Querysets that are put into SQL once for each public state.

What is public is said by long conditions, and to compose a queryset with them takes ten times as
long as the database takes to answer it. They hold until something public changes, be it by the
clock (`cms.publishing.clock`): until then the statement is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.db.models import QuerySet

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


def count_statement(queryset: QuerySet[Any]) -> tuple[str, tuple[Any, ...]] | None:
    """The statement that counts the rows, which it reads once; None when there need be none."""
    with reads.recorded() as own:
        queryset.count()
    found = [each for each in own.noted if isinstance(each, reads.Statement)]
    return (found[0].sql, tuple(found[0].params or ())) if len(found) == 1 else None
