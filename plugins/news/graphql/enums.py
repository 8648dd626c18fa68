"""The closed lists of news in GraphQL."""

from __future__ import annotations

from enum import Enum

import graphene

from cms.graphql.enums import enum_of
from plugins.news.models import ArticleKind

ArticleKindEnum = enum_of(ArticleKind, "What an article is.")


class Order(Enum):
    """The orders of news."""

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"


COLUMNS = {
    Order.NEWEST: ("-published_on", "title_key"),
    Order.OLDEST: ("published_on", "title_key"),
    Order.TITLE: ("title_key",),
}
_ORDERS = {
    None: "The orders of a list of articles.",
    Order.NEWEST: "The latest date first.",
    Order.OLDEST: "The earliest date first.",
    Order.TITLE: "In alphabetical order.",
}


class NewsOrder(graphene.Enum):
    class Meta:
        enum = Order
        name = "NewsOrder"
        description = _ORDERS.get
