"""What is asked in which way, and how fast it should be compared with the yardstick."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Way(Enum):
    """How a question is asked; the value says it in the table."""

    PERSISTED = "kept, GET of a persisted document"
    POSTED = "kept, POST"
    UNCACHED = "made anew, POST"


@dataclass(frozen=True, slots=True)
class Target:
    """The yardstick's processor time for an answer as a share of ours: more is better."""

    reach: float
    stretch: float


TARGETS = {
    **dict.fromkeys([(name, Way.PERSISTED) for name in ("W1", "W2", "W3")], Target(1.0, 1.5)),
    **dict.fromkeys([(name, Way.POSTED) for name in ("W1", "W2", "W3")], Target(0.7, 1.0)),
    ("W1", Way.UNCACHED): Target(0.08, 0.30),
    ("W2", Way.UNCACHED): Target(0.05, 0.20),
    ("W3", Way.UNCACHED): Target(0.12, 0.50),
    ("W4", Way.UNCACHED): Target(0.10, 0.20),
}
STATEMENTS = {"W1": 6, "W2": 6, "W3": 2, "W4": 4}  # at most, made anew
STATEMENTS_KEPT = 1
TAIL = 5.0  # p99 ÷ p50 at one connection, kept
OWN_PART_MS, VISIBLE_MS = 15.0, 10.0  # of a publication
FOUND_MS = {"tantivy": 100.0, "elasticsearch": 1200.0}  # by the engine that SEARCH_URL names


def mark(value: float, target: Target) -> str:
    """One word on a share."""
    if value >= target.stretch:
        return "stretch"
    return "reach" if value >= target.reach else "short"


def most(value: float, limit: float) -> str:
    """One word on a figure that should not exceed a limit."""
    return "reach" if value <= limit else "short"
