"""How words are compared: in the alphabet of a language, or without regard to accents and case.

Czech follows ČSN 97 6030 (``ch`` after ``h``, accented letters after plain ones where the norm
says so); English sorts without regard to accents.
"""

from __future__ import annotations

from anyascii import anyascii
from czech_sort import bytes_key

MAX_LENGTH = 600


def collation_key(text: str, locale: str) -> str:
    """Hexadecimal digits that compare as `text` does in the alphabet of `locale`.

    Cut at 600 digits: longer titles with the same beginning tie, and the primary key decides.
    """
    if locale == "cs":
        key = bytes_key(text)
    else:
        key = anyascii(text).casefold().encode() + b"\0" + text.encode()
    return str(key.hex()[:MAX_LENGTH])


def fold(text: str) -> str:
    """`text` without accents and case, for comparisons that forgive both."""
    return " ".join(anyascii(text).casefold().split())
