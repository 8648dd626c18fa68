"""What search knows of projects; its facts are those of the list's filter.

How far a project has come follows from `period` and `period_end` when somebody asks.
"""

from __future__ import annotations

from cms.content.search import PageDocument
from plugins.projects import models
from search.fields import Keyword, Number


class ProjectIndexDocument(PageDocument):
    """The page of projects itself."""

    model = models.ProjectIndexPage
    texts = {"summary": "intro", "body": "body"}


class ProjectDocument(PageDocument):
    """A project."""

    model = models.ProjectPage
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
