"""The interface of all pages, and what it is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import graphene
from django.db.models import Model
from graphene.types.resolver import dict_or_attr_resolver
from graphql import GraphQLNonNull, GraphQLResolveInfo
from wagtail.models import Page

from cms.graphql.context import Context
from cms.graphql.pages import (
    ParentsByPath,
    ancestor_paths,
    children_by_parent,
    links_by_key,
)
from cms.graphql.pagination import ConnectionField, Within
from cms.graphql.plans import plain
from cms.graphql.shown import asked_of, is_withheld, provenance
from cms.graphql.types.locale import Locale
from cms.publishing.paths import PageLinkValue, path_of, url_of
from cms.publishing.visibility import hidden_fields
from cms.translation.provenance import State


class Info(GraphQLResolveInfo):
    """What resolvers get; `context` is one request."""

    context: Context


class PageLink(graphene.ObjectType):
    """A public page as the target of a link."""

    id = graphene.ID(required=True, description="The id of the page.")
    locale = graphene.Field(Locale, required=True, description="The language of the page.")
    title = graphene.String(required=True, description="The title of the page.")
    path = graphene.String(required=True, description="The path, such as “/cs/clenove/”.")
    url = graphene.String(required=True, description="The absolute address.")

    @staticmethod
    @plain
    def resolve_id(link: PageLinkValue, info: Info) -> str:
        return str(link.page_id)


class Alternate(graphene.ObjectType):
    """A public language version of a page."""

    locale = graphene.Field(Locale, required=True, description="The language of the version.")
    title = graphene.String(required=True, description="Its title.")
    path = graphene.String(required=True, description="Its path.")
    url = graphene.String(required=True, description="Its absolute address.")


class Seo(graphene.ObjectType):
    """What search engines and social networks are told about a page."""

    title = graphene.String(required=True, description="The title for the browser's window.")
    description = graphene.String(description="One or two sentences; null when nobody wrote them.")
    canonical_url = graphene.String(required=True, description="The one address of the page.")
    image = graphene.Field(
        "cms.graphql.types.image.Image",
        description="The image for sharing; null when there is none that is public.",
    )

    @staticmethod
    @plain
    def resolve_title(page: Page, info: Info) -> str:
        return page.title if is_withheld(page, "seo_title") else page.seo_title or page.title

    @staticmethod
    @plain
    def resolve_description(page: Page, info: Info) -> str | None:
        return None if is_withheld(page, "search_description") else page.search_description or None

    @staticmethod
    @plain
    def resolve_canonical_url(page: Page, info: Info) -> str:
        return url_of(page) or ""

    @staticmethod
    def resolve_image(page: Any, info: Info) -> object:
        return _showing_images()(info, page.share_image_id, asked_of(page).locale)


@cache
def _showing_images() -> Callable[[Info, int | None, str], object]:
    from cms.graphql.types.image import shown_image  # noqa: PLC0415 -- imports this module

    return shown_image


_STATES = {
    State.ORIGINAL: "Written in this language.",
    State.TRANSLATED: "Translated by a person, and the source still says the same.",
    State.MACHINE: "Translated by a machine, and the source still says the same.",
    State.STALE: "Translated, but the source has changed since.",
    State.FALLBACK: "Not translated: the words of the source language.",
}


def _describe(state: State | None) -> str:
    return _STATES[state] if state else "Where a text comes from."


class TranslationState(graphene.Enum):
    class Meta:
        enum = State
        name = "TranslationState"
        description = _describe


class FieldTranslation(graphene.ObjectType):
    """Where the texts of one field come from; the worst of them counts."""

    name = graphene.String(required=True, description="The field, named as in this schema.")
    state = graphene.Field(TranslationState, required=True, description="Its state.")


class TranslationInfo(graphene.ObjectType):
    """Which language was asked for, which is served, and what of it is really translated."""

    requested = graphene.Field(Locale, required=True, description="The language asked for.")
    served = graphene.Field(Locale, required=True, description="The language of this version.")
    is_fallback = graphene.Boolean(
        required=True,
        description="True when another language stands in for the page or for a part of it.",
    )
    state = graphene.Field(TranslationState, required=True, description="The worst of all fields.")
    fields = graphene.List(
        graphene.NonNull(FieldTranslation),
        required=True,
        description="The fields that have a source in another language.",
    )

    @staticmethod
    @plain
    def resolve_requested(member: Model, info: Info) -> str:
        return asked_of(member).locale

    @staticmethod
    @plain
    def resolve_served(member: Any, info: Info) -> str:
        return str(member.locale.language_code)

    @staticmethod
    @plain
    def resolve_is_fallback(member: Any, info: Info) -> bool:
        is_other = member.locale.language_code != asked_of(member).locale
        return is_other or provenance(member).state is State.FALLBACK

    @staticmethod
    @plain
    def resolve_state(member: Model, info: Info) -> State:
        return provenance(member).state

    @staticmethod
    def resolve_fields(member: Model, info: Info) -> list[dict[str, object]]:
        shown_as = _names_in_schema(member, info)
        hidden = hidden_fields(member)
        states = {
            _camel(shown_as.get(name, name)): state
            for name, state in provenance(member).fields.items()
            if name not in hidden
        }
        return [{"name": name, "state": state} for name, state in sorted(states.items())]


def _names_in_schema(member: Model, info: Info) -> Mapping[str, str]:
    """The attributes that the type of `member` shows under another name: its ``shown_as``."""
    models = (info.schema.extensions or {}).get("models", {})
    names: Mapping[str, str] = getattr(models.get(type(member)), "shown_as", {})
    return names


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)


def read_shown(
    attname: str, default_value: Any, root: Any, info: GraphQLResolveInfo, **args: Any
) -> Any:
    """The attribute of a page, for fields without a resolver; null when the page withholds it.

    An empty text is null where the schema allows it: nobody has written anything.
    """
    if is_withheld(root, attname):
        return None
    value = dict_or_attr_resolver(attname, default_value, root, info, **args)
    if value == "" and not isinstance(info.return_type, GraphQLNonNull):
        return None
    return value


class PageInterface(graphene.Interface):
    """A public page in one language."""

    class Meta:
        name = "Page"

    id = graphene.ID(required=True, description="The id of this language version.")
    translation_key = graphene.ID(
        required=True, description="The same for all language versions of the page."
    )
    locale = graphene.Field(Locale, required=True, description="The language of this version.")
    title = graphene.String(required=True, description="The title.")
    slug = graphene.String(required=True, description="The last part of the path.")
    path = graphene.String(required=True, description="The path, such as “/cs/clenove/meopta/”.")
    url = graphene.String(required=True, description="The absolute address.")
    seo = graphene.Field(Seo, required=True, description="What search engines are told.")
    breadcrumbs = graphene.List(
        graphene.NonNull(PageLink),
        required=True,
        description="The public pages above this one, the home page first, this one last.",
    )
    parent = graphene.Field(
        lambda: PageInterface, description="The page above; null for a home page."
    )
    alternates = graphene.List(
        graphene.NonNull(Alternate),
        required=True,
        description="Every public language version, this one included.",
    )
    children = ConnectionField(
        lambda: PageInterface, description="The public pages right below, in the order of the tree."
    )
    translation = graphene.Field(
        TranslationInfo, required=True, description="What of this page is really translated."
    )
    first_published_at = graphene.DateTime(
        description="When the page first became public; null when nobody noted it."
    )
    last_published_at = graphene.DateTime(
        description="When it was last published; null when nobody noted it."
    )
    is_preview = graphene.Boolean(
        required=True,
        description="True when this is the draft that the preview token of the request shows.",
    )

    read_field = staticmethod(read_shown)

    @staticmethod
    @plain
    def resolve_id(page: Page, info: Info) -> str:
        return str(page.pk)

    @staticmethod
    @plain
    def resolve_locale(page: Page, info: Info) -> str:
        return str(page.locale.language_code)

    @staticmethod
    @plain
    def resolve_path(page: Page, info: Info) -> str:
        return path_of(page) or ""

    @staticmethod
    @plain
    def resolve_url(page: Page, info: Info) -> str:
        return url_of(page) or ""

    @staticmethod
    def resolve_is_preview(page: Page, info: Info) -> bool:
        draft = info.context.viewer.draft
        return draft is not None and draft.page_id == page.pk

    @staticmethod
    def resolve_seo(page: Page, info: Info) -> Page:
        return page

    @staticmethod
    def resolve_translation(page: Page, info: Info) -> Page:
        return page

    @staticmethod
    async def resolve_breadcrumbs(page: Page, info: Info) -> list[PageLinkValue]:
        keys = [("path", path) for path in ancestor_paths(page)]
        found = await info.context.loaders.get(links_by_key).load_many(keys)
        return [link for links in found for link in links or ()]

    @staticmethod
    async def resolve_parent(page: Page, info: Info) -> Page | None:
        paths = ancestor_paths(page)[:-1]
        if not paths:
            return None
        return await info.context.loaders.get(ParentsByPath(asked_of(page))).load(paths[-1])

    @staticmethod
    def resolve_children(page: Page, info: Info) -> Within:
        return Within(children_by_parent(), "parent_path", page.path, asked_of(page))

    @staticmethod
    def resolve_alternates(page: Page, info: Info) -> object:
        key = ("translation", str(page.translation_key))
        return info.context.loaders.get(links_by_key).given(key, lambda links: links or ())
