"""Plugin zero: what every cluster's site has, contributed by the contract that plugins use."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cms.plugin import (
    AdminViews,
    Bench,
    BodyBlock,
    Contribution,
    Demo,
    MenuItem,
    Mutations,
    PageType,
    Plugin,
    Queries,
    Role,
    Searchable,
    Snippet,
    Types,
    Upgrade,
)


class ContentPlugin(Plugin):
    """Pages, blocks, menus and settings of the core."""

    name = "cms.content"
    label = "cms_content"
    title = _("Content")
    description = _("Pages, blocks, menus, pillars and topics.")
    is_core = True

    def ready(self) -> None:
        """Guard spreadsheets that the admin writes."""
        from cms.content.transfer import formulas  # noqa: PLC0415 -- apps are ready

        formulas.guard_listings()

    def contributions(self) -> Iterator[Contribution]:
        """The core's own page types, snippets, blocks and queries."""
        from cms.accounts import roles  # noqa: PLC0415 -- apps are ready
        from cms.content import admin, bench, demo, foundation, models  # noqa: PLC0415 -- apps are ready
        from cms.content.graphql import organisations, pages, places, site, terms  # noqa: PLC0415 -- apps are ready
        from cms.content.search import pages as documents  # noqa: PLC0415 -- apps are ready
        from cms.content.transfer import views  # noqa: PLC0415 -- apps are ready
        from cms.graphql.filters.facets import Facet  # noqa: PLC0415 -- apps are ready
        from cms.graphql.queries import PageQueries  # noqa: PLC0415 -- apps are ready
        from cms.graphql.search.queries import SearchMutations, SearchQueries  # noqa: PLC0415 -- apps are ready
        from cms.indexing import handler  # noqa: PLC0415 -- apps are ready
        from cms.purging import handler as purging  # noqa: PLC0415 -- apps are ready
        from cms.subscriptions.graphql import SubscriptionMutations  # noqa: PLC0415 -- apps are ready
        from cms.webhooks import handler as webhooks  # noqa: PLC0415 -- apps are ready
        from cms.website.feeds.search import search  # noqa: PLC0415 -- apps are ready

        yield PageType(models.HomePage, graphql=pages.HomePage)
        yield PageType(models.StandardPage, graphql=pages.StandardPage)
        yield PageType(models.FormPage, graphql=pages.FormPage)
        yield PageType(models.CollectionPage, graphql=pages.CollectionPage)
        yield Searchable(documents.HomePageDocument)
        yield Searchable(documents.StandardPageDocument)
        yield Searchable(documents.FormPageDocument)
        yield Searchable(documents.CollectionPageDocument)
        yield Snippet(admin.PillarViewSet, graphql=terms.Pillar)
        yield Snippet(admin.TopicViewSet, graphql=terms.Topic)
        yield Snippet(admin.MenuViewSet)
        yield Snippet(admin.SiteSettingsViewSet)
        yield Types((organisations.Organisation, places.Coordinates, Facet))
        yield Queries(PageQueries)
        yield Queries(site.SiteQueries)
        yield Queries(SearchQueries)
        yield Mutations(SearchMutations)
        yield Mutations(SubscriptionMutations)
        yield search
        yield from self._blocks()
        yield Role(roles.CLUSTER_OFFICE, _permissions("pillar", "topic", "menu", "sitesettings"))
        yield Role(roles.CLUSTER_OFFICE, _permissions("redirect", app_label="wagtailredirects"))
        yield AdminViews("transfer", views.urlpatterns)
        yield MenuItem(views.menu_item)
        yield Upgrade(1, foundation.create_site)
        yield Upgrade(2, foundation.create_roles)
        yield Demo(demo.create)
        yield Bench("pages of the menu", 126, bench.fill, bench.QUESTIONS)
        yield from handler.contributions()
        yield from purging.contributions()
        yield from webhooks.contributions()

    def _blocks(self) -> Iterator[BodyBlock]:
        from wagtail.blocks import RichTextBlock  # noqa: PLC0415 -- apps are ready

        from cms.content import blocks  # noqa: PLC0415 -- apps are ready
        from cms.content.graphql import blocks as shown  # noqa: PLC0415 -- apps are ready

        rich_text = RichTextBlock(
            label=_("Text"), icon="pilcrow", features=blocks.RICH_TEXT_FEATURES
        )
        yield BodyBlock("heading", blocks.HeadingBlock(), shown.HeadingBlock)
        yield BodyBlock("rich_text", rich_text, shown.RichTextBlock)
        yield BodyBlock("image", blocks.ImageBlock(), shown.ImageBlock)
        yield BodyBlock("gallery", blocks.GalleryBlock(), shown.GalleryBlock)
        yield BodyBlock("quote", blocks.QuoteBlock(), shown.QuoteBlock)
        yield BodyBlock("call_to_action", blocks.CallToActionBlock(), shown.CallToActionBlock)
        yield BodyBlock("people", blocks.PeopleBlock(), shown.PeopleBlock)
        yield BodyBlock("logos", blocks.LogosBlock(), shown.LogosBlock)
        yield BodyBlock("figures", blocks.FiguresBlock(), shown.FiguresBlock)
        yield BodyBlock("table", blocks.TableBlock(), shown.TableBlock)
        yield BodyBlock("documents", blocks.DocumentsBlock(), shown.DocumentsBlock)
        yield BodyBlock("embed", blocks.EmbeddedMediaBlock(), shown.EmbedBlock)
        yield BodyBlock("accordion", blocks.AccordionBlock(), shown.AccordionBlock)
        yield BodyBlock("columns", blocks.ColumnsBlock(), shown.ColumnsBlock)


def _permissions(*models: str, app_label: str = "cms_content") -> tuple[str, ...]:
    return tuple(
        f"{app_label}.{action}_{model}"
        for model in models
        for action in ("add", "change", "delete")
    )
