"""JSON as the endpoint reads and writes it: strict, and fast."""

from __future__ import annotations

import re
from typing import Any

import orjson

NUL_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
# A scalar says itself what its values look like; nothing is made of an object by chance.
OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


def read(text: str) -> Any:
    """The value of `text`; NUL, which no text of ours can hold, becomes U+FFFD.

    Raises:
        ValueError: It is no JSON, has half of a surrogate pair, a number beyond all measure or
            more than a thousand levels.
    """
    if "\\u0000" in text:
        text = NUL_ESCAPE.sub(r"\1\\ufffd", text)
    return orjson.loads(text)


def written(value: Any) -> bytes:
    """`value` as compact JSON in UTF-8.

    Raises:
        TypeError: It is of a kind that JSON does not have, or an integer beyond 64 bits.
    """
    return orjson.dumps(value, option=OPTIONS)


def is_deeper(value: Any, levels: int) -> bool:
    """True when lists and objects are nested in `value` more than `levels` times."""
    stack = [(value, 0)]
    while stack:
        item, depth = stack.pop()
        if not isinstance(item, dict | list):
            continue
        if depth > levels:
            return True
        inner = item.values() if isinstance(item, dict) else item
        stack.extend((child, depth + 1) for child in inner if isinstance(child, dict | list))
    return False
