"""The manifest of the opportunities plugin."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cms.plugin import Contribution, PageType, Plugin


class OpportunitiesPlugin(Plugin):
    """The board of opportunities."""

    name = "plugins.opportunities"
    label = "opportunities"
    title = _("Opportunities")
    description = _(
        "Internships, theses, jobs, funding calls, missions and partner searches, each with its "
        "deadline."
    )
    active_by_default = True

    def contributions(self) -> Iterator[Contribution]:
        """Page types, queries, relations and feeds of the board."""
        from plugins.opportunities import models  # noqa: PLC0415 -- apps are ready
        from plugins.opportunities.graphql import types  # noqa: PLC0415 -- apps are ready

        yield PageType(models.OpportunityIndexPage, graphql=types.OpportunityIndexPage)
        yield PageType(models.OpportunityPage, graphql=types.Opportunity)
