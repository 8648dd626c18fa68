"""Opportunities to subscribe to: new ones for readers of feeds, deadlines for calendars."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.plugin import Feed
from cms.website.feeds import CalendarEntry, FeedEntry, attachment_of, moment_of
from plugins.opportunities.models import Kind
from plugins.opportunities.models.moments import ZONE


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
            attachment_of(item["document"]) for item in node["attachments"] if item["document"]
        ),
        calendar=_calendar(node),
    )


def _calendar(node: dict[str, Any]) -> CalendarEntry:
    """The deadline; where there is none, the day when it was published."""
    deadline, place = node["deadline"], node["place"]
    coordinates = place["coordinates"] or {}
    return CalendarEntry(
        start=_start(node),
        is_deadline=deadline["date"] is not None,
        is_undated=deadline["date"] is None,
        note=_("Open until filled.") if deadline["isOpenUntilFilled"] else "",
        sequence=_sequence(node),
        location=place["city"] or "",
        latitude=coordinates.get("latitude"),
        longitude=coordinates.get("longitude"),
    )


def _start(node: dict[str, Any]) -> datetime.date:
    """The day of the deadline, or its moment when the hour is known."""
    deadline = node["deadline"]
    if deadline["date"] is None:
        return moment_of(node["firstPublishedAt"]).astimezone(ZONE).date()
    day = datetime.date.fromisoformat(deadline["date"])
    if not deadline["time"]:
        return day
    return datetime.datetime.combine(day, datetime.time.fromisoformat(deadline["time"]), ZONE)


def _sequence(node: dict[str, Any]) -> int:
    """A number that grows with every publication: the minutes since the first one."""
    first, last = moment_of(node["firstPublishedAt"]), moment_of(node["lastPublishedAt"])
    return max(0, int((last - first).total_seconds() // 60))


opportunities = Feed(
    "opportunities",
    gettext_lazy("Opportunities"),
    Path(__file__).with_name("feeds.graphql"),
    entry,
    formats=("atom", "json", "ics"),
)
