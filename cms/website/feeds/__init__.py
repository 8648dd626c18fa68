"""Feeds: any list of pages as Atom, JSON Feed and iCalendar. Plugins need the entries."""

from cms.website.feeds.entries import (
    Attachment,
    CalendarEntry,
    FeedEntry,
    Status,
    attachment_of,
    moment_of,
)

__all__ = ["Attachment", "CalendarEntry", "FeedEntry", "Status", "attachment_of", "moment_of"]
