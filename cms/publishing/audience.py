"""For whom pages are read: the public, or somebody who belongs to the cluster.

Nearly everything that leaves the house is for the public, so that is what holds unless somebody
who has shown who they are opens a block with :func:`shown_to`. Page types ask :func:`audience` in
their ``hidden_now``; nothing else does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum, auto


class Audience(Enum):
    """Who is shown what is read."""

    PUBLIC = auto()
    MEMBERS = auto()


_audience: ContextVar[Audience] = ContextVar("klastr_audience", default=Audience.PUBLIC)


def audience() -> Audience:
    """Who is shown what is read now."""
    return _audience.get()


@contextmanager
def shown_to(who: Audience) -> Iterator[None]:
    """Within this block visibility answers for `who`; what comes out must not be shared."""
    token = _audience.set(who)
    try:
        yield
    finally:
        _audience.reset(token)
