"""What engines are asked: immutable values, whose meaning is defined here for every engine alike.

Scores are whole numbers that follow from the query and the document alone, never from how many
other documents there are: all engines give the same scores, and the same order. See `Find`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

PRIMARY, EXTRA, SURFACE = "l", "x", "s"  # the parts of a text field
MAX_SCORE = 2_047  # what a match may add up to: engines that count in 32-bit floats stay exact
MAX_FIRST = 1_000
MAX_DEPTH = 10_000  # hits that can be paged through


@dataclass(frozen=True, slots=True)
class Term:
    """Documents with `key` in the `part` (primary, extra, surface) of a text field: `weight`."""

    field: str
    part: str
    key: str
    weight: int


@dataclass(frozen=True, slots=True)
class Prefix:
    """Documents with a key in the `part` of a text field that begins so: `weight`."""

    field: str
    part: str
    prefix: str
    weight: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Documents whose primary keys of a text field hold one of each of `slots` in a row: `weight`.

    Each slot is a tuple of keys, any of which will do.
    """

    field: str
    slots: tuple[tuple[str, ...], ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Best:
    """Documents that one of `parts` matches: the highest of their scores."""

    parts: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """Documents that at least so many of `parts` match (None: all): their scores together.

    At least one it is always: without parts, no document.
    """

    parts: tuple[Match, ...]
    at_least: int | None = None


@dataclass(frozen=True, slots=True)
class Bonus:
    """Documents that `match` matches: its score, and `weight` for each bonus that holds too."""

    match: Match
    bonuses: tuple[tuple[Match | Filter, int], ...]


@dataclass(frozen=True, slots=True)
class Except:
    """Documents that `match` matches and none of `unwanted` does: the score of `match`."""

    match: Match
    unwanted: tuple[Match, ...]


Match = Term | Prefix | Phrase | Best | Sum | Bonus | Except


@dataclass(frozen=True, slots=True)
class Is:
    """Documents whose keyword field has one of `values`; with none of them, no document."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """Documents whose number is at least `since` and less than `until`; None leaves an end open."""

    field: str
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Not:
    """Documents to which `filter` does not apply."""

    filter: Filter


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Documents to which one of `filters` applies."""

    filters: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Documents to which all of `filters` apply; with none, every document."""

    filters: tuple[Filter, ...]


Filter = Is | Within | Not | AnyOf | AllOf


@dataclass(frozen=True, slots=True)
class Facet:
    """How many of the documents have each value of a keyword field: most first, then by value.

    Only the first `limit` are told. `prefix` narrows them to values that begin so. Counted are
    documents under all conditions but the one that goes by the facet's name.
    """

    name: str
    field: str
    limit: int = 100
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Buckets:
    """How many of the documents each filter applies to, by its label, in the order given."""

    name: str
    buckets: tuple[tuple[str, Filter], ...]


class Position(NamedTuple):
    """Where a hit stands in its order: pages after it begin with the next one."""

    score: int
    prior: int
    id: str


@dataclass(frozen=True, slots=True)
class Find:
    """A question to an engine.

    Found is what `match` matches (None: everything, with score 0) and every filter of `where`
    applies to; filters are by name, so that facets can leave out their own. In order: the higher
    score first, then the higher prior, then the lesser id; with `order`, the name of a number
    field, the lesser number first ("-field": the greater; those without one last), then the
    lesser id, and all scores are 0. `after` continues behind the position of a hit, which with
    `order` has its number as the score, with the prior 0, or 1 for a hit without a number.
    """

    match: Match | None = None
    where: Mapping[str, Filter] = field(default_factory=dict)
    facets: tuple[Facet | Buckets, ...] = ()
    order: str = ""
    first: int = 10
    after: Position | None = None
