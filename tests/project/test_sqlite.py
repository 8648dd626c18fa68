"""Statements are read by SQLite as Django writes them, however often they come."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.sqlite3.base import SQLiteCursorWrapper

from cms.project import environment
from cms.project.sqlite import base

pytestmark = pytest.mark.django_db  # connecting is allowed


@pytest.fixture
def cursor(tmp_path: Path) -> Iterator[base.Cursor]:
    """A cursor of the backend that settings name, without what Django wraps around it."""
    options = environment.database(tmp_path)
    assert options["ENGINE"] == base.__package__
    defaults = {"TIME_ZONE": None, "CONN_HEALTH_CHECKS": False, "AUTOCOMMIT": True}
    wrapper = base.DatabaseWrapper({**defaults, **options}, alias="other")
    wrapper.inc_thread_sharing()
    wrapper.connect()
    yield wrapper.create_cursor()
    wrapper.connection.close()


@pytest.mark.parametrize(
    ("statement", "params", "row"),
    [
        ("SELECT %s, '100 %%', %s", (1, "a"), (1, "100 %", "a")),
        ("SELECT %(one)s, %(one)s", {"one": 1}, (1, 1)),
        ("SELECT '100 %'", None, ("100 %",)),
        ("SELECT %s, '" + "x" * base.MOST_LETTERS + "'", (1,), (1, "x" * base.MOST_LETTERS)),
    ],
)
def test_statements_run_each_time_as_by_django(
    cursor: base.Cursor, statement: str, params: Any, row: tuple[object, ...]
) -> None:
    django: Any = cursor.connection.cursor(factory=SQLiteCursorWrapper)

    for each in (cursor, cursor, django):
        each.execute(statement, params)
        assert each.fetchall() == [row]


def test_many_rows_are_written_by_one_statement(cursor: base.Cursor) -> None:
    cursor.execute("CREATE TABLE words (word TEXT)")

    cursor.executemany("INSERT INTO words VALUES (%s)", [("čočka",), ("%s",)])

    cursor.execute("SELECT word FROM words")
    assert cursor.fetchall() == [("čočka",), ("%s",)]


def test_the_text_for_the_driver_is_the_same_object_each_time(cursor: base.Cursor) -> None:
    statement = "SELECT %s"

    assert cursor.convert_query(statement) is cursor.convert_query(statement)
