"""New members to subscribe to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.plugin import Feed
from cms.website.feeds import FeedEntry, moment_of


def entry(node: dict[str, Any], locale: str) -> FeedEntry:
    """A member as an entry."""
    return FeedEntry(
        key=node["translationKey"],
        title=node["title"],
        url=node["url"],
        updated=moment_of(node["lastPublishedAt"], node["firstPublishedAt"]),
        published=moment_of(node["firstPublishedAt"]),
        summary=node["claim"] or "",
        content_html=(node["profile"] or {}).get("html", ""),
        categories=tuple(pillar["name"] for pillar in node["pillars"]),
    )


new_members = Feed("members", _("New members"), Path(__file__).with_name("feeds.graphql"), entry)
