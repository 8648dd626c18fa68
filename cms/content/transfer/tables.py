"""Which tables there are now, and who may use them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from wagtail.models import Page

from cms.plugin import Table
from cms.plugin.confinement import reach_of
from cms.plugin.registry import registry
from cms.plugin.state import active_labels


def tables() -> dict[str, Table]:
    """The tables of active plugins by name."""
    return {table.name: table for _label, table in registry().contributed(Table, active_labels())}


def places(table: Table) -> dict[str, Page]:
    """The pages that new entries go below, by language: the first in the tree in its versions."""
    found: dict[str, Page] = {}
    pages: Any = table.below._default_manager.filter(alias_of=None)
    ordered = list(pages.select_related("locale").order_by("path"))
    # Translations of an entry go below those of its parent, whatever stands before them.
    for page in sorted(
        ordered, key=lambda page: page.translation_key != ordered[0].translation_key
    ):
        found.setdefault(page.locale.language_code, page)
    return found


def may_use(user: AbstractBaseUser, table: Table) -> bool:
    """True for somebody who may publish entries of the table in every language.

    Not for who works for one organisation: a table holds what belongs to all.
    """
    if reach_of(user) is not None:
        return False
    below = places(table).values()
    return bool(below) and all(
        page.permissions_for_user(user).can_publish_subpage()
        and page.permissions_for_user(user).can_add_subpage()
        for page in below
    )


def tables_of(user: AbstractBaseUser) -> dict[str, Table]:
    """The tables that a user may export and import."""
    return {name: table for name, table in tables().items() if may_use(user, table)}
