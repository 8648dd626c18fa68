"""What the database knows of the sizes of its tables, by which it chooses how to look things up."""

from __future__ import annotations

from django.db import connection

ROWS_LOOKED_AT = 1_000  # of an index: enough to tell a long one from a short one


def renew_statistics() -> None:
    """Let SQLite count: without, it takes all indexes for equally good, and reads all pages of a
    language to list a few. PostgreSQL does it by itself.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {ROWS_LOOKED_AT}")
        cursor.execute("ANALYZE")
