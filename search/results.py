"""What engines answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from search.query import Position


class Hit(NamedTuple):
    """A document that was found: its id and version, its score, and where it stands."""

    id: str
    version: int
    score: int
    position: Position


@dataclass(frozen=True, slots=True)
class Found:
    """How many documents were found, the asked-for hits of them, and counts by facet."""

    total: int
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a batch: ids that were written, and those of which a newer state was there."""

    written: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """How an engine is: whether it can answer, what is live in it, and what is being built.

    `fingerprint` is the live index's schema's; `documents` counts what can be found in it.
    """

    engine: str
    is_ready: bool
    message: str = ""
    live: str = ""
    building: tuple[str, ...] = ()
    fingerprint: str = ""
    documents: int = 0
