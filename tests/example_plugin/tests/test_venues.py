"""Venues in the API."""

import pytest
from klastr_venues.models import VenuePage
from wagtail.models import Locale, Page

from cms.graphql.testing import execute
from cms.plugin.testing import active

VENUES = """
query ($city: String) {
  venues(locale: CS, city: $city) { totalCount nodes { title city seats locale } }
}
"""


@pytest.mark.django_db
def test_venues_are_listed_by_city() -> None:
    make_venue("Kongresové centrum", city="Olomouc", seats=300)
    make_venue("Hala", city="Brno", seats=0)

    with active("venues"):
        answer = execute(VENUES, {"city": "Brno"})

    node = {"title": "Hala", "city": "Brno", "seats": 0, "locale": "CS"}
    assert answer.data == {"venues": {"totalCount": 1, "nodes": [node]}}


def make_venue(title: str, *, city: str, seats: int) -> VenuePage:
    """A published venue in Czech."""
    locale, _created = Locale.objects.get_or_create(language_code="cs")
    venue = VenuePage(title=title, city=city, seats=seats, locale=locale)
    return Page.get_first_root_node().add_child(instance=venue)
