"""What the site says about the cluster, and the root fields of menus, pillars and topics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import graphene
from django.conf import settings
from django.db.models import Q, QuerySet

from cms.content import models
from cms.content.graphql.navigation import NavigationItem, ShownItem, menu_items
from cms.content.graphql.terms import Pillar, Topic, rich_text
from cms.content.models.settings import SocialNetwork
from cms.content.models.snippets import Term
from cms.graphql.context import AskedLocale
from cms.graphql.filters import Prefix
from cms.graphql.pagination import ConnectionField
from cms.graphql.shown import is_withheld, show
from cms.graphql.types.image import Image, shown_image
from cms.graphql.types.locale import (
    Locale,
    LocaleCode,
    asked_in,
    fallback_argument,
    locale_argument,
)
from cms.graphql.types.page import Info, PageLink, TranslationInfo
from cms.graphql.types.richtext import RichText, ShownRichText
from cms.publishing.paths import PageLinkValue, page_links, roots
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
    logo = graphene.Field(Image, description="Its logo; null when there is none that is public.")
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
    def resolve_logo(site: ShownSite, info: Info) -> object:
        logo = site.settings.logo_id if site.settings else None  # type: ignore[attr-defined]  # Django adds it
        return shown_image(info, logo, site.asked.locale)

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
    def resolve_navigation(
        root: object,
        info: Info,
        *,
        locale: LocaleCode,
        menu: str,
        fallback: list[LocaleCode] | None = None,
    ) -> tuple[ShownItem, ...]:
        return menu_items(menu, asked_in(locale, fallback))

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
        begins = Prefix("name_folded", description="Names that begin so.")
        return topics.filter(begins.condition(models.Topic, text_prefix or "", "textPrefix"))


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
