"""What a feed says about itself, and the ids of what is in it; the same for every format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings

from cms.publishing.paths import roots
from cms.website.feeds.entries import NEVER, FeedEntry
from cms.website.feeds.lists import Pairs


@dataclass(frozen=True, slots=True)
class Head:
    """A feed as a whole. `next_url` leads to the entries that follow, if there are more."""

    title: str
    site_name: str
    locale: str
    home_url: str
    url: str
    first_url: str
    next_url: str | None
    updated: datetime

    @property
    def id(self) -> str:
        """The same for all pages of a feed, another for each filter."""
        return uuid5(NAMESPACE_URL, self.first_url).urn


def entry_id(entry: FeedEntry, locale: str) -> UUID:
    """The id of an entry: that of the page in one language, whatever happens to its address."""
    return uuid5(UUID(entry.key), locale)


def updated_at(entries: Iterable[FeedEntry]) -> datetime:
    """When the newest of `entries` changed."""
    return max((entry.updated for entry in entries), default=NEVER)


def base_url(locale: str) -> str:
    """Where the site is, without a slash at its end; never what a request's header says."""
    for root in roots():
        if root.is_default and root.locale == locale:
            return root.base_url
    return str(settings.PUBLIC_URL)


def address_of(locale: str, name: str, format: str, parameters: Pairs, after: str = "") -> str:
    """The absolute address of a feed."""
    given = [pair for pair in parameters if pair[1]] + ([("after", after)] if after else [])
    query = f"?{urlencode(given)}" if given else ""
    return f"{base_url(locale)}/feeds/{locale}/{name}.{format}{query}"
