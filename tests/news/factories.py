"""Articles for tests; plain functions, no surprises."""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify
from wagtail.models import Page

from plugins.news.models import ArticlePage, NewsIndexPage
from tests.content.factories import Homes, make_english, make_page


def make_news_index(homes: Homes) -> NewsIndexPage:
    """The page of news in both languages; its Czech page."""
    index = make_page(homes.cs, NewsIndexPage, title="Aktuality", slug="aktuality")
    make_english(index, title="News", slug="news")
    return index


def make_article(
    index: Page, title: str = "Zpráva", *, slug: str = "", live: bool = True, **values: Any
) -> ArticlePage:
    """An article below `index`, in its language."""
    return make_page(
        index, ArticlePage, live=live, title=title, slug=slug or slugify(title), **values
    )
