"""Puts values into pages by their columns, and compares them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.strings import extract_strings

from cms.content.transfer.columns import Column
from cms.content.transfer.related import PageLink, Terms
from cms.content.transfer.values import RichText

Columns = Mapping[str, Column]
_words = re.compile("[^<>]+(?=<|$)")


def set_facts(columns: Columns, page: Any, facts: Mapping[str, Any]) -> None:
    """Give `page` what is the same in all languages; terms in its own."""
    for name, value in facts.items():
        kind = columns[name].value
        if isinstance(kind, Terms):
            setattr(page, name, kind.terms(value, page.locale.language_code))
        elif isinstance(kind, PageLink):
            setattr(page, f"{name}_id", value)
        else:
            setattr(page, name, value)


def cleaned(columns: Columns, texts: Mapping[str, Any]) -> dict[str, Any]:
    """Texts without markup that an editor could not have typed."""
    found = {}
    for name, text in texts.items():
        kind = columns[name].value
        found[name] = kind.sanitised(text) if isinstance(kind, RichText) else text
    return found


def is_same(column: Column, current: Any, new: Any) -> bool:
    """True when a cell says what the page says already."""
    if isinstance(column.value, Terms):
        return {term.code for term in current} == set(new)
    if isinstance(column.value, PageLink):
        return column.value.same(current, new)
    return bool(current == new)


def has_same_shape(one: str, other: str) -> bool:
    """True when two rich texts have the same links in the same paragraphs."""
    # Parsing them is dear, and hardly ever needed: mostly they have the very same tags.
    return _skeleton(one) == _skeleton(other) or _shape(one) == _shape(other)


def _skeleton(html: str) -> str:
    """The tags, with a mark where there are words between them."""
    return _words.sub(lambda found: "x" if unescape(found.group()).strip() else "", html)


def _shape(html: str) -> list[list[str]]:
    """The links in each paragraph."""
    _template, strings = extract_strings(html)
    return [sorted(attributes) for _string, attributes in strings]


def in_use(page: Page) -> str:
    """Why a page cannot be changed now; empty when it can."""
    if page.live and page.has_unpublished_changes:
        return _("The page “%s” has changes that are not published. Publish them first.") % page
    if page.locked:
        return _("The page “%s” is locked.") % page
    return ""
