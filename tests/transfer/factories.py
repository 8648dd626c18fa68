"""Imports as a test makes them; plain functions, no surprises."""

from __future__ import annotations

from typing import Any

from cms.content.transfer.entries import header
from cms.content.transfer.formats import read
from cms.content.transfer.plan import Plan
from cms.content.transfer.planner import plan_import
from cms.content.transfer.run import run
from cms.plugin import Table


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
