"""Who is asked: the main engine, and while that cannot answer the one that stands in for it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from cms.indexing.connection import Place, places
from search.engine import EngineDown, NoIndex

T = TypeVar("T")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told(Generic[T]):
    """What an engine answers; with `is_degraded` it stands in for the main one."""

    answer: T
    is_degraded: bool


def first_told(question: Callable[[Place], T]) -> Told[T] | None:
    """The answer to a question about a place, from the first place that can be asked; or None.

    All engines give the same hits the same scores and order, so a cursor of one leads on in any.
    """
    for place in places():
        try:
            return Told(question(place), place is not Place.MAIN)
        except (EngineDown, NoIndex) as error:
            logger.warning("search.degraded", extra={"reason": str(error), "place": place})
    return None
