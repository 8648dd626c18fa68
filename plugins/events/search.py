"""What search knows of events; its facts are those of the calendar's filter.

Where an event stands in time, and whether one can register, follows from instants when somebody
asks.
"""

from __future__ import annotations

from datetime import datetime

from cms.content.search import PageDocument
from plugins.events import models
from search.fields import Keyword, Number


def registration_closes_at(page: models.EventPage) -> datetime | None:
    """The first instant when nobody can register; None when nobody ever can."""
    can_register = page.registration_url and page.status == models.Status.SCHEDULED
    return page.registration_closes_at if can_register else None


class CalendarDocument(PageDocument):
    """The calendar itself."""

    model = models.CalendarPage
    texts = {"summary": "intro", "body": "body"}


class EventDocument(PageDocument):
    """An event, with the numbers that its state follows from."""

    model = models.EventPage
    rank = 1
    dated = "start_date"
    texts = {
        "names": ("event_type", "organiser|organiser_name", "pillars", "topics", "city"),
        "summary": "summary",
        "body": ("body", "place_name", "status_note", "projects__page", "languages", "fees"),
        "attachments": ("attachments__title", "attachments__document"),
    }
    facts = {
        "pillar": "pillars",
        "topic": "topics",
        "project": "projects__page",
        "organisation": "organiser",
        "language": "languages",
        "date": "start_date",
        "date_end": "last_date",
        "registration_closes_at": registration_closes_at,
    }

    event_type = Keyword()
    role = Keyword()
    status = Keyword()
    precision = Keyword()
    pillar = Keyword()
    topic = Keyword()
    project = Keyword()
    organisation = Keyword()
    country = Keyword()
    region = Keyword()
    city = Keyword()
    language = Keyword()
    action_plan_goal = Keyword()
    is_online = Keyword()
    is_internal = Keyword()
    is_summary = Keyword()
    date = Number()
    date_end = Number()
    begins_at = Number()
    ends_at = Number()
    registration_closes_at = Number()
