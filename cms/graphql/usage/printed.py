"""The report as a table for terminals, and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from cms.graphql.usage.breaking import Break
from cms.graphql.usage.report import Usage, Use

MAX_CLIENTS = 3  # named in a row of the table


def usage_data(usage: Usage) -> dict[str, Any]:
    """All of the report, as JSON has it."""
    return {
        "clients": {name: _use(use) for name, use in _most_used(usage.clients.items())},
        "places": {name: _use(use) for name, use in _most_used(usage.named.items())},
        "deprecated": {
            name: {**_use(use), "reason": reason}
            for name, (use, reason) in sorted(usage.deprecated().items())
        },
        "unused": usage.unused(),
        "uncounted": usage.uncounted,
    }


def usage_table(usage: Usage, *, days: int, is_deprecated_only: bool = False) -> str:
    """A row for each place that clients asked for, most frequent first."""
    shown = [(name, use) for name, use in usage.named.items() if "." in name]
    if is_deprecated_only:
        shown = [(name, use) for name, (use, _reason) in usage.deprecated().items()]
    if not shown:
        what = "anything deprecated" if is_deprecated_only else "anything"
        return f"Nobody has asked for {what} in the last {days} days.\n"
    rows = [(name, str(use.times), str(use.last), _clients(use)) for name, use in _most_used(shown)]
    text = table(("place", "times", "last", "clients"), rows)
    if usage.uncounted:
        text += f"{usage.uncounted} answers to documents beyond the bounds are not in this table.\n"
    return text


def breaks_table(found: list[Break], *, days: int) -> str:
    """A line for each breaking change, with whom it hits."""
    if not found:
        return "Nothing breaks clients.\n"
    return "".join(f"{each.change} {_hits(each, days)}\n" for each in found)


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """The rows below their head, in columns."""
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        + "\n"
        for line in lines
    )


def _hits(found: Break, days: int) -> str:
    if not found.coordinate:
        return "Uses of directives are not counted."
    if found.use is None:
        return f"Nobody has used it in the last {days} days."
    return f"Used {found.use.times} times, last on {found.use.last}, by {_clients(found.use)}."


def _clients(use: Use) -> str:
    named = [f"{client} ({times})" for client, times in use.by_client[:MAX_CLIENTS]]
    more = len(use.clients) - len(named)
    return ", ".join([*named, *([f"{more} more"] if more else [])])


def _use(use: Use) -> dict[str, Any]:
    return {"times": use.times, "last": str(use.last), "clients": dict(use.by_client)}


def _most_used(uses: Iterable[tuple[str, Use]]) -> list[tuple[str, Use]]:
    return sorted(uses, key=lambda each: (-each[1].times, each[0]))


def as_json(data: object) -> str:
    """`data` as JSON that people can read, too."""
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
