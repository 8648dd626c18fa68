"""Whether a value can be awaited, told by its type and remembered for it."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable
from types import CoroutineType, GeneratorType
from typing import Any, TypeGuard

_by_type: dict[type, bool] = {CoroutineType: True}
never: set[type] = set()  # whose values nobody can await; grows with the types that are met


def is_awaitable(value: Any) -> TypeGuard[Awaitable[Any]]:
    """True when `value` may be awaited: as graphql-core's own, but one look-up for most values."""
    kind = type(value)
    if kind is GeneratorType:
        return bool(value.gi_code.co_flags & inspect.CO_ITERABLE_COROUTINE)
    found = _by_type.get(kind)
    if found is None:
        found = _by_type[kind] = hasattr(kind, "__await__")
        if not found:
            never.add(kind)
    return found
