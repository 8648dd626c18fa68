"""The manifest of the venues plugin."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cms.plugin import Contribution, PageType, Plugin, Queries, Searchable


class VenuesPlugin(Plugin):
    """Places where conferences meet."""

    name = "klastr_venues"
    label = "venues"
    title = _("Venues")
    description = _("Places where conferences meet.")

    def contributions(self) -> Iterator[Contribution]:
        """A page type, a list of it in the API, and its documents in search."""
        from klastr_venues import graphql, models, search  # noqa: PLC0415 -- needs loaded models

        yield PageType(models.VenuePage, graphql=graphql.Venue)
        yield Queries(graphql.VenueQueries)
        yield Searchable(search.VenueDocument)
