"""The field ``route``: what a frontend should do with a path."""

from __future__ import annotations

import graphene
from wagtail.contrib.redirects.models import Redirect

from cms.graphql.context import AskedLocale
from cms.graphql.pages import of_own_type
from cms.graphql.types.locale import Locale, LocaleCode
from cms.graphql.types.page import Alternate, Info, PageInterface
from cms.plugin.reads import touch
from cms.publishing import epoch
from cms.publishing.addresses import routing
from cms.publishing.paths import locate


class PageRoute(graphene.ObjectType):
    """The path names a public page."""

    page = graphene.Field(PageInterface, required=True, description="The page.")


class RedirectRoute(graphene.ObjectType):
    """The content is somewhere else now, or its path is spelled otherwise."""

    path = graphene.String(description="The path to go to; null when it is on another site.")
    url = graphene.String(required=True, description="The absolute address to go to.")
    is_permanent = graphene.Boolean(required=True, description="True when it will stay there.")


class GoneReason(graphene.Enum):
    class Meta:
        enum = routing.GoneReason

        @staticmethod
        def description(value: routing.GoneReason | None) -> str:
            return {
                None: "Why a page that was public is not any more.",
                routing.GoneReason.UNPUBLISHED: "An editor has taken it off the site.",
                routing.GoneReason.EXPIRED: "It was to be public until then.",
                routing.GoneReason.DELETED: "It exists no more.",
            }[value]


class GoneRoute(graphene.ObjectType):
    """There was a public page here, and it was taken off the site."""

    reason = graphene.Field(GoneReason, required=True, description="Why.")
    since = graphene.DateTime(required=True, description="When it went.")


class NotTranslatedRoute(graphene.ObjectType):
    """The page exists, but not in the language of the path."""

    locale = graphene.Field(Locale, required=True, description="The language of the path.")
    available = graphene.List(
        graphene.NonNull(Alternate),
        required=True,
        description="The language versions that there are.",
    )


class RestrictedRoute(graphene.ObjectType):
    """There is a page for some visitors only."""

    requested_path = graphene.String(required=True, description="The path that was asked for.")


class NotFoundRoute(graphene.ObjectType):
    """There is nothing at this path."""

    requested_path = graphene.String(required=True, description="The path that was asked for.")


_ROUTES: dict[type, type] = {
    routing.Moved: RedirectRoute,
    routing.Gone: GoneRoute,
    routing.NotTranslated: NotTranslatedRoute,
}


class RouteResult(graphene.Union):
    """What a frontend should do with a path."""

    class Meta:
        types = (
            PageRoute,
            RedirectRoute,
            GoneRoute,
            NotTranslatedRoute,
            RestrictedRoute,
            NotFoundRoute,
        )

    @classmethod
    def resolve_type(cls, instance: object, info: Info) -> type:
        found = _ROUTES.get(type(instance))
        return found if found else type(instance)


def routed(path: str, fallback: list[LocaleCode] | None) -> object:
    """What is at `path`, as a member of ``RouteResult``."""
    codes = tuple(str(code.value) for code in fallback or ())
    found = routing.route(path, codes)
    if isinstance(found, routing.FoundPage):
        asked = asked_locale_of(path, codes)
        page = of_own_type([(found.page_id, found.content_type_id)], [found.page_id], asked)[0]
        if page is not None:
            touch([epoch.versions_tag(page.translation_key)])
            return PageRoute(page=page)
        found = routing.NotFound()
    touch([epoch.PAGES, epoch.type_tag(Redirect)])  # any page may come here
    match found:
        case routing.Restricted():
            return RestrictedRoute(requested_path=path)
        case routing.NotFound():
            return NotFoundRoute(requested_path=path)
        case _:
            return found


def asked_locale_of(path: str, fallback: tuple[str, ...]) -> AskedLocale | None:
    """The language that `path` asks for; None when it names none."""
    location = locate(path)
    return AskedLocale(location.root.locale, fallback) if location else None
