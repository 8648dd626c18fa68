"""Texts that a spreadsheet would take for a formula, and how they survive a round trip.

``=cmd|…`` in a CSV file runs as soon as somebody opens it, so an apostrophe is put before such
texts; reading takes it off again. A text that begins so by itself gets one more, and nothing is
lost. Source: OWASP, CSV Injection.

Offices open files with another separator than they were written with, and then a cell ends at each
comma, semicolon, tab and line break in it, and quotation marks mean something else. So what follows
one of these is looked at like the beginning.
"""

from __future__ import annotations

import re
from typing import Any

from django.utils.encoding import force_str
from wagtail.admin.views.mixins import SpreadsheetExportMixin, list_to_str

SIGNS = r"=+\-@＝＋－＠"
QUOTED = "[\"']*"
_START = rf"(?={QUOTED}[{SIGNS}\t\r\n])"
_INSIDE = rf"(?={QUOTED}[{SIGNS}])"
_AFTER = r"(?<=[,;\t\r\n])"
_would_run = re.compile(rf"\A{_START}|{_AFTER}{_INSIDE}")
_guard = re.compile(rf"\A'{_START}|{_AFTER}'{_INSIDE}")


def guarded(text: str) -> str:
    """`text` as no spreadsheet takes it for a formula."""
    return _would_run.sub("'", text)


def unguarded(text: str) -> str:
    """What :func:`guarded` was given."""
    return _guard.sub("", text)


def doubled(text: str) -> str:
    """`text` for a cell that is marked as text: guarded only if reading would take a guard off."""
    return _guard.sub("''", text)


def guard_listings() -> None:
    """Guard what the admin's own listings, reports and forms write as CSV, for visitors fill them.

    Wagtail keeps how values are written in one table, which all its views share; it marks texts in
    workbooks itself.
    """
    known = SpreadsheetExportMixin.custom_value_preprocess
    csv = SpreadsheetExportMixin.FORMAT_CSV
    known[list] = {**known[list], csv: lambda values: guarded(list_to_str(values))}
    known[object] = {csv: _shown}  # the last one, for all that has no form of its own


def _shown(value: Any) -> Any:
    """What Wagtail writes of a value; numbers and days as they are."""
    shown = force_str(value, strings_only=True)
    return guarded(shown) if isinstance(shown, str) else shown
