"""A table of cells as it came from a file, whatever the format."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

Cell: TypeAlias = str | int | Decimal | bool | datetime.date | datetime.time | None

MAX_BYTES = 20 * 2**20
MAX_ROWS = 20_000
MAX_COLUMNS = 500
MAX_CELL = 131_072  # characters
MAX_CHARACTERS = 50_000_000  # of all cells; the same text in many cells takes no room in a file


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that would be worked out by a spreadsheet; nothing here does."""

    text: str


Found: TypeAlias = Cell | Formula


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row. `number` is the one that a spreadsheet shows; the header is row 1."""

    number: int
    cells: Sequence[Found]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The header and the rows that are not empty. `notes` say what was assumed of the file."""

    header: Sequence[str]
    rows: Sequence[Row]
    notes: Sequence[str] = ()
