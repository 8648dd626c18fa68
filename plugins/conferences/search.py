"""What search knows of conferences; its facts are those of the list's filter.

Whether one is over follows from `date` and `date_end` when somebody asks.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from cms.content.search import PageDocument, first_of, months
from plugins.conferences import models
from search.fields import Keyword, Number
from search.query import Filter, Is, Within


class ConferenceIndexDocument(PageDocument):
    """The page of conferences itself."""

    model = models.ConferenceIndexPage
    texts = {"summary": "intro", "body": "body"}


def states(now: datetime) -> dict[str, Filter]:
    """Which conferences are in which state on the day of a moment, as their filter has it."""
    today = Number().number(timezone.localdate(now))
    return first_of(
        [
            ("upcoming", Within("date", today + 1)),
            ("past", Within("date_end", None, today)),
            ("upcoming", Is("date_precision", ("month",))),
        ],
        default="running",
    )


class ConferenceDocument(PageDocument):
    """An edition of a conference: its programme and who speaks, organises and supports it."""

    model = models.ConferencePage
    computed = {"state": states}
    rank = 1
    dated = "start_on"
    texts = {
        "names": (
            "series",
            "edition",
            lambda page: months(page.start_on, page.last_day),
            "pillars",
            "city",
            "venue",
            "organisers__organisation|name_in",
            "partners__organisation|name",
        ),
        "summary": "intro",
        "body": (
            "body",
            "sessions__title",
            "talks__title",
            "talks__speakers",
            "talks__abstract",
            "speakers__name",
            "speakers__role",
            "speakers__organisation|affiliation",
            "speakers__bio",
            "packages__name",
            "packages__description",
            "projects__page",
        ),
    }
    facts = {
        "role": "cluster_role",
        "pillar": "pillars",
        "organiser": "organisers__organisation",
        "partner": "partners__organisation",
        "project": "projects__page",
        "date": "start_on",
        "date_end": "end_on|start_on",
    }

    role = Keyword()
    year = Keyword()
    pillar = Keyword()
    organiser = Keyword()
    partner = Keyword()
    project = Keyword()
    city = Keyword()
    country = Keyword()
    date_precision = Keyword()
    date = Number()
    date_end = Number()
