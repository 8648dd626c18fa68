"""Feeds in Atom. Source: RFC 4287, and RFC 5005 §3 for paging."""

from __future__ import annotations

from io import StringIO
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.html import escape

from cms.website.feeds.entries import FeedEntry
from cms.website.feeds.head import Head, entry_id
from cms.website.feeds.lists import EntryPage
from cms.website.feeds.text import address, one_line, printable

MEDIA_TYPE = "application/atom+xml"


class _PagedAtom(Atom1Feed):
    """Django's Atom with pages, with the content of entries, and with a date when it is empty."""

    def add_root_elements(self, handler: Any) -> None:
        """Django's elements, and the ways to the other pages."""
        super().add_root_elements(handler)
        for rel in ("first", "next"):
            if self.feed[rel]:
                handler.addQuickElement("link", "", {"rel": rel, "href": self.feed[rel]})

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Django's elements, and the content."""
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """The language of an entry that is not in the feed's."""
        return {"xml:lang": item["language"]} if item["language"] else {}

    def latest_post_date(self) -> Any:
        """When the newest entry changed; Django would say “now” of a feed without entries."""
        return self.feed["updated"]


def rendered(head: Head, page: EntryPage) -> bytes:
    """The feed as an XML document."""
    feed = _PagedAtom(
        title=one_line(f"{head.title} – {head.site_name}"),
        link=head.home_url,
        description="",
        language=head.locale,
        author_name=one_line(head.site_name),
        feed_url=head.url,
        feed_guid=head.id,
        updated=head.updated,
        first=head.first_url if head.url != head.first_url else None,
        next=head.next_url,
    )
    for entry in page.entries:
        feed.add_item(**_item(entry, head.locale))
    text = StringIO()
    feed.write(text, "utf-8")
    return text.getvalue().encode()


def _item(entry: FeedEntry, locale: str) -> dict[str, Any]:
    return {
        "title": one_line(entry.title),
        "link": address(entry.url),
        # Django calls the summary HTML.
        "description": escape(printable(entry.summary)) if entry.summary else None,
        "content": printable(entry.content_html),
        "unique_id": entry_id(entry, locale).urn,
        "pubdate": entry.published,
        "updateddate": entry.updated,
        "author_name": one_line(entry.author) or None,
        "language": entry.language if entry.language != locale else "",
        "categories": [one_line(category) for category in entry.categories],
        "enclosures": [
            Enclosure(address(file.url), str(file.size_bytes), file.media_type)
            for file in entry.attachments
        ],
    }
