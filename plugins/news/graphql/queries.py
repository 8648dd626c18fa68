"""The fields of ``Query`` that the plugin adds."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import QuerySet

from cms.graphql.pagination import PageList
from cms.graphql.types.page import Info
from cms.publishing.visibility import live_pages
from plugins.news import models
from plugins.news.graphql.enums import COLUMNS, NewsOrder
from plugins.news.graphql.filters import NewsFilter
from plugins.news.graphql.types import Article


class NewsQueries:
    """The news."""

    news = PageList(
        Article,
        filter=NewsFilter,
        order=graphene.Argument(
            NewsOrder, default_value=NewsOrder.NEWEST, description="In which order."
        ),
        description="The articles, the latest first.",
    )

    @staticmethod
    def resolve_news(
        root: object,
        info: Info,
        *,
        locale: str,
        order: NewsOrder,
        filter: Any = None,
    ) -> QuerySet[models.ArticlePage]:
        return live_pages(models.ArticlePage, locale).order_by(*COLUMNS[order])
