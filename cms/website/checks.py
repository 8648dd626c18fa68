"""System checks on the feeds that plugins contribute."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from django.core.checks import CheckMessage, Error, register

from cms.plugin.contributions import Feed
from cms.plugin.registry import registry
from cms.website.feeds.views import FORMATS

NAME = re.compile(r"[a-z][a-z0-9-]*\Z")


@register("klastr")
def check_feeds(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Messages on feeds whose names clash, or whose names and formats no address can have."""
    feeds = list(registry().contributed(Feed))
    messages: list[CheckMessage] = [
        Error(
            f"Two feeds are called “{name}”.",
            hint="Rename one of them: the name stands in the address.",
            id="klastr.W001",
        )
        for name, times in Counter(feed.name for _label, feed in feeds).items()
        if times > 1
    ]
    for label, feed in feeds:
        unknown = set(feed.formats) - set(FORMATS)
        if unknown or not feed.formats or not NAME.match(feed.name):
            messages.append(
                Error(
                    f"The feed “{feed.name}” of the plugin “{label}” cannot have an address.",
                    hint="Names have lower-case letters, digits and hyphens; formats are "
                    f"{', '.join(FORMATS)}.",
                    id="klastr.W002",
                )
            )
    return messages
