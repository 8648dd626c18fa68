"""Folding: letters without case, accents and ligatures, as hurried people type them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Letters that are letters of their own in Unicode, though no keyboard at hand has them.
SPECIAL = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "ħ": "h",
        "ı": "i",
        "ŋ": "n",
        "ŧ": "t",
    }
)


class _Letters(dict[int, str]):
    """A table for `str.translate` that works a letter out when it is first asked for."""

    def __missing__(self, code: int) -> str:
        """What the character folds to; common ones are kept."""
        folded = _folded(chr(code))
        if code < 0x2000:  # a text of rare characters must not fill the memory
            self[code] = folded
        return folded


_LETTERS = _Letters()


def normal(text: str) -> str:
    """`text` with composed accents and in lower case."""
    return unicodedata.normalize("NFC", text).lower()


def fold(text: str) -> str:
    """`text` without case, accents and ligatures: “Čočka” is “cocka”.

    A letter never becomes anything but letters and digits, so that words stay whole.
    """
    return bare(normal(text))


def bare(lowered: str) -> str:
    """What `fold` makes of a text that is composed and in lower case already."""
    return lowered if lowered.isascii() else lowered.translate(_LETTERS)


@lru_cache(1024)
def _folded(character: str) -> str:
    if not character.isalnum():
        return "" if unicodedata.combining(character) else character
    bare = unicodedata.normalize("NFKD", character).lower().translate(SPECIAL)
    return "".join(c for c in bare if c.isalnum()) or character
