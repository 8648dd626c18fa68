"""Files for import, and places to import into; plain functions, no surprises."""

from __future__ import annotations

import csv
import io
from typing import Any

from openpyxl import Workbook

from cms.content.transfer.entries import header
from cms.content.transfer.formats import read
from cms.content.transfer.plan import Plan
from cms.content.transfer.planner import plan_import
from cms.content.transfer.run import run
from cms.plugin import Table

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


def plan(table: Table, content: bytes, name: str = "file.csv") -> Plan:
    """What importing a file would do."""
    return plan_import(table, read(content, name, known=header(table.columns)))


def import_file(table: Table, content: bytes, name: str = "file.csv") -> Plan:
    """What importing a file did; it has no problems."""
    found = plan(table, content, name)
    assert found.problems == []
    run(found)
    return found


def problems(table: Table, content: bytes, name: str = "file.csv") -> list[tuple[Any, str, str]]:
    """Row, column and reason of everything that is wrong with a file."""
    return [(p.row, p.column, p.reason) for p in plan(table, content, name).problems]
