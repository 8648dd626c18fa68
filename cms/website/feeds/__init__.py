"""Feeds: any list of pages as Atom, JSON Feed and iCalendar. Plugins need the two kinds of entry."""

from cms.website.feeds.entries import Attachment, CalendarEntry, FeedEntry, Status

__all__ = ["Attachment", "CalendarEntry", "FeedEntry", "Status"]
