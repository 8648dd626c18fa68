"""The manifest of the news plugin."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cms.plugin import (
    AdminViews,
    Bench,
    Contribution,
    Demo,
    MenuItem,
    PageType,
    Plugin,
    Queries,
    Relation,
    Searchable,
)

# What articles are about: the plugin, its page type, and what that is called.
RELATED = {
    "members": ("members.MemberPage", "Members"),
    "projects": ("projects.ProjectPage", "Projects"),
    "events": ("events.EventPage", "Events"),
    "conferences": ("conferences.ConferencePage", "Conferences"),
    "opportunities": ("opportunities.OpportunityPage", "Opportunities"),
}


class NewsPlugin(Plugin):
    """Articles in four kinds."""

    name = "plugins.news"
    label = "news"
    title = _("News")
    description = _("Articles about members, press releases, event reports and trend analyses.")
    active_by_default = True

    def contributions(self) -> Iterator[Contribution]:
        """Page types, queries, relations and the demo."""
        from plugins.news import admin, bench, demo, feeds, models, search  # noqa: PLC0415 -- apps are ready
        from plugins.news.graphql import queries, types  # noqa: PLC0415 -- apps are ready

        yield PageType(models.NewsIndexPage, graphql=types.NewsIndexPage)
        yield PageType(models.ArticlePage, graphql=types.Article)
        yield Searchable(search.NewsIndexDocument)
        yield Searchable(search.ArticleDocument)
        yield Queries(queries.NewsQueries)
        yield from relations()
        yield feeds.news
        yield AdminViews("news", admin.listing.get_urlpatterns())
        yield MenuItem(admin.menu_item)
        yield Demo(demo.create, after=tuple(RELATED))
        yield Bench("articles", 500, bench.fill, bench.QUESTIONS, after=("members",))


def relations() -> Iterator[Relation]:
    """What articles are about; each page of these types knows its news."""
    for name, (target, described) in RELATED.items():
        yield Relation(
            source="news.ArticlePage",
            target=target,
            path=f"{name}__page",
            name=name,
            reverse="news",
            order=("-published_on", "title_key"),
            dated="published_on",
            description=f"{described} that it is about.",
            reverse_description="Articles about it, the latest first.",
        )
