"""A calendar and its events for tests; plain functions, no surprises."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.text import slugify
from wagtail.models import Page

from plugins.events.models import CalendarPage, EventPage, EventType
from tests.content.factories import Homes, make_english, make_page

DAY = datetime.date(2030, 6, 12)


def make_calendar(homes: Homes) -> CalendarPage:
    """The calendar in both languages; its Czech page."""
    index = make_page(homes.cs, CalendarPage, title="Kalendář akcí", slug="kalendar")
    make_english(index, title="Calendar of events", slug="calendar")
    return index


def make_event(
    index: Page, title: str = "Setkání", *, slug: str = "", live: bool = True, **values: Any
) -> EventPage:
    """An event below `index`, in its language; on 12 June 2030 unless said."""
    facts = {"event_type": EventType.NETWORKING, "start_date": DAY, **values}
    return make_page(
        index, EventPage, live=live, title=title, slug=slug or slugify(title) or "event", **facts
    )
