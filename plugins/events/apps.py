"""The manifest of the events plugin."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cms.plugin import Contribution, Plugin


class EventsPlugin(Plugin):
    """The shared calendar."""

    name = "plugins.events"
    label = "events"
    title = _("Events")
    description = _("The shared calendar of the cluster, known to the day or to the month.")
    active_by_default = True

    def contributions(self) -> Iterator[Contribution]:
        """Page types, queries, relations and calendars."""
        return iter(())
