"""A single link: to a page in the reader's language, a document, or an address."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import graphene

from cms.graphql.context import AskedLocale
from cms.graphql.types.document import shown_document
from cms.graphql.types.image import absolute
from cms.graphql.types.locale import Locale
from cms.graphql.types.page import Info
from cms.publishing.paths import PageLinkValue, localized_links


class Kind(Enum):
    """What a link leads to."""

    PAGE = "page"
    DOCUMENT = "document"
    ADDRESS = "address"


KINDS = {
    None: "What a link leads to.",
    Kind.PAGE: "A page of this site.",
    Kind.DOCUMENT: "A file for download.",
    Kind.ADDRESS: "Any other address.",
}


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link that may be followed. Made by :func:`shown_link`, which is where visibility is asked.

    `locale` is the language of the page behind it; None when it is not a page.
    """

    kind: Kind
    url: str
    path: str | None = None
    title: str | None = None
    locale: str | None = None


@dataclass(frozen=True)
class LinksIn:
    """Fetches pages by id as targets of links in one language; two queries in all.

    A page without a public version there or in a fallback language stands for itself, if public.
    """

    asked: AskedLocale

    def __call__(self, page_ids: list[int]) -> list[PageLinkValue | None]:
        found = localized_links(
            page_ids, self.asked.locale, fallback=self.asked.fallback, or_own=True
        )
        return [found.get(page_id) for page_id in page_ids]


async def shown_link(
    info: Info,
    asked: AskedLocale,
    *,
    page_id: int | None = None,
    document_id: int | None = None,
    url: str | None = None,
) -> ShownLink | None:
    """The link to the first of page, document and address that is given; None when that is not
    public or nothing is given.
    """
    if page_id:
        page = await info.context.loaders.get(LinksIn(asked)).load(page_id)
        if page is None:
            return None
        return ShownLink(Kind.PAGE, page.url, page.path, page.title, page.locale)
    if document_id:
        document = await shown_document(info, document_id)
        if document is None:
            return None
        return ShownLink(Kind.DOCUMENT, absolute(document.url), title=document.title)
    return ShownLink(Kind.ADDRESS, url) if url else None


class LinkKind(graphene.Enum):
    class Meta:
        enum = Kind
        name = "LinkKind"

        @staticmethod
        def description(value: Kind | None) -> str:
            return KINDS[value]


class Link(graphene.ObjectType):
    """A link. A page is linked in the language asked for, if it has a public version there."""

    kind = graphene.Field(LinkKind, required=True, description="What it leads to.")
    url = graphene.String(required=True, description="The absolute address.")
    path = graphene.String(description="The path of a page of this site.")
    title = graphene.String(description="The title of the page or document.")
    locale = graphene.Field(Locale, description="The language of the page behind the link.")
