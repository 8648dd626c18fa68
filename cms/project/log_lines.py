"""What a line of the log shows: the message, and the facts that came with it in ``extra``.

Only simple values are shown; a request or a model instance may hold what is personal.
"""

from __future__ import annotations

import json
import logging
import re

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# ASCII without spaces, quotes, = and backslashes
_PLAIN = re.compile(r"[!#-&(-<>-\[\]-~]+")


class FactsFormatter(logging.Formatter):
    """Appends the facts of ``extra`` to the line as ``name=value``, before any traceback."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line without a traceback."""
        facts = (_fact(name, value) for name, value in vars(record).items() if name not in _OWN)
        return " ".join([super().formatMessage(record), *filter(None, facts)])


def _fact(name: str, value: object) -> str:
    """``name=value``; empty when there is no value, or one that may hold more than it shows."""
    if isinstance(value, list | tuple) and all(isinstance(part, str | int) for part in value):
        value = ",".join(map(str, value))
    if not isinstance(value, str | int | float) or value == "":
        return ""
    text = str(value)
    return f"{name}={text if _PLAIN.fullmatch(text) else json.dumps(text)}"
