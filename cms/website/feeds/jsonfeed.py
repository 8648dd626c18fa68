"""Feeds in JSON. Source: JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/."""

from __future__ import annotations

import json
from typing import Any

from cms.website.feeds.entries import Attachment, FeedEntry
from cms.website.feeds.head import Head, entry_id
from cms.website.feeds.lists import EntryPage
from cms.website.feeds.text import address, one_line, printable

MEDIA_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def rendered(head: Head, page: EntryPage) -> bytes:
    """The feed as a JSON document; what an entry does not have is left out."""
    feed = {
        "version": VERSION,
        "title": one_line(f"{head.title} – {head.site_name}"),
        "home_page_url": head.home_url,
        "feed_url": head.url,
        "next_url": head.next_url,
        "language": head.locale,
        "authors": [{"name": one_line(head.site_name), "url": head.home_url}],
    }
    items = [_given(_item(entry, head.locale)) for entry in page.entries]
    return json.dumps(_given(feed) | {"items": items}, ensure_ascii=False).encode()


def _item(entry: FeedEntry, locale: str) -> dict[str, Any]:
    body = (
        {"content_html": printable(entry.content_html)}
        if entry.content_html
        else {"content_text": printable(entry.summary) or one_line(entry.title)}
    )
    return {
        "id": entry_id(entry, locale).urn,
        "url": address(entry.url),
        "title": one_line(entry.title),
        **body,
        "summary": printable(entry.summary),
        "image": address(entry.image_url),
        "date_published": entry.published.isoformat() if entry.published else None,
        "date_modified": entry.updated.isoformat(),
        "authors": [{"name": one_line(entry.author)}] if entry.author else None,
        "tags": [one_line(category) for category in entry.categories],
        "language": entry.language or locale,
        "attachments": [_given(_attachment(file)) for file in entry.attachments],
    }


def _attachment(file: Attachment) -> dict[str, Any]:
    return {
        "url": address(file.url),
        "mime_type": file.media_type,
        "title": one_line(file.title),
        "size_in_bytes": file.size_bytes,
    }


def _given(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value}
