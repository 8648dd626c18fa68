"""What search knows of members; its facts are those of the directory's filter."""

from __future__ import annotations

from cms.content.search import PageDocument
from plugins.members import models
from search.fields import Keyword, Number


class MemberIndexDocument(PageDocument):
    """The directory itself."""

    model = models.MemberIndexPage
    texts = {"summary": "intro", "body": "body"}


class MemberDocument(PageDocument):
    """A member: found by its names, by what it can do and what it has."""

    model = models.MemberPage
    rank = 2
    texts = {
        "names": ("other_names", "pillars", "topics", "markets", "city"),
        "summary": "claim",
        "body": (
            "profile",
            "products__name",
            "products__description",
            "equipment__name",
            "equipment__description",
            "contacts__name",
            "contacts__role",
            "region",
            "member_type",
        ),
        "attachments": "technology_profile",
    }
    facts = {
        "pillar": "pillars",
        "topic": "topics",
        "market": "markets",
        "service": "products__name",
    }

    pillar = Keyword()
    topic = Keyword()
    market = Keyword()
    member_type = Keyword()
    service = Keyword()
    city = Keyword()
    region = Keyword()
    country = Keyword()
    size_class = Keyword()
    founded = Number()
