"""Personal addresses: a key in the address of a calendar shows it to members.

Calendar programs cannot log in. Whose key it is, and whether it still opens anything, is the
business of the plugin with the feed.
"""

from __future__ import annotations

from django.http import HttpRequest

from cms.plugin.contributions import Feed
from cms.publishing.audience import Audience

KEY = "key"
FORMAT = "ics"


class WrongKey(Exception):
    """A key opens nothing: mistyped, replaced, or its user may not see more than the public."""


def takes_key(feed: Feed, format: str) -> bool:
    """True for a calendar whose plugin knows keys; elsewhere a key is an unknown parameter."""
    return feed.opens is not None and format == FORMAT


def audience_of(request: HttpRequest, feed: Feed, format: str) -> Audience:
    """For whom the feed is made.

    Raises:
        WrongKey: There is a key, and it does not open this feed.
    """
    keys = request.GET.getlist(KEY)
    if feed.opens is None or not takes_key(feed, format) or not keys:
        return Audience.PUBLIC
    if len(keys) > 1 or not feed.opens(keys[0]):
        raise WrongKey
    return Audience.MEMBERS
