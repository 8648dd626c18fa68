"""News to subscribe to."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.utils.text import capfirst
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from cms.plugin import Feed
from cms.website.feeds import FeedEntry, attachment_of, moment_of
from plugins.news.models import ArticleKind


def entry(node: dict[str, Any], locale: str) -> FeedEntry:
    """An article as an entry: published at the beginning of the day that it is dated."""
    day = date.fromisoformat(node["publishedOn"])
    texts = [block["richText"]["html"] for block in node["body"] if "richText" in block]
    return FeedEntry(
        key=node["translationKey"],
        title=node["title"],
        url=node["url"],
        updated=moment_of(node["lastPublishedAt"], node["firstPublishedAt"]),
        published=datetime.combine(day, time.min, get_default_timezone()),
        summary=node["summary"] or "",
        content_html="".join(texts),
        author=", ".join(author["name"] for author in node["authors"]),
        categories=(
            str(capfirst(ArticleKind[node["kind"]].label)),
            *(pillar["name"] for pillar in node["pillars"]),
        ),
        attachments=tuple(
            attachment_of(item["document"], item["title"]) for item in node["attachments"]
        ),
    )


news = Feed("news", _("News"), Path(__file__).with_name("feeds.graphql"), entry)
