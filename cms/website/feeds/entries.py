"""What plugins make of the nodes of their lists; every format is rendered from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def moment_of(*texts: str | None) -> datetime:
    """The first moment among what GraphQL gave; the beginning of 1970 when there is none."""
    return next((datetime.fromisoformat(text) for text in texts if text), NEVER)


class Status(StrEnum):
    """How sure it is that something takes place. Source: RFC 5545 §3.8.1.11."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that belongs to an entry."""

    url: str
    media_type: str
    size_bytes: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """When and where something is.

    `start` and `end` are both moments with a time zone or both days; as days, `end` is the last
    one and counts. With `is_month`, only the months of the days are known. A deadline is a moment
    or a day at which something must be done; it takes no time. `sequence` grows with every change
    that matters to who wrote it down.
    """

    start: date | datetime
    end: date | datetime | None = None
    is_month: bool = False
    is_deadline: bool = False
    status: Status = Status.CONFIRMED
    sequence: int = 0
    location: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One page in a feed, in one language.

    `key` is the page's translation key: from it and the language comes the id, the same for ever
    and in every format. `summary` is plain text, `content_html` is HTML as GraphQL gives it.
    """

    key: str
    title: str
    url: str
    updated: datetime
    published: datetime | None = None
    summary: str = ""
    content_html: str = ""
    author: str = ""
    categories: tuple[str, ...] = ()
    image_url: str = ""
    attachments: tuple[Attachment, ...] = ()
    calendar: CalendarEntry | None = None
