"""A feed read for subscribers: in process, as any visitor would, and for the public only."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.conf import settings
from django.utils import translation

from cms.graphql.filters.flat import ParameterError
from cms.plugin.scope import request_scope
from cms.publishing.audience import Audience, shown_to
from cms.subscriptions.models import FeedAddress, SeenEntry
from cms.website.feeds import FeedEntry
from cms.website.feeds.head import address_of
from cms.website.feeds.lists import Pairs, Source, all_entries_of, entries_of, find, site_name
from cms.website.feeds.words import Words, words_of

MAX_ENTRIES = 5000
READ_AS = ("atom", "json")  # a list that is a calendar only tells nothing new

logger = logging.getLogger(__name__)


class UnknownFeed(LookupError):
    """No feed of this name and language, or its plugin is inactive."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a feed held at one moment: entries by their keys, in the order of the feed.

    `url` leads to all of them; `words` say by what they are narrowed.
    """

    title: str
    site: str
    url: str
    words: Words
    entries: dict[UUID, FeedEntry]


def canonical(pairs: Pairs) -> str:
    """The parameters as one text, the same whatever their order; those without a value go."""
    return urlencode(sorted({(name, value) for name, value in pairs if value}))


def pairs_in(address: FeedAddress) -> Pairs:
    """The parameters of an address."""
    return parse_qsl(address.parameters)


def check(feed: str, locale: str, pairs: Pairs) -> None:
    """Do nothing when the feed can be read with these parameters.

    Raises:
        UnknownFeed: There is none.
        ParameterError: A parameter is wrong.
        BrokenFeed: The feed itself fails.
    """
    with request_scope(), shown_to(Audience.PUBLIC), translation.override(locale):
        entries_of(_source(feed, locale), pairs)


def title_of(address: FeedAddress) -> str:
    """What the feed is called in its language; its bare name while its plugin is inactive."""
    with translation.override(address.locale):
        try:
            return str(_source(address.feed, address.locale).feed.title)
        except UnknownFeed:
            return address.feed


def words_for(address: FeedAddress) -> Words:
    """What is followed, in the language of the address; as it was written while its plugin is
    inactive or the filter has changed.
    """
    pairs = pairs_in(address)
    with request_scope(), shown_to(Audience.PUBLIC), translation.override(address.locale):
        try:
            return words_of(_source(address.feed, address.locale), pairs)
        except (UnknownFeed, ParameterError):
            return tuple(pairs)


def read(address: FeedAddress) -> Reading:
    """All that the feed holds now.

    Raises:
        UnknownFeed: There is none now.
        ParameterError: A parameter is wrong by now.
        BrokenFeed: The feed itself fails.
    """
    with request_scope(), shown_to(Audience.PUBLIC), translation.override(address.locale):
        source, pairs = _source(address.feed, address.locale), pairs_in(address)
        found = all_entries_of(source, pairs, MAX_ENTRIES)
        if len(found) == MAX_ENTRIES:
            logger.warning("subscriptions.long_feed", extra={"feed": address.feed})
        return Reading(
            title=str(source.feed.title),
            site=site_name(address.locale) or str(settings.WAGTAIL_SITE_NAME),
            words=words_of(source, pairs),
            url=address_of(address.locale, address.feed, _format(source), pairs),
            entries={UUID(entry.key): entry for entry in found},
        )


def observe(address: FeedAddress, keys: Iterable[UUID]) -> dict[UUID, int]:
    """The ids of all entries ever seen at `address`, these keys included.

    Whoever calls has locked the row of the address: else an entry could get an id below one that
    somebody has taken for the last.
    """
    seen = dict(address.seen.values_list("key", "pk"))
    new = [SeenEntry(address=address, key=key) for key in keys if key not in seen]
    if new:
        SeenEntry.objects.bulk_create(new)
        seen = dict(address.seen.values_list("key", "pk"))
    return seen


def _source(feed: str, locale: str) -> Source:
    for format in READ_AS:
        source = find(feed, format, locale)
        if source is not None and locale in dict(settings.LANGUAGES):
            return source
    raise UnknownFeed(feed)


def _format(source: Source) -> str:
    return next(format for format in READ_AS if format in source.feed.formats)
