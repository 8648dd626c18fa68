"""The manifest of the conferences plugin."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cms.plugin import Contribution, Plugin


class ConferencesPlugin(Plugin):
    """Conferences with their partners."""

    name = "plugins.conferences"
    label = "conferences"
    title = _("Conferences")
    description = _("Conferences that the cluster organises or supports, with partners, packages, fees and programme.")
    active_by_default = True

    def contributions(self) -> Iterator[Contribution]:
        """Page types, queries, relations and enquiries."""
        return iter(())
