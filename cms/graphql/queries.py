"""The fields of ``Query`` that know nothing but pages and plugins."""

from __future__ import annotations

from copy import copy

import graphene
from django.db.models import Q, QuerySet
from wagtail.models import Page

from cms.graphql.context import AskedLocale
from cms.graphql.errors import ApiError
from cms.graphql.pages import PagesById, VersionsOf, page_id
from cms.graphql.pagination import PageList
from cms.graphql.routing import RouteResult, routed
from cms.graphql.shown import show
from cms.graphql.types.locale import Locale, LocaleCode, asked_in, fallback_argument
from cms.graphql.types.page import Info, PageInterface
from cms.plugin import PageType
from cms.plugin.registry import InstalledPlugin, registry
from cms.publishing.visibility import live_pages


class PageOrder(graphene.Enum):
    """The orders of a list of pages of all types."""

    TREE = "path"
    NEWEST = "-first_published_at"
    RECENTLY_PUBLISHED = "-last_published_at"

    @property
    def description(self) -> str:
        return {
            "path": "As in the tree of the site.",
            "-first_published_at": "The newest first.",
            "-last_published_at": "The most recently published first.",
        }[self.value]


class Plugin(graphene.ObjectType):
    """A feature of this site that is switched on."""

    id = graphene.ID(required=True, description="The label of the plugin.")
    title = graphene.String(required=True, description="Its title, in English.")
    version = graphene.String(required=True, description="Its version.")
    page_types = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="Names of the types of this schema that show its pages.",
    )

    @staticmethod
    def resolve_id(plugin: InstalledPlugin, info: Info) -> str:
        return plugin.label

    @staticmethod
    def resolve_page_types(plugin: InstalledPlugin, info: Info) -> list[str]:
        return [
            _type_name(contributed)
            for contributed in plugin.contributions
            if isinstance(contributed, PageType)
        ]


def _type_name(contributed: PageType) -> str:
    return str(contributed.graphql._meta.name)  # type: ignore[attr-defined]  # graphene sets it


class PageQueries:
    """Pages by path, by id and in lists, and the active plugins."""

    route = graphene.Field(
        RouteResult,
        required=True,
        path=graphene.String(
            required=True, description="Such as “/cs/clenove/”; “/” leads to a home page."
        ),
        fallback=fallback_argument(),
        description="What is at a path.",
    )
    page = graphene.Field(
        PageInterface,
        id=graphene.ID(required=True, description="The id of any language version."),
        locale=graphene.Argument(
            Locale, description="The language to show it in; its own unless said."
        ),
        fallback=fallback_argument(),
        description="A page by id; null when there is no public page of this id and language.",
    )
    pages = PageList(
        PageInterface,
        order=graphene.Argument(
            PageOrder, default_value=PageOrder.TREE, description="In which order."
        ),
        type=graphene.List(
            graphene.NonNull(graphene.String),
            description="Names of types of this schema, such as “StandardPage”; all unless said.",
        ),
        under=graphene.ID(description="Only pages below the page of this id, in this language."),
        description="Public pages of all types.",
    )
    plugins = graphene.List(
        graphene.NonNull(Plugin), required=True, description="The active plugins, core first."
    )

    @staticmethod
    async def resolve_route(
        root: object, info: Info, *, path: str, fallback: list[LocaleCode] | None = None
    ) -> object:
        return routed(path, fallback)

    @staticmethod
    async def resolve_page(
        root: object,
        info: Info,
        *,
        id: str,
        locale: LocaleCode | None = None,
        fallback: list[LocaleCode] | None = None,
    ) -> Page | None:
        number = page_id(id)
        if number is None:
            return None
        codes = tuple(str(code.value) for code in fallback or ())
        if locale is None:
            own = await info.context.loaders.get(PagesById(None)).load(number)
            if own is None:
                return None
            # A copy: the same page may be asked for twice, with different fallbacks.
            return show([copy(own)], AskedLocale(own.locale.language_code, codes))[0]
        return await info.context.loaders.get(VersionsOf(asked_in(locale, fallback))).load(number)

    @staticmethod
    def resolve_pages(
        root: object,
        info: Info,
        *,
        locale: str,
        order: PageOrder,
        type: list[str] | None = None,
        under: str | None = None,
    ) -> QuerySet[Page]:
        pages = live_pages(Page, locale).order_by(order.value)
        if type is not None:
            pages = pages.filter(_of_types(type, info.context.active))
        return pages.filter(_below(under)) if under is not None else pages

    @staticmethod
    def resolve_plugins(root: object, info: Info) -> list[InstalledPlugin]:
        return [p for p in registry().plugins.values() if p.label in info.context.active]


def _of_types(names: list[str], active: frozenset[str]) -> Q:
    models = {_type_name(c): c.model for _label, c in registry().contributed(PageType, active)}
    unknown = sorted(set(names) - set(models))
    if unknown:
        raise ApiError(
            f"There is no page type “{unknown[0][:50]}”. There are: {', '.join(sorted(models))}.",
            argument="type",
        )
    labels = [models[name]._meta for name in dict.fromkeys(names)]
    condition = Q(pk__in=[])
    for meta in labels:
        condition |= Q(content_type__app_label=meta.app_label, content_type__model=meta.model_name)
    return condition


def _below(ancestor_id: str) -> Q:
    """The condition to stand below any language version of a public page."""
    number = page_id(ancestor_id)
    keys = live_pages().filter(pk=number or 0).values("translation_key")
    paths = live_pages().filter(translation_key__in=keys).values_list("path", "depth")
    condition = Q(pk__in=[])
    for path, depth in paths:
        condition |= Q(path__startswith=path, depth__gt=depth)
    return condition
