"""Writes the entries of a table into a file."""

from __future__ import annotations

from collections.abc import Callable

from cms.content.transfer.entries import entries, header, load_values
from cms.content.transfer.formats import FORMATS
from cms.plugin import Table


def export(
    table: Table, format: str, *, progress: Callable[[int, int], None] = lambda done, total: None
) -> bytes:
    """The file with all entries, drafts included, the same bytes for the same content.

    Raises:
        CannotExport: something does not fit the format.
    """
    load_values(table.columns)
    found = entries(table)
    rows = []
    for number, entry in enumerate(found, start=1):
        rows.append(entry.cells(table.columns))
        progress(number, len(found))
    return FORMATS[format].write(header(table.columns), rows)
