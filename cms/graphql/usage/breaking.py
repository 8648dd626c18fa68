"""What a new schema breaks, and for whom: breaking changes held against what clients asked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graphql import GraphQLSchema, find_breaking_changes

from cms.graphql.usage.report import Usage, Use

# What graphql-core says of a change, and the coordinate in the old schema that it is about.
COORDINATES = tuple(
    (re.compile(said), coordinate)
    for said, coordinate in (
        (r"(\w+\.\w+) arg (\w+) ", r"\1(\2:)"),
        (r"A required arg \w+ on (\w+\.\w+) was added", r"\1"),
        (r"A required field \w+ on input type (\w+) was added", r"\1"),
        (r"(\w+) was removed from enum type (\w+)\.", r"\2.\1"),
        (r"(\w+) was removed from union type ", r"\1"),
        (r"(\w+\.\w+) ", r"\1"),
        (r"(\w+) ", r"\1"),
    )
)


@dataclass(frozen=True, slots=True)
class Break:
    """One breaking change in words, and who asked for what it is about; None for nobody."""

    change: str
    coordinate: str
    use: Use | None


def breaks(old: GraphQLSchema, new: GraphQLSchema, usage: Usage) -> list[Break]:
    """The breaking changes from `old` to `new`, those that hit most first.

    `usage` has to be of the old schema.
    """
    found = []
    for change in find_breaking_changes(old, new):
        if change.description.startswith("Standard scalar"):  # nothing has it any more
            continue
        coordinate = coordinate_of(change.description)
        found.append(Break(change.description, coordinate, usage.of(coordinate)))
    return sorted(found, key=lambda each: (-(each.use.times if each.use else 0), each.change))


def coordinate_of(change: str) -> str:
    """The coordinate that a change is about, empty for changes of directives."""
    for said, coordinate in COORDINATES:
        matched = said.match(change)
        if matched:
            return matched.expand(coordinate)
    return ""
