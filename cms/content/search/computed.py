"""Facts that depend on the time: told as filters when somebody asks, stored in no document."""

from __future__ import annotations

from collections.abc import Iterable

from search.query import AllOf, AnyOf, Filter, Not


def first_of(cases: Iterable[tuple[str, Filter]], default: str = "") -> dict[str, Filter]:
    """Which documents have which code: that of the first case that holds, as in SQL's CASE.

    A code may stand for several cases. With `default`, the code of those for which none holds.
    """
    found: dict[str, Filter] = {}
    before: tuple[Filter, ...] = ()
    for code, holds in cases:
        case = AllOf((holds, *before))
        found[code] = AnyOf((found[code], case)) if code in found else case
        before = (*before, Not(holds))
    return {**found, default: AllOf(before)} if default else found
