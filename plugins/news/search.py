"""What search knows of news; its facts are those of the list's filter."""

from __future__ import annotations

from cms.content.search import PageDocument
from plugins.news import models
from search.fields import Keyword, Number


class NewsIndexDocument(PageDocument):
    """The page of news itself."""

    model = models.NewsIndexPage
    texts = {"summary": "intro", "body": "body"}


class ArticleDocument(PageDocument):
    """An article."""

    model = models.ArticlePage
    rank = 1
    dated = "published_on"
    always_shown = frozenset({"source_name"})
    texts = {
        "names": ("pillars", "topics", "members__page", "authors__name"),
        "summary": "summary",
        "body": (
            "body",
            "projects__page",
            "events__page",
            "conferences__page",
            "opportunities__page",
            "source_name",
            "kind",
        ),
        "attachments": ("attachments__title", "attachments__document"),
    }
    facts = {
        "pillar": "pillars",
        "topic": "topics",
        "member": "members__page",
        "project": "projects__page",
        "event": "events__page",
        "conference": "conferences__page",
        "opportunity": "opportunities__page",
        "author": "authors__name",
        "published": "published_on",
        "year": "published_on__year",
    }

    kind = Keyword()
    pillar = Keyword()
    topic = Keyword()
    member = Keyword()
    project = Keyword()
    event = Keyword()
    conference = Keyword()
    opportunity = Keyword()
    author = Keyword()
    year = Keyword()
    published = Number()
