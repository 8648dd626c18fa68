"""What search knows of events; its facts are those of the calendar's filter.

Where an event stands in time, and whether one can register, follows from instants when somebody
asks.
"""

from __future__ import annotations

from datetime import datetime

from cms.content.search import PageDocument, first_of, months
from plugins.events import models
from search.fields import Keyword, Number
from search.query import AllOf, AnyOf, Filter, Is, Not, Within


def registration_closes_at(page: models.EventPage) -> datetime | None:
    """The first instant when nobody can register; None when nobody ever can."""
    can_register = page.registration_url and page.status == models.Status.SCHEDULED
    return page.registration_closes_at if can_register else None


class CalendarDocument(PageDocument):
    """The calendar itself."""

    model = models.CalendarPage
    texts = {"summary": "intro", "body": "body"}


def states(now: datetime) -> dict[str, Filter]:
    """Which events are in which state, as the calendar's filter has it."""
    second = Number().number(now)
    is_postponed = Is("status", (models.Status.POSTPONED.value,))
    is_vague = Is("precision", (models.Precision.MONTH.value,))
    is_over = AllOf((Within("ends_at", None, second + 1), Not(is_postponed)))
    is_to_come = AnyOf((Within("begins_at", second + 1), is_vague, is_postponed))
    return first_of([("past", is_over), ("upcoming", is_to_come)], default="running")


def registration_open(now: datetime) -> dict[str, Filter]:
    """For which events one can register, as `can_register` has it."""
    is_open = Within("registration_closes_at", Number().number(now) + 1)
    return {"true": is_open, "false": Not(is_open)}


class EventDocument(PageDocument):
    """An event, with the numbers that its state follows from."""

    model = models.EventPage
    rank = 1
    dated = "start_date"
    computed = {"state": states, "registration_open": registration_open}
    texts = {
        "names": (
            "event_type",
            lambda page: months(page.start_date, page.last_date),
            "organiser|organiser_name",
            "pillars",
            "topics",
            "city",
        ),
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
