"""Rich text in GraphQL: as HTML, as a tree, as plain words; links in the reader's language."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import graphene

from cms.graphql.context import AskedLocale
from cms.graphql.cost import priced
from cms.graphql.types.document import public_documents_by_id
from cms.graphql.types.image import absolute, drawn, public_images_by_id, src_set
from cms.graphql.types.link import LinksIn
from cms.graphql.types.page import Info
from cms.media.models import Image as StoredImage
from cms.media.renditions import rendition_spec, src_set_specs
from cms.publishing.richtext import (
    DocumentTarget,
    ImageTarget,
    Resolved,
    parse,
    references,
    refers,
    to_html,
    to_json,
    to_text,
)
from cms.publishing.richtext.nodes import ImageEmbed, Tree, walk

T = TypeVar("T")

IMAGE_WIDTH = 800
SIDE_IMAGE_WIDTH = 480
SRC_SET_WIDTHS = (480, 800, 1600)


@dataclass(frozen=True, slots=True)
class ShownRichText:
    """A stored rich text in the language that it is asked in."""

    source: str
    asked: AskedLocale


async def resolved(info: Info, tree: Tree, asked: AskedLocale) -> Resolved:
    """What `tree` refers to, all that is public of it, for a reader of `asked`."""
    loaders = info.context.loaders
    wanted = references(tree)
    page_ids, document_ids = list(wanted.page_ids), list(wanted.document_ids)
    embeds = [node for node in walk(tree) if isinstance(node, ImageEmbed)]
    coming = (
        loaders.get(LinksIn(asked)).load_many(page_ids),
        loaders.get(public_documents_by_id).load_many(document_ids),
        loaders.get(public_images_by_id).load_many(embed.image_id for embed in embeds),
    )
    pages, documents, images = await coming[0], await coming[1], await coming[2]
    targets = await loaders.gather(
        _image_target(info, embed, image, asked.locale)
        for embed, image in zip(embeds, images, strict=True)
        if image
    )
    return Resolved(
        asked.locale,
        {page_id: page for page_id, page in zip(page_ids, pages, strict=True) if page},
        {doc.pk: DocumentTarget(doc.pk, absolute(doc.url)) for doc in documents if doc},
        {key: target for key, target in targets if target},
    )


async def _image_target(
    info: Info, embed: ImageEmbed, image: StoredImage, locale: str
) -> tuple[tuple[int, str, str], ImageTarget | None]:
    is_aside = embed.format in {"left", "right"}
    spec = rendition_spec(width=SIDE_IMAGE_WIDTH if is_aside else IMAGE_WIDTH)
    widths = SRC_SET_WIDTHS[:2] if is_aside else SRC_SET_WIDTHS
    loader = info.context.loaders.get(drawn)
    coming = loader.load((image.pk, spec))
    offered = src_set(info, image, src_set_specs(image, widths=widths))
    [sizes] = await info.context.loaders.gather([offered])
    shown = await coming
    if shown is None:
        return embed.key, None
    alt = _alt(embed.alt, image, locale)
    return embed.key, ImageTarget(image.pk, alt, shown.url, sizes, shown.width, shown.height)


def _alt(stored: str, image: StoredImage, locale: str) -> str:
    """The words that stand in the text, unless they are only those that the editor was offered."""
    offered = {image.alt_cs, image.alt_en, image.title, image.description}
    return image.alt(locale) if stored in offered and stored else stored


def _written(
    shown: ShownRichText, info: Info, write: Callable[[Tree, Resolved], T]
) -> T | Awaitable[T]:
    """What `write` makes of the text; at once when it refers to nothing, as most texts do."""
    tree = parse(shown.source)
    if refers(tree):
        return _written_later(tree, shown.asked, info, write)
    return write(tree, Resolved(shown.asked.locale))


async def _written_later(
    tree: Tree, asked: AskedLocale, info: Info, write: Callable[[Tree, Resolved], T]
) -> T:
    return write(tree, await resolved(info, tree, asked))


class JSON(graphene.Scalar):
    """Any JSON value."""

    @staticmethod
    def serialize(value: object) -> object:
        return value


class RichText(graphene.ObjectType):
    """A formatted text. What it links to is public, and in the language asked for if it can be."""

    html = priced(
        graphene.String(required=True, description="Safe HTML, with classes for images only."),
        cost=3,
    )
    json = priced(
        JSON(
            required=True,
            description="A tree: every node has a type; document, paragraph, heading (level),"
            " list (ordered), listItem, quote and link (kind, url, path) have children; text has"
            " text and marks; image, embed, horizontalRule and lineBreak stand alone.",
        ),
        cost=3,
    )
    text = graphene.String(required=True, description="The words alone, a line per paragraph.")

    @staticmethod
    def resolve_html(shown: ShownRichText, info: Info) -> str | Awaitable[str]:
        return _written(shown, info, to_html)

    @staticmethod
    def resolve_json(shown: ShownRichText, info: Info) -> object:
        return _written(shown, info, to_json)

    @staticmethod
    def resolve_text(shown: ShownRichText, info: Info) -> str:
        return to_text(parse(shown.source))
