"""Files for import; plain functions, no surprises. Needs no Django."""

from __future__ import annotations

import csv
import io
from typing import Any

from openpyxl import Workbook

Record = dict[str, Any]


def csv_file(*records: Record, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """A CSV file with a row for each record; all name the same columns."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(list(records[0]))
    writer.writerows([list(record.values()) for record in records])
    return file.getvalue().encode(encoding)


def xlsx_file(*rows: list[Any]) -> bytes:
    """A workbook with these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
