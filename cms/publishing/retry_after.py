"""For how long another machine does not want to be asked, as its answer says."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def seconds_asked_for(retry_after: str, longest: float) -> float:
    """The seconds that a ``Retry-After`` asks for, at most `longest`; 0 where it says nothing.

    Source: RFC 9110 §10.2.3: seconds, or a date.
    """
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), longest)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return 0
    wait = (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return min(max(wait, 0), longest)
