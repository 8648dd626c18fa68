"""What the site says about the cluster, its menus, pillars and topics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import graphene
from django.conf import settings
from django.db.models import Q, QuerySet
from wagtail.models import Page

from cms.content import models
from cms.content.collation import fold
from cms.content.graphql.terms import Pillar, Topic, rich_text
from cms.content.models.settings import SocialNetwork
from cms.content.models.snippets import Term
from cms.graphql.context import AskedLocale
from cms.graphql.errors import ApiError
from cms.graphql.pagination import ConnectionField
from cms.graphql.shown import is_part_withheld, is_withheld, show
from cms.graphql.types.blocks import items_of
from cms.graphql.types.image import Image, shown_image
from cms.graphql.types.link import Kind, Link, ShownLink
from cms.graphql.types.locale import (
    Locale,
    LocaleCode,
    asked_in,
    fallback_argument,
    locale_argument,
)
from cms.graphql.types.page import Info, PageLink, TranslationInfo
from cms.graphql.types.richtext import RichText, ShownRichText
from cms.publishing.paths import PageLinkValue, localized_links, page_links, roots
from cms.publishing.visibility import live_pages


def _describe_network(network: SocialNetwork | None) -> str:
    return f"{network.label}." if network else "A social network."


class SocialNetworkEnum(graphene.Enum):
    class Meta:
        enum = SocialNetwork
        name = "SocialNetwork"
        description = _describe_network


class SocialLink(graphene.ObjectType):
    """A profile on a social network."""

    network = graphene.Field(SocialNetworkEnum, required=True, description="The network.")
    url = graphene.String(required=True, description="The address of the profile.")

    @staticmethod
    def resolve_network(link: Any, info: Info) -> SocialNetwork:
        return SocialNetwork(link.network)


def read_setting(attname: str, default_value: Any, root: Any, info: Info, **args: Any) -> Any:
    """The text of a setting, for fields without a resolver; null when nobody has written it."""
    if root.settings is None or is_withheld(root.settings, attname):
        return None
    return getattr(root.settings, attname) or None


class PostalAddress(graphene.ObjectType):
    """Where to write to."""

    street = graphene.String(description="Street and number.")
    postal_code = graphene.String(description="The postal code.")
    city = graphene.String(description="The town.")
    region = graphene.String(description="The region.")

    read_field = staticmethod(read_setting)


class Site(graphene.ObjectType):
    """What the site says about the cluster, in one language."""

    locale = graphene.Field(Locale, required=True, description="The language asked for.")
    name = graphene.String(required=True, description="The name of the cluster.")
    short_name = graphene.String(description="Its short name.")
    legal_name = graphene.String(description="Its full name by law.")
    claim = graphene.String(description="Its claim.")
    logo = graphene.Field(Image, description="Its logo.")
    email = graphene.String(description="The e-mail address of the office.")
    phone = graphene.String(description="The telephone number of the office.")
    website = graphene.String(description="The cluster's own website.")
    address = graphene.Field(PostalAddress, required=True, description="The office.")
    socials = graphene.List(
        graphene.NonNull(SocialLink), required=True, description="Profiles on social networks."
    )
    footer = graphene.Field(RichText, description="What stands at the bottom of every page.")
    home = graphene.Field(PageLink, description="The home page; null when it is not public.")
    locales = graphene.List(
        graphene.NonNull(Locale),
        required=True,
        description="The languages that have a public home page.",
    )
    translation = graphene.Field(
        TranslationInfo, description="What of this is really translated; null without settings."
    )

    read_field = staticmethod(read_setting)

    @staticmethod
    def resolve_locale(site: ShownSite, info: Info) -> str:
        return site.asked.locale

    @staticmethod
    def resolve_name(site: ShownSite, info: Info) -> str:
        return site.settings.name if site.settings else str(settings.WAGTAIL_SITE_NAME)

    @staticmethod
    async def resolve_logo(site: ShownSite, info: Info) -> object:
        logo = site.settings.logo_id if site.settings else None  # type: ignore[attr-defined]  # Django adds it
        return await shown_image(info, logo, site.asked.locale)

    @staticmethod
    def resolve_address(site: ShownSite, info: Info) -> ShownSite:
        return site

    @staticmethod
    def resolve_socials(site: ShownSite, info: Info) -> list[Any]:
        return list(site.settings.socials.all()) if site.settings else []

    @staticmethod
    def resolve_footer(site: ShownSite, info: Info) -> ShownRichText | None:
        return rich_text(site.settings, "footer") if site.settings else None

    @staticmethod
    def resolve_home(site: ShownSite, info: Info) -> PageLinkValue | None:
        return next((home for home in site.homes if home.locale == site.asked.locale), None)

    @staticmethod
    def resolve_locales(site: ShownSite, info: Info) -> list[str]:
        return [home.locale for home in site.homes]

    @staticmethod
    def resolve_translation(site: ShownSite, info: Info) -> models.SiteSettings | None:
        return site.settings


@dataclass(frozen=True)
class ShownSite:
    """The settings of the default site, None when nobody has made any, and its home pages."""

    asked: AskedLocale
    settings: models.SiteSettings | None
    homes: tuple[PageLinkValue, ...]


def shown_site(asked: AskedLocale) -> ShownSite:
    """The default site in the asked language; settings of a fallback language may stand in."""
    home_ids = [root.page_id for root in roots() if root.is_default]
    homes = page_links(live_pages().filter(pk__in=home_ids))
    wanted = (asked.locale, *asked.fallback)
    rows = (
        models.SiteSettings.objects.filter(
            site__is_default_site=True, locale__language_code__in=wanted
        )
        .select_related("locale")
        .prefetch_related("socials")
    )
    found = sorted(rows, key=lambda row: wanted.index(row.locale.language_code))
    return ShownSite(
        asked, show(found[:1], asked)[0] if found else None, tuple(sorted(homes, key=_by_locale))
    )


def _by_locale(link: PageLinkValue) -> str:
    return link.locale


class NavigationItem(graphene.ObjectType):
    """An item of a menu. Pages that are not public in this language are left out."""

    label = graphene.String(required=True, description="What visitors read.")
    link = graphene.Field(Link, required=True, description="Where it leads.")
    children = graphene.List(
        graphene.NonNull(lambda: NavigationItem), required=True, description="The items below."
    )


@dataclass(frozen=True)
class ShownItem:
    """An item of a menu with its target and the items below it."""

    label: str
    link: ShownLink
    children: tuple[ShownItem, ...] = ()


def _stored_items(menu: models.Menu) -> list[dict[str, Any]]:
    return [item["value"] for item in menu.items.raw_data]


def _page_ids(items: list[dict[str, Any]]) -> Iterator[int]:
    for item in items:
        page_id = (item.get("link") or {}).get("page")
        if page_id:
            yield page_id
        yield from _page_ids(items_of(item.get("children")))


async def menu_items(info: Info, code: str, asked: AskedLocale) -> list[ShownItem]:
    """The items of the menu `code`, two queries and those of the links.

    Without a menu "main" the pages that are ticked to show in menus stand for it.

    Raises:
        ApiError: No menu of this code exists in any language.
    """
    wanted = (asked.locale, *asked.fallback)
    menus = list(models.Menu.objects.filter(code=code).select_related("locale"))
    found = [menu for menu in menus if menu.locale.language_code in wanted]
    if found:
        found.sort(key=lambda menu: wanted.index(menu.locale.language_code))
        return await _shown_items(info, show(found[:1], asked)[0], asked)
    if not menus and code != "main":
        raise ApiError(f"There is no menu “{code}”.", argument="menu")
    return [] if menus else _ticked_pages(asked.locale)


async def _shown_items(info: Info, menu: models.Menu, asked: AskedLocale) -> list[ShownItem]:
    stored = [(item.get("id") or "", item["value"]) for item in menu.items.raw_data]
    ids = list(dict.fromkeys(_page_ids([value for _id, value in stored])))
    links = localized_links(ids, asked.locale, fallback=asked.fallback)
    shown = []
    for block_id, value in stored:
        is_label_shown = not is_part_withheld(menu, "items", block_id)
        item = _shown_item(value, links, is_label_shown=is_label_shown)
        if item is not None:
            shown.append(item)
    return shown


def _shown_item(
    value: dict[str, Any], links: dict[int, PageLinkValue], *, is_label_shown: bool
) -> ShownItem | None:
    """The item as it is shown; None when its page is not public or nothing can stand for it."""
    stored = value.get("link") or {}
    page = links.get(stored.get("page") or 0)
    if page is not None:
        target = _to_page(page)
    elif stored.get("url"):
        target = ShownLink(Kind.ADDRESS, stored["url"])
    else:
        return None
    label = (value.get("label") if is_label_shown else "") or target.title
    if not label:
        return None
    children = (
        _shown_item(child, links, is_label_shown=is_label_shown)
        for child in items_of(value.get("children"))
    )
    return ShownItem(label, target, tuple(child for child in children if child is not None))


def _to_page(page: PageLinkValue) -> ShownLink:
    return ShownLink(Kind.PAGE, page.url, page.path, page.title, page.locale)


def _ticked_pages(locale: str) -> list[ShownItem]:
    """Up to three levels of pages below the home page that are ticked to show in menus."""
    home = next((root for root in roots() if root.is_default and root.locale == locale), None)
    if home is None:
        return []
    pages = live_pages(locale=locale).filter(
        show_in_menus=True, url_path__startswith=home.url_path, depth__range=(3, 5)
    )
    links = page_links(pages.exclude(pk=home.page_id).order_by("path"))

    def below(prefix: str, length: int) -> tuple[ShownItem, ...]:
        return tuple(
            ShownItem(
                link.title,
                _to_page(link),
                below(link.tree_path, length + Page.steplen),
            )
            for link in links
            if len(link.tree_path) == length and link.tree_path.startswith(prefix)
        )

    return list(below("", 3 * Page.steplen))


class SiteQueries:
    """The site, its menus and its vocabularies."""

    site = graphene.Field(
        Site,
        required=True,
        locale=locale_argument(),
        fallback=fallback_argument(),
        description="What the site says about the cluster.",
    )
    navigation = graphene.List(
        graphene.NonNull(NavigationItem),
        required=True,
        locale=locale_argument(),
        fallback=fallback_argument(),
        menu=graphene.String(
            default_value="main", description="The code of the menu; “main” and “footer” exist."
        ),
        description="A menu in one language, as a tree.",
    )
    pillars = ConnectionField(
        Pillar,
        locale=locale_argument(),
        fallback=fallback_argument(),
        description="The technological pillars, in their order.",
    )
    topics = ConnectionField(
        Topic,
        locale=locale_argument(),
        fallback=fallback_argument(),
        text_prefix=graphene.String(
            description="Only names that begin so; accents and case do not matter."
        ),
        description="The topics in alphabetical order.",
    )

    @staticmethod
    def resolve_site(
        root: object, info: Info, *, locale: LocaleCode, fallback: list[LocaleCode] | None = None
    ) -> ShownSite:
        return shown_site(asked_in(locale, fallback))

    @staticmethod
    async def resolve_navigation(
        root: object,
        info: Info,
        *,
        locale: LocaleCode,
        menu: str,
        fallback: list[LocaleCode] | None = None,
    ) -> list[ShownItem]:
        return await menu_items(info, menu, asked_in(locale, fallback))

    @staticmethod
    def resolve_pillars(
        root: object, info: Info, *, locale: LocaleCode, fallback: list[LocaleCode] | None = None
    ) -> QuerySet[Term]:
        return terms_in(models.Pillar, asked_in(locale, fallback))

    @staticmethod
    def resolve_topics(
        root: object,
        info: Info,
        *,
        locale: LocaleCode,
        fallback: list[LocaleCode] | None = None,
        text_prefix: str | None = None,
    ) -> QuerySet[Term]:
        topics = terms_in(models.Topic, asked_in(locale, fallback))
        return topics.filter(name_folded__startswith=fold(text_prefix)) if text_prefix else topics


def terms_in(model: type[Term], asked: AskedLocale) -> QuerySet[Term]:
    """The terms of a vocabulary in the asked language, or in the first fallback that has them."""
    condition = Q(locale__language_code=asked.locale)
    earlier = [asked.locale]
    for code in asked.fallback:
        known = model._default_manager.filter(locale__language_code__in=earlier)
        missing = ~Q(translation_key__in=known.values("translation_key"))
        condition |= Q(locale__language_code=code) & missing
        earlier.append(code)
    terms: QuerySet[Any] = model._default_manager.filter(condition)
    terms.asked_locale = asked  # type: ignore[attr-defined]  # read by ConnectionField
    return terms
