"""Conferences to subscribe to: what an edition says in calendars and in readers of feeds."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.plugin import Feed
from cms.website.feeds import CalendarEntry, FeedEntry, moment_of
from plugins.conferences.models import ClusterRole, DatePrecision


def entry(node: dict[str, Any], locale: str) -> FeedEntry:
    """An edition as an entry, in the active language."""
    return FeedEntry(
        key=node["translationKey"],
        title=node["title"],
        url=node["url"],
        updated=moment_of(node["lastPublishedAt"], node["firstPublishedAt"]),
        published=moment_of(node["firstPublishedAt"]),
        summary=_summary(node),
        categories=(
            str(capfirst(ClusterRole[node["clusterRole"]].label)),
            *(pillar["name"] for pillar in node["pillars"]),
        ),
        calendar=_calendar(node),
    )


def _calendar(node: dict[str, Any]) -> CalendarEntry:
    coordinates = node["coordinates"] or {}
    return CalendarEntry(
        start=date.fromisoformat(node["startOn"]),
        end=date.fromisoformat(node["endOn"]),
        is_month=node["datePrecision"] == DatePrecision.MONTH.name,
        sequence=_sequence(node),
        location=_location(node),
        latitude=coordinates.get("latitude"),
        longitude=coordinates.get("longitude"),
    )


def _sequence(node: dict[str, Any]) -> int:
    """A number that grows with every publication: the minutes since the first one."""
    first, last = moment_of(node["firstPublishedAt"]), moment_of(node["lastPublishedAt"])
    return max(0, int((last - first).total_seconds() // 60))


def _location(node: dict[str, Any]) -> str:
    """Where it is in one line; nothing when no more than the country is known."""
    parts = [part for name in ("venue", "street", "city") if (part := node[name])]
    return ", ".join([*parts, *([node["country"]] if node["country"] else [])]) if parts else ""


def _summary(node: dict[str, Any]) -> str:
    """Plain text: what it is, who organises it, and where to read more."""
    lines = [node["intro"]]
    if node["organisers"]:
        names = ", ".join(organiser["name"] for organiser in node["organisers"])
        lines.append(_("Organised by: %(names)s") % {"names": names})
    if node["website"]:
        lines.append(_("Website: %(url)s") % {"url": node["website"]})
    return "\n".join(line for line in lines if line)


conferences = Feed(
    "conferences",
    gettext_lazy("Conferences"),
    Path(__file__).with_name("feeds.graphql"),
    entry,
    formats=("atom", "json", "ics"),
)
