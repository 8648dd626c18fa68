"""Projects to subscribe to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.plugin import Feed
from cms.website.feeds import FeedEntry, moment_of


def entry(node: dict[str, Any], locale: str) -> FeedEntry:
    """A project as an entry: its full name stands before its summary."""
    programme = [node["programme"]] if node["programme"] else []
    return FeedEntry(
        key=node["translationKey"],
        title=node["title"],
        url=node["url"],
        updated=moment_of(node["lastPublishedAt"], node["firstPublishedAt"]),
        published=moment_of(node["firstPublishedAt"]),
        summary="\n".join(line for line in (node["fullName"], node["summary"]) if line),
        categories=(*programme, *(pillar["name"] for pillar in node["pillars"])),
    )


projects = Feed("projects", _("Projects"), Path(__file__).with_name("feeds.graphql"), entry)
