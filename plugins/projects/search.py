"""What search knows of projects; its facts are those of the list's filter.

How far a project has come follows from `period` and `period_end` when somebody asks.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from cms.content.search import PageDocument, first_of
from plugins.projects import models
from search.fields import Keyword, Number
from search.query import AllOf, Filter, Within


class ProjectIndexDocument(PageDocument):
    """The page of projects itself."""

    model = models.ProjectIndexPage
    texts = {"summary": "intro", "body": "body"}


def states(now: datetime) -> dict[str, Filter]:
    """Which projects are in which state on the day of a moment, as their filter has it."""
    today = Number().number(timezone.localdate(now))
    is_on = AllOf((Within("period", None, today + 1), Within("last_day", today)))
    return first_of(
        [
            ("finished", Within("last_day", None, today)),
            ("planned", Within("period", today + 1)),
            ("running", is_on),
        ],
        default="unknown",
    )


class ProjectDocument(PageDocument):
    """A project."""

    model = models.ProjectPage
    computed = {"state": states}
    rank = 1
    dated = "start_on"
    texts = {
        "names": (
            "full_name",
            "programme",
            "scheme",
            "grant_number",
            "pillars",
            "partners__organisation|name",
        ),
        "summary": "summary",
        "body": (
            "body",
            "call",
            "provider",
            "offers__text",
            "milestones__text",
            "deliverables__title",
            "kpis__label",
            "missions__name",
            "missions__place",
        ),
        "attachments": "deliverables__document",
    }
    facts = {
        "role": "cluster_role",
        "pillar": "pillars",
        "partner": "partners__organisation",
        "country": ("partner_countries", "partners__country"),
        "year": "start_on__year",
        "period": "start_on",
        "period_end": "last_day|start_on",
    }

    programme = Keyword()
    role = Keyword()
    pillar = Keyword()
    partner = Keyword()
    country = Keyword()
    year = Keyword()
    period = Number()
    period_end = Number()
    last_day = Number()
