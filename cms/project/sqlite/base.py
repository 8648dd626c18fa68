"""Django's own backend for SQLite, which remembers how a statement is written for the driver.

Django writes ``%s`` where SQLite's driver expects ``?``, and rewrites each statement each time that
it is run. What is public is said by long statements: to rewrite one takes as long as to run it, and
the driver, which keeps statements by their text, has to compare it letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base

MOST_STATEMENTS = 1_000
MOST_LETTERS = 20_000  # longer ones hold values, and come once


class Cursor(base.SQLiteCursorWrapper):
    """A cursor of Django's."""

    def convert_query(self, query: str, *, param_names: Iterable[str] | None = None) -> str:
        """`query` as the driver expects it."""
        if param_names is None and len(query) <= MOST_LETTERS:
            return _converted(query)
        return _convert(self, query, param_names)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection as Django's own, but for its cursors."""

    def create_cursor(self, name: Any = None) -> Cursor:
        """A new cursor; SQLite has none with names."""
        return self.connection.cursor(factory=Cursor)


def _convert(cursor: Any, query: str, param_names: Iterable[str] | None) -> str:
    converted: str = base.SQLiteCursorWrapper.convert_query(cursor, query, param_names=param_names)
    return converted


@lru_cache(maxsize=MOST_STATEMENTS)
def _converted(query: str) -> str:
    return _convert(None, query, None)
