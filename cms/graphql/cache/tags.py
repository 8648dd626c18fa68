"""The tags of an answer: when one of them grows, what caches keep of it may be out of date.

What an answer shows touches its tag where it is shown. What it was looked for in follows from the
statements: a list of events may be another one when any event changes, so its answer has the tag of
their type. A look-up by key has none: what it found is shown, and what was not found there has the
tag of all pages.
"""

from __future__ import annotations

import re
from functools import cache

from wagtail.models import Page

from cms.plugin.models import PluginState
from cms.plugin.reads import Reads, Statement
from cms.plugin.registry import registry
from cms.publishing.epoch import PAGES, PLUGINS, type_tag
from cms.publishing.receivers import shown_models

KEYS = "id|page_ptr_id|translation_key|path|url_path"
_table = re.compile(r'(?:FROM|JOIN) "(\w+)"')
_by_key = re.compile(rf'"(\w+)"\."(?:{KEYS})" (?:IN \(%s|= %s)')


def tags_of(reads: Reads) -> frozenset[str]:
    """The tags of what was read."""
    found = set(reads.tags)
    for each in reads.noted:
        if isinstance(each, Statement):
            found.update(_tags(each.sql, each.rows > 0))
    return frozenset(found)


@cache
def _tags(sql: str, has_rows: bool) -> tuple[str, ...]:
    tables = _table.findall(sql)
    own = {*tables[:1]}
    if tables and tables[0] in _tables_of_pages():
        own.add(Page._meta.db_table)  # joined for another page, it has another name
    if tables and tables[0] in _tables_of_pages():  # of which each row has one among all pages
        tables = [table for table in tables if table != Page._meta.db_table]
    known = _tags_of_tables()
    tags = {known[table] for table in tables if table in known}
    if tags and not own.isdisjoint(_by_key.findall(sql)):
        return () if has_rows else (PAGES,)
    return tuple(sorted(tags))


@cache
def _tags_of_tables() -> dict[str, str]:
    """The tag of each table whose rows have one."""
    others = {model._meta.db_table: type_tag(model) for model in shown_models()}
    return {
        Page._meta.db_table: PAGES,
        PluginState._meta.db_table: PLUGINS,
        **_tables_of_pages(),
        **others,
    }


@cache
def _tables_of_pages() -> dict[str, str]:
    models = registry().page_models(frozenset(registry().plugins))
    return {model._meta.db_table: type_tag(model) for model in models}
