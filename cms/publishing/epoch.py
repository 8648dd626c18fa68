"""Numbers that grow when something public changes: everything derived can ask if it is still true.

There is one row for each tag, and one for all (the empty tag). All grow in the transaction of the
change. The row for all is locked until that commits, so numbers follow the order of commits, and
who has read the number *before* reading content knows that its content is at least that new.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from time import monotonic
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction
from django.db.models import Max, Model
from wagtail.models import Page

from cms.publishing.models import Epoch

ALL = ""
EVERYTHING = "all"  # no epoch: what carries this tag in a cache outside is purged by every event
PAGES = "pages"
PLUGINS = "plugins"
CHUNK = 400  # tags in a statement


def number() -> int:
    """The number of the last event; 0 before the first. Every request asks, so it is plain SQL."""
    if not connection.queries_logged and (found := number_by_open_connection()) is not None:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_number_sql(), [ALL])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def number_by_open_connection() -> int | None:
    """The same by the driver alone, without what Django does around a statement.

    None when this thread has no open connection that may be used: then ask :func:`number`.
    """
    own = connections[DEFAULT_DB_ALIAS]  # once: finding the thread's takes half as long as asking
    is_over = own.close_at is not None and monotonic() >= own.close_at
    if own.connection is None or is_over or own.in_atomic_block:
        return None
    try:
        with own.wrap_database_errors:
            # All rows, for an open cursor would hold on to the state that it reads.
            rows = own.connection.execute(_plain_number_sql()).fetchall()
    except DatabaseError:  # whoever asks Django next connects anew, and hears of it
        return None
    return int(rows[0][0]) if rows else 0


@cache
def _plain_number_sql() -> str:
    return _number_sql().replace("%s", "''")  # ALL


@cache
def _number_sql() -> str:
    quoted = connection.ops.quote_name
    return f"SELECT number FROM {quoted(Epoch._meta.db_table)} WHERE tag = %s"  # noqa: S608 -- names of ours


def changed_at(tags: Iterable[str]) -> int:
    """The number of the last event that concerned one of `tags`; 0 when none ever did."""
    found: int | None = Epoch.objects.filter(tag__in=set(tags)).aggregate(last=Max("number"))[
        "last"
    ]
    return found or 0


def numbers(tags: Iterable[str]) -> dict[str, int]:
    """The number of the last event that concerned each of `tags`, where one ever did."""
    wanted = sorted(set(tags))
    if not wanted:
        return {}
    table = connection.ops.quote_name(Epoch._meta.db_table)
    places = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT tag, number FROM {table} WHERE tag IN ({places})",  # noqa: S608 -- marks only
            wanted,
        )
        return {tag: int(number) for tag, number in cursor.fetchall()}


def grow(tags: Iterable[str]) -> int:
    """The number of a new event that concerns `tags`; two statements, within a transaction."""
    with transaction.atomic(savepoint=False):
        own = _grow_all()
        wanted = sorted(set(tags))
        for start in range(0, len(wanted), CHUNK):
            _set(wanted[start : start + CHUNK], own)
    return own


def _set(tags: list[str], number: int) -> None:
    """Plain SQL: every change does this, and there is nothing for models to do."""
    table = connection.ops.quote_name(Epoch._meta.db_table)
    rows = ", ".join(["(%s, %s)"] * len(tags))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (tag, number) VALUES {rows}"  # noqa: S608 -- marks only
            " ON CONFLICT (tag) DO UPDATE SET number = EXCLUDED.number",
            [value for tag in tags for value in (tag, number)],
        )


def _grow_all() -> int:
    table = connection.ops.quote_name(Epoch._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (tag, number) VALUES (%s, 1)"  # noqa: S608 -- no input in it
            f" ON CONFLICT (tag) DO UPDATE SET number = {table}.number + 1 RETURNING number",
            [ALL],
        )
        return int(cursor.fetchone()[0])


def page_tag(page_id: int) -> str:
    """The tag of one page: grows when its public state may have changed."""
    return f"page:{page_id}"


def versions_tag(translation_key: UUID | str) -> str:
    """The tag of a page in all its languages: grows when one of them changed, came or went."""
    return f"versions:{translation_key}"


def type_tag(model: type[Model]) -> str:
    """The tag of all pages or objects of `model`: grows when one of them changed, came or went."""
    return f"type:{model._meta.label_lower}"


def object_tag(model: type[Model], pk: object) -> str:
    """The tag, and the name, of one object that is not a page."""
    return f"{model._meta.label_lower}:{pk}"


def tag_of(shown: Model) -> str:
    """The tag of a page or of an object."""
    return page_tag(shown.pk) if isinstance(shown, Page) else object_tag(type(shown), shown.pk)
