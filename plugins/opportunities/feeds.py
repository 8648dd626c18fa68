"""Opportunities to subscribe to: new ones for readers of feeds, deadlines for calendars."""

from __future__ import annotations

import datetime
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.plugin import Feed
from cms.website.feeds import Attachment, CalendarEntry, FeedEntry, moment_of
from plugins.opportunities.models import Kind
from plugins.opportunities.models.moments import ZONE

UNKNOWN_TYPE = "application/octet-stream"


def entry(node: dict[str, Any], locale: str) -> FeedEntry:
    """An opportunity as an entry, in the active language."""
    organisation = node["organisation"] or {}
    return FeedEntry(
        key=node["translationKey"],
        title=node["title"],
        url=node["url"],
        updated=moment_of(node["lastPublishedAt"], node["firstPublishedAt"]),
        published=moment_of(node["firstPublishedAt"]),
        summary=node["summary"] or "",
        content_html=(node["description"] or {}).get("html", ""),
        author=organisation.get("name", ""),
        categories=(
            str(Kind[node["kind"]].label),
            *(pillar["name"] for pillar in node["pillars"]),
        ),
        attachments=tuple(
            _attachment(item["document"]) for item in node["attachments"] if item["document"]
        ),
        calendar=_calendar(node),
    )


def _attachment(document: dict[str, Any]) -> Attachment:
    return Attachment(
        url=document["url"],
        title=document["title"],
        media_type=guess_type(document["url"])[0] or UNKNOWN_TYPE,
        size_bytes=document["size"] or 0,
    )


def _calendar(node: dict[str, Any]) -> CalendarEntry | None:
    """The deadline; None when there is no day."""
    deadline, place = node["deadline"], node["place"]
    if deadline["date"] is None:
        return None
    start = datetime.date.fromisoformat(deadline["date"])
    if deadline["time"]:
        at = datetime.time.fromisoformat(deadline["time"])
        start = datetime.datetime.combine(start, at, ZONE)
    coordinates = place["coordinates"] or {}
    return CalendarEntry(
        start=start,
        is_deadline=True,
        sequence=_sequence(node),
        location=place["city"] or "",
        latitude=coordinates.get("latitude"),
        longitude=coordinates.get("longitude"),
    )


def _sequence(node: dict[str, Any]) -> int:
    """A number that grows with every publication: the minutes since the first one."""
    first, last = moment_of(node["firstPublishedAt"]), moment_of(node["lastPublishedAt"])
    return max(0, int((last - first).total_seconds() // 60))


opportunities = Feed(
    "opportunities",
    _("Opportunities"),
    Path(__file__).with_name("feeds.graphql"),
    entry,
    formats=("atom", "json", "ics"),
)
