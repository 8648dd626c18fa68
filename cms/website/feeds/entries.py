"""What plugins make of the nodes of their lists; every format is rendered from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from mimetypes import guess_type
from typing import Any

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
UNKNOWN_TYPE = "application/octet-stream"


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


def attachment_of(document: dict[str, Any], title: str = "") -> Attachment:
    """A document as GraphQL gave it: its `url`, `title` and `size`."""
    return Attachment(
        url=document["url"],
        title=title or document["title"],
        media_type=guess_type(document["url"])[0] or UNKNOWN_TYPE,
        size_bytes=document["size"] or 0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """When and where something is.

    `start` and `end` are both moments with a time zone or both days; as days, `end` is the last
    one and counts. Moments are shown by the clocks of their zone. With `is_month`, only the months
    of the days are known. A deadline is a moment or a day at which something must be done; it takes
    no time. With `is_undated` there is no time to keep, and `start` is the day of publication.
    `note` is what calendars say first. `sequence` grows with every change that matters to who wrote
    it down.
    """

    start: date | datetime
    end: date | datetime | None = None
    is_month: bool = False
    is_deadline: bool = False
    is_undated: bool = False
    note: str = ""
    status: Status = Status.CONFIRMED
    sequence: int = 0
    location: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One page in a feed, in one language.

    `key` is the page's translation key: from it and the language comes the id, the same for ever
    and in every format. `summary` is plain text, `content_html` is HTML as GraphQL gives it. What
    has no `calendar` stands in calendars on the day when it was published. `language` is that of
    the page where it is not the feed's.
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
    language: str = ""
