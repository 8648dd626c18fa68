"""Venues in search."""

from cms.content.search import PageDocument
from klastr_venues.models import VenuePage
from search.fields import Keyword, Number


class VenueDocument(PageDocument):
    """A venue: found by its title and its city."""

    model = VenuePage
    texts = {"names": "city"}

    city = Keyword()
    seats = Number()
