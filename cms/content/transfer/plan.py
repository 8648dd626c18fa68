"""What an import would do, row by row: the report of a dry run, and the work of a real one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from wagtail.models import Page

from cms.content.bulk import PageVersions
from cms.plugin import Table


class Action(Enum):
    """What happens to the page of a row."""

    CREATE = "create"
    CHANGE = "change"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell, or with the file when `row` is None."""

    row: int | None
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a page says in a column now, and what it would say."""

    column: str
    before: str
    after: str


@dataclass(slots=True)
class Revised:
    """A page of the site with new values in memory, not saved yet.

    `facts` are those of the source that changed. `texts` names, by language, the fields whose
    texts in another language than the source's changed.
    """

    source: Any
    versions: dict[str, Any]
    changed: set[str] = field(default_factory=set)
    texts: dict[str, set[str]] = field(default_factory=dict)
    new: dict[str, Any] = field(default_factory=dict)
    status: str | None = None


@dataclass(slots=True)
class RowPlan:
    """What happens to the page of one row."""

    row: int
    title: str
    action: Action
    differences: list[Difference] = field(default_factory=list)
    create: PageVersions | None = None
    revise: Revised | None = None


@dataclass(slots=True)
class Plan:
    """What an import would do. Nothing is done while there are problems."""

    table: Table
    rows: list[RowPlan] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: Sequence[str] = ()

    def rows_with(self, action: Action) -> list[RowPlan]:
        """The rows with which the same happens."""
        return [row for row in self.rows if row.action is action]

    @property
    def counts(self) -> dict[str, int]:
        """Numbers of rows by what happens, and of problems."""
        counts = {action.value: len(self.rows_with(action)) for action in Action}
        return {**counts, "problems": len(self.problems)}


def sorted_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Problems in the order of rows, those of the whole file first."""
    return sorted(problems, key=lambda problem: problem.row or 0)


def set_texts(page: Page, texts: dict[str, Any]) -> None:
    """Give `page` its texts."""
    for name, text in texts.items():
        setattr(page, name, text)
