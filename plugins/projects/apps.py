"""The manifest of the projects plugin."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cms.plugin import Contribution, Plugin


class ProjectsPlugin(Plugin):
    """Projects of the cluster and its members."""

    name = "plugins.projects"
    label = "projects"
    title = _("Projects")
    description = _("Projects with partners, deliverables, indicators, missions and exchanges.")
    active_by_default = True

    def contributions(self) -> Iterator[Contribution]:
        """Page types, queries and relations."""
        return iter(())
