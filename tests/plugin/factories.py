"""Venues: pages of the example plugin."""

from __future__ import annotations

from klastr_venues.models import VenuePage
from wagtail.models import Locale, Page


def make_venue(
    title: str = "Kongresové centrum",
    *,
    slug: str = "kongresove-centrum",
    parent: Page | None = None,
    locale: str = "cs",
    live: bool = True,
) -> VenuePage:
    """A venue below `parent`, or below the root of all pages."""
    language, _created = Locale.objects.get_or_create(language_code=locale)
    page = VenuePage(title=title, slug=slug, city="Olomouc", seats=300, locale=language, live=live)
    return (parent or Page.get_first_root_node()).add_child(instance=page)
