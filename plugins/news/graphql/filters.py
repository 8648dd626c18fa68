"""Which articles: the filter, its facets and the parameters of feeds, all in one."""

from __future__ import annotations

from cms.graphql.filters import Choices, Dates, Integers, PageFilter, Pages, Prefix, Terms, Texts
from plugins.news import models
from plugins.news.graphql.enums import ArticleKindEnum


class NewsFilter(PageFilter):
    """Which articles: all fields together must hold; within a list, any of its values."""

    class Meta:
        model = models.ArticlePage

    kind = Choices(ArticleKindEnum, "kind", facet=True, description="What they are.")
    pillar = Terms("pillars", facet=True, description="Codes of pillars.")
    topic = Terms("topics", facet=True, description="Codes of topics.")
    member = Pages("members__page", facet=True, description="Ids of members they are about.")
    project = Pages("projects__page", facet=True, description="Ids of projects they are about.")
    event = Pages("events__page", facet=True, description="Ids of events they are about.")
    conference = Pages(
        "conferences__page", facet=True, description="Ids of conferences they are about."
    )
    opportunity = Pages(
        "opportunities__page", facet=True, description="Ids of opportunities they are about."
    )
    author = Texts("authors__name", facet=True, description="Names of authors.")
    published = Dates("published_on", description="The days they are dated.")
    year = Integers("published_on__year", facet=True, description="The years they are dated.")
    text_prefix = Prefix(
        "title_folded", description="How the headline begins; accents and case do not matter."
    )
