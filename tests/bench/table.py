"""One table for all figures: what was measured, what came out, what it should be, and a mark."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

MISSED = "MISSED"


@dataclass(frozen=True, slots=True)
class Target:
    """Limits of the values of a figure, in order; 0 is none, and what comes after them is free."""

    sign: str
    limits: tuple[float, ...]

    def is_missed(self, values: Sequence[float]) -> bool:
        """True when a value is on the wrong side of its limit."""
        pairs = [(v, limit) for v, limit in zip(values, self.limits, strict=False) if limit]
        return any(v > limit if self.sign == "≤" else v < limit for v, limit in pairs)

    def __str__(self) -> str:
        """The limits as they are printed."""
        return f"{self.sign} " + " / ".join(f"{limit:g}" if limit else "–" for limit in self.limits)


def most(*limits: float) -> Target:
    """The target that values stay below these."""
    return Target("≤", limits)


def least(*limits: float) -> Target:
    """The target that values reach these."""
    return Target("≥", limits)


def middle_and_worst(values: Sequence[float]) -> tuple[float, float]:
    """The median, and what 99 of 100 stay within."""
    return statistics.median(values), statistics.quantiles(values, n=100)[98]


@dataclass(slots=True)
class Table:
    """Prints rows as they are measured, and remembers which targets were missed."""

    missed: list[str] = field(default_factory=list)
    _heading: str = ""

    def section(self, heading: str) -> None:
        """Begin a part of the table."""
        self._heading = heading
        print(f"\n{heading:<58}{'figure':>24}   {'target':<18}", flush=True)

    def row(
        self,
        what: str,
        *values: float,
        digits: int = 2,
        unit: str = "",
        target: Target | None = None,
        remark: str = "",
    ) -> None:
        """Print a figure of one or several values."""
        figure = " / ".join(f"{value:.{digits}f}" for value in values) + (unit and f" {unit}")
        is_missed = target is not None and target.is_missed(values)
        if is_missed:
            self.missed.append(f"{self._heading}: {what}")
        told = f"{str(target or ''):<16}"
        mark = MISSED if is_missed else ""
        print(f"  {what:<56}{figure:>24}   {told} {mark:<8}{remark}".rstrip(), flush=True)

    def say(self, what: str, figure: str, *, is_wrong: bool = False) -> None:
        """Print what is no number."""
        if is_wrong:
            self.missed.append(f"{self._heading}: {what}")
        mark = MISSED if is_wrong else ""
        print(f"  {what:<56}{figure:>24}   {'':<16} {mark}".rstrip(), flush=True)
