"""From the cells of a sheet to values by column, with everything that is wrong on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from cms.content.transfer.columns import Column
from cms.content.transfer.entries import KEY, STATUS
from cms.content.transfer.errors import CellRefused
from cms.content.transfer.plan import Problem
from cms.content.transfer.sheet import Formula, Found, Row, Sheet
from cms.content.transfer.values import RichText, Text, as_text

Place = tuple[str, str | None]  # name of a field, language or None


@dataclass(slots=True)
class Values:
    """What a row says, by field and language. Columns that the file lacks are not there."""

    row: int
    key: str = ""
    status: str = ""
    by_place: dict[Place, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def texts(self, locale: str) -> dict[str, Any]:
        """The texts in one language by field."""
        return {name: value for (name, of), value in self.by_place.items() if of == locale}

    def facts(self) -> dict[str, Any]:
        """What is the same in all languages, by field."""
        return {name: value for (name, of), value in self.by_place.items() if of is None}


def header_problems(sheet: Sheet, columns: Sequence[Column]) -> list[Problem]:
    """What is wrong with the first row."""
    known = [KEY, STATUS, *(name for column in columns for name, _locale in column.headers)]
    given = [name for name in sheet.header if name]
    problems = [
        Problem(1, name, _no_such_column(name, known))
        for name in dict.fromkeys(given)
        if name not in known
    ]
    problems += [
        Problem(1, name, _("There are several columns of this name."))
        for name, count in Counter(given).items()
        if count > 1
    ]
    if not given:
        problems.append(Problem(1, "", _("The first row must hold the names of the columns.")))
    return problems


def _no_such_column(name: str, known: Sequence[str]) -> str:
    similar = get_close_matches(name, known, n=3, cutoff=0.5)
    if not similar:
        return _("There is no such column.")
    return _("There is no such column; there is: %s.") % ", ".join(similar)


def values_of(sheet: Sheet, columns: Sequence[Column]) -> Iterator[Values]:
    """What each row says."""
    places = {
        name: (column, (column.name, locale))
        for column in columns
        for name, locale in column.headers
    }
    for row in sheet.rows:
        yield _values(row, sheet.header, places)


def _values(row: Row, header: Sequence[str], places: dict[str, tuple[Column, Place]]) -> Values:
    found = Values(row.number)
    for position, cell in enumerate(row.cells):
        name = header[position] if position < len(header) else ""
        if not name:
            if cell not in (None, ""):
                found.problems.append(Problem(row.number, "", _("A cell has no column above it.")))
            continue
        try:
            _read(found, name, cell, places)
        except CellRefused as refused:
            found.problems.append(Problem(row.number, name, str(refused)))
    for name in header[len(row.cells) :]:
        if name in places:
            column, place = places[name]
            found.by_place[place] = column.empty
    return found


def _read(found: Values, name: str, cell: Found, places: dict[str, tuple[Column, Place]]) -> None:
    if isinstance(cell, Formula):
        raise CellRefused(_("The cell holds a formula; put its result there."))
    if name == KEY:
        found.key = as_text(cell).strip()
    elif name == STATUS:
        found.status = as_text(cell).strip().lower()
    else:
        column, place = places[name]
        is_text = type(column.value) in (Text, RichText)
        is_empty = cell is None or (cell if is_text else as_text(cell).strip()) == ""
        found.by_place[place] = column.empty if is_empty else column.value.read(cell)
