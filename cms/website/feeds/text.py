"""Text that any format can carry: what editors or strangers typed must not break a feed."""

from __future__ import annotations

import re

# What XML 1.0 forbids, all control characters but tab and line feed, and halves of surrogates.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")


def printable(text: str) -> str:
    """`text` with plain line feeds and without control characters."""
    return UNPRINTABLE.sub("", BREAKS.sub("\n", text))


def one_line(text: str) -> str:
    """`text` without control characters on a single line."""
    return " ".join(printable(text).split())


def address(url: str) -> str:
    """`url` without anything that could end it early."""
    return "".join(printable(url).split())
