"""Articles: the page above them, one page each, and what hangs on an article."""

from plugins.news.models.article import ArticlePage
from plugins.news.models.choices import ArticleKind
from plugins.news.models.index import NewsIndexPage
from plugins.news.models.parts import (
    ArticleAttachment,
    ArticleAuthor,
    ArticleImage,
    RelatedConference,
    RelatedEvent,
    RelatedMember,
    RelatedOpportunity,
    RelatedProject,
)

__all__ = [
    "ArticleAttachment",
    "ArticleAuthor",
    "ArticleImage",
    "ArticleKind",
    "ArticlePage",
    "NewsIndexPage",
    "RelatedConference",
    "RelatedEvent",
    "RelatedMember",
    "RelatedOpportunity",
    "RelatedProject",
]
