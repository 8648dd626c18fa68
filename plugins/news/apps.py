"""The manifest of the news plugin."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cms.plugin import Contribution, Plugin


class NewsPlugin(Plugin):
    """Articles in four kinds."""

    name = "plugins.news"
    label = "news"
    title = _("News")
    description = _("Articles about members, press releases, event reports and trend analyses.")
    active_by_default = True

    def contributions(self) -> Iterator[Contribution]:
        """Page types, queries, relations and feeds."""
        return iter(())
