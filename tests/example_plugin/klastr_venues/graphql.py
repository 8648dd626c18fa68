"""Venues in the API."""

import graphene
from django.db.models import QuerySet

from cms.graphql.pagination import PageList
from cms.graphql.types.page import PageInterface
from cms.publishing.visibility import live_pages
from klastr_venues.models import VenuePage


class Venue(graphene.ObjectType):
    """A place where the conference meets."""

    class Meta:
        interfaces = (PageInterface,)

    city = graphene.String(required=True, description="The city.")
    seats = graphene.Int(required=True, description="Number of seats, 0 when unknown.")


class VenueQueries:
    """Fields of Query."""

    venues = PageList(
        Venue,
        city=graphene.String(description="Only venues in this city."),
        description="Venues in alphabetical order.",
    )

    @staticmethod
    def resolve_venues(
        root: None, info: graphene.ResolveInfo, *, locale: str, city: str | None = None
    ) -> QuerySet[VenuePage]:
        """Public venues, in one city or in all."""
        venues = live_pages(VenuePage, locale).order_by("title_key", "pk")
        return venues.filter(city=city) if city else venues
