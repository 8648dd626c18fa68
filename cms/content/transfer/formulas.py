"""Texts that a spreadsheet would take for a formula, and how they survive a round trip.

``=cmd|…`` in a CSV file runs as soon as somebody opens it, so an apostrophe is put before such
texts; reading takes it off again. A text that begins so by itself gets one more, and nothing is
lost. Source: OWASP, CSV Injection.
"""

from __future__ import annotations

import re

DANGEROUS = r"=+\-@\t\r\n＝＋－＠"
_would_run = re.compile(rf"'*[{DANGEROUS}]")
_was_guarded = re.compile(rf"'+[{DANGEROUS}]")


def guarded(text: str) -> str:
    """`text` as no spreadsheet takes it for a formula."""
    return f"'{text}" if _would_run.match(text) else text


def unguarded(text: str) -> str:
    """What :func:`guarded` was given."""
    return text[1:] if _was_guarded.match(text) else text


def doubled(text: str) -> str:
    """`text` for a cell that is marked as text: guarded only if reading would take a guard off."""
    return f"'{text}" if _was_guarded.match(text) else text
