"""The calendar to subscribe to: what an event says in calendars and in readers of feeds."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.plugin import Feed
from cms.website.feeds import CalendarEntry, FeedEntry, attachment_of, moment_of
from cms.website.feeds import Status as Certainty
from plugins.events.models import EventType, Precision, Status
from plugins.events.models.keys import opens

CERTAINTY = {
    Status.SCHEDULED: Certainty.CONFIRMED,
    Status.CANCELLED: Certainty.CANCELLED,
    Status.POSTPONED: Certainty.TENTATIVE,
}
# Some programs show nothing of a status; the first word of the title is read by everybody.
MARKS = {
    Status.CANCELLED: gettext_lazy("CANCELLED: %(title)s"),
    Status.POSTPONED: gettext_lazy("POSTPONED: %(title)s"),
}


def entry(node: dict[str, Any], locale: str) -> FeedEntry:
    """An event as an entry, in the active language."""
    status = Status[node["status"]]
    mark = MARKS.get(status, "%(title)s")
    return FeedEntry(
        key=node["translationKey"],
        title=str(mark) % {"title": node["title"]},
        url=node["url"],
        updated=max(
            moment_of(node["lastPublishedAt"], node["firstPublishedAt"]),
            moment_of(node["calendar"]["changedAt"]),
        ),
        published=moment_of(node["firstPublishedAt"]),
        summary=_summary(node),
        categories=(
            str(capfirst(EventType[node["eventType"]].label)),
            *(pillar["name"] for pillar in node["pillars"]),
        ),
        attachments=tuple(
            attachment_of(item["document"], item["title"]) for item in node["attachments"]
        ),
        calendar=_calendar(node, status),
    )


def _calendar(node: dict[str, Any], status: Status) -> CalendarEntry:
    place = node["place"] or {}
    coordinates = place.get("coordinates") or {}
    start, end = _times(node["when"])
    return CalendarEntry(
        start=start,
        end=end,
        is_month=node["when"]["precision"] == Precision.MONTH.name,
        status=CERTAINTY[status],
        sequence=node["calendar"]["sequence"],
        location=_location(place),
        latitude=coordinates.get("latitude"),
        longitude=coordinates.get("longitude"),
    )


def _times(when: dict[str, Any]) -> tuple[date, date | None]:
    """Two moments by the clocks of the place when the hour is known, or else two days."""
    if when["start"]:
        zone = ZoneInfo(when["timeZone"])
        end = moment_of(when["end"]).astimezone(zone) if when["end"] else None
        return moment_of(when["start"]).astimezone(zone), end
    return date.fromisoformat(when["startDate"]), date.fromisoformat(when["endDate"])


def _location(place: dict[str, Any]) -> str:
    """Where it is in one line; nothing when no more than the country is known."""
    parts = [part for name in ("name", "street", "city") if (part := place.get(name))]
    if parts:
        return ", ".join([*parts, *([place["country"]] if place["country"] else [])])
    return place.get("onlineUrl") or (_("Online") if place.get("isOnline") else "")


def _summary(node: dict[str, Any]) -> str:
    """Plain text: what to know about the status first, then what it is, who, and until when."""
    lines = [node["statusNote"], node["summary"]]
    if node["organiser"]:
        lines.append(_("Organiser: %(name)s") % {"name": node["organiser"]["name"]})
    if node["place"] and node["place"]["onlineUrl"]:
        lines.append(_("Online: %(url)s") % {"url": node["place"]["onlineUrl"]})
    deadline = node["registration"]["deadline"]
    if deadline:
        day = date_format(datetime.fromisoformat(deadline), "SHORT_DATE_FORMAT")
        lines.append(_("Register by %(day)s") % {"day": day})
    if node["registration"]["url"]:
        lines.append(_("Registration: %(url)s") % {"url": node["registration"]["url"]})
    return "\n".join(line for line in lines if line)


calendar = Feed(
    "events",
    gettext_lazy("Events"),
    Path(__file__).with_name("feeds.graphql"),
    entry,
    formats=("atom", "json", "ics"),
    opens=opens,
)
