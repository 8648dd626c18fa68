"""A search to subscribe to: whatever pages have the words and what is filtered by.

What was published last comes first: an order by how well pages fit would hide new ones behind old
ones. The text is searched for as it is, corrected by nobody, and counted as no visitor's question.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.indexing.documents import searchable_types
from cms.plugin import Feed
from cms.website.feeds.entries import FeedEntry, moment_of

NO_SUMMARY = frozenset({"title", "names"})  # texts that are not sentences


def entry(node: dict[str, Any], locale: str) -> FeedEntry:
    """A page that was found, with the words around what was asked for."""
    page = node["page"]
    found = [text["text"] for text in node["highlights"] if text["field"] not in NO_SUMMARY]
    return FeedEntry(
        key=page["translationKey"],
        title=page["title"],
        url=page["url"],
        updated=moment_of(page["lastPublishedAt"], page["firstPublishedAt"]),
        published=moment_of(page["firstPublishedAt"]),
        summary=page["seo"]["description"] or next(iter(found), ""),
        categories=tuple(
            str(capfirst(item.model._meta.verbose_name))
            for item in searchable_types()
            if item.name == page["__typename"]
        ),
        language=node["matchedLocale"].lower(),
    )


search = Feed("search", _("Search results"), Path(__file__).with_name("search.graphql"), entry)
