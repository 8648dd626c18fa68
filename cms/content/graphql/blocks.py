"""The core's body blocks in GraphQL. A resolver gets the stored block, see ``ShownBlock``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import graphene

from cms.graphql.context import AskedLocale
from cms.graphql.types.blocks import BlockInterface, ShownBlock, items_of, read_stored
from cms.graphql.types.document import Document, shown_documents
from cms.graphql.types.image import Image, shown_image
from cms.graphql.types.link import Link, shown_link
from cms.graphql.types.page import Info
from cms.graphql.types.richtext import RichText, ShownRichText
from cms.media.models import Document as StoredDocument


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A part of a block: what is stored, the language it was asked in, and its own language."""

    value: Mapping[str, Any]
    asked: AskedLocale
    locale: str

    def get(self, name: str, default: object = None) -> object:
        """What is stored under `name`."""
        return self.value.get(name, default)


Shown = ShownBlock | ShownItem


def parts_of(block: ShownBlock, name: str) -> list[ShownItem]:
    """The items of the list `name` in a block."""
    return [ShownItem(item, block.asked, block.locale) for item in items_of(block.value.get(name))]


def picture(info: Info, shown: Shown) -> object:
    """The image of an image block with the words that belong to this place."""
    value = shown.value
    alt = "" if value.get("decorative") else value.get("alt") or None
    return shown_image(
        info, value.get("image"), shown.locale, alt=alt, caption=value.get("caption") or None
    )


class HeadingLevel(graphene.Enum):
    """The level of a heading in a body; the page's title is the first-level one."""

    H2 = "h2"
    H3 = "h3"

    @property
    def description(self) -> str:
        return {"h2": "Second level.", "h3": "Third level."}[self.value]


class HeadingBlock(graphene.ObjectType):
    """A heading inside the body."""

    class Meta:
        interfaces = (BlockInterface,)

    text = graphene.String(required=True, description="The text of the heading.")
    level = graphene.Field(HeadingLevel, required=True, description="Its level.")

    @staticmethod
    def resolve_level(block: ShownBlock, info: Info) -> str:
        return block.value.get("level") or "h2"


class RichTextBlock(graphene.ObjectType):
    """Paragraphs, lists and links."""

    class Meta:
        interfaces = (BlockInterface,)

    rich_text = graphene.Field(RichText, required=True, description="The text.")

    @staticmethod
    def resolve_rich_text(block: ShownBlock, info: Info) -> ShownRichText:
        return ShownRichText(block.value.get("value") or "", block.asked)


class ImageBlock(graphene.ObjectType):
    """An image with a caption."""

    class Meta:
        interfaces = (BlockInterface,)

    image = graphene.Field(
        Image, description="The image; null when it is not public or does not exist any more."
    )
    caption = graphene.String(description="The caption.")

    @staticmethod
    def resolve_image(block: ShownBlock, info: Info) -> object:
        return picture(info, block)


class GalleryBlock(graphene.ObjectType):
    """Several images together."""

    class Meta:
        interfaces = (BlockInterface,)

    title = graphene.String(description="The title.")
    images = graphene.List(
        graphene.NonNull(Image), required=True, description="The public ones of the images."
    )

    @staticmethod
    async def resolve_images(block: ShownBlock, info: Info) -> list[object]:
        shown = parts_of(block, "images")
        found = await info.context.loaders.gather(picture(info, item) for item in shown)
        return [image for image in found if image is not None]


class QuoteBlock(graphene.ObjectType):
    """Somebody's words."""

    class Meta:
        interfaces = (BlockInterface,)

    quote = graphene.String(required=True, description="The words.")
    attribution = graphene.String(description="Whose they are.")

    @staticmethod
    def resolve_quote(block: ShownBlock, info: Info) -> str:
        return block.value.get("text") or ""


class CallToActionBlock(graphene.ObjectType):
    """An invitation with a button."""

    class Meta:
        interfaces = (BlockInterface,)

    title = graphene.String(description="The title.")
    invitation = graphene.String(description="A sentence or two.")
    label = graphene.String(required=True, description="What stands on the button.")
    link = graphene.Field(Link, description="Where it leads; null when that is not public.")

    @staticmethod
    def resolve_invitation(block: ShownBlock, info: Info) -> str | None:
        return block.value.get("text") or None

    @staticmethod
    async def resolve_link(block: ShownBlock, info: Info) -> object:
        link = block.value.get("link") or {}
        return await shown_link(info, block.asked, page_id=link.get("page"), url=link.get("url"))


class Person(graphene.ObjectType):
    """One person with a role."""

    name = graphene.String(required=True, description="The name.")
    role = graphene.String(description="The role.")
    email = graphene.String(description="The e-mail address.")
    phone = graphene.String(description="The telephone number.")
    photo = graphene.Field(
        Image, description="A photograph; null when there is none that is public."
    )

    read_field = staticmethod(read_stored)

    @staticmethod
    def resolve_photo(person: ShownItem, info: Info) -> object:
        return shown_image(info, person.value.get("photo"), person.locale)


class PeopleBlock(graphene.ObjectType):
    """People side by side."""

    class Meta:
        interfaces = (BlockInterface,)

    title = graphene.String(description="The title.")
    people = graphene.List(
        graphene.NonNull(Person), required=True, description="The people, in their order."
    )

    @staticmethod
    def resolve_people(block: ShownBlock, info: Info) -> list[ShownItem]:
        return parts_of(block, "people")


class Logo(graphene.ObjectType):
    """One organisation's logo."""

    name = graphene.String(required=True, description="The organisation.")
    url = graphene.String(description="Its website.")
    image = graphene.Field(Image, description="The logo; null when there is none that is public.")

    read_field = staticmethod(read_stored)

    @staticmethod
    def resolve_image(logo: ShownItem, info: Info) -> object:
        name = logo.value.get("name")
        return shown_image(info, logo.value.get("image"), logo.locale, alt=name)


class LogosBlock(graphene.ObjectType):
    """A wall of logos."""

    class Meta:
        interfaces = (BlockInterface,)

    title = graphene.String(description="The title.")
    logos = graphene.List(graphene.NonNull(Logo), required=True, description="The logos.")

    @staticmethod
    def resolve_logos(block: ShownBlock, info: Info) -> list[ShownItem]:
        return parts_of(block, "logos")


class Figure(graphene.ObjectType):
    """One number worth remembering."""

    value = graphene.String(required=True, description="The number as it is written.")
    unit = graphene.String(description="Its unit.")
    label = graphene.String(required=True, description="What it counts.")
    note = graphene.String(description="When or how it was counted.")

    read_field = staticmethod(read_stored)


class FiguresBlock(graphene.ObjectType):
    """Key figures in a row."""

    class Meta:
        interfaces = (BlockInterface,)

    title = graphene.String(description="The title.")
    items = graphene.List(graphene.NonNull(Figure), required=True, description="The figures.")

    @staticmethod
    def resolve_items(block: ShownBlock, info: Info) -> list[ShownItem]:
        return parts_of(block, "items")


class TableBlock(graphene.ObjectType):
    """A table of plain texts."""

    class Meta:
        interfaces = (BlockInterface,)

    caption = graphene.String(description="The caption.")
    rows = graphene.List(
        graphene.NonNull(graphene.List(graphene.NonNull(graphene.String))),
        required=True,
        description="The cells, row by row; an empty cell is an empty text.",
    )
    has_header_row = graphene.Boolean(
        required=True, description="True when the first row names the columns."
    )
    has_header_column = graphene.Boolean(
        required=True, description="True when the first cell of a row names the row."
    )

    @staticmethod
    def resolve_caption(block: ShownBlock, info: Info) -> str | None:
        return block.value.get("table_caption") or None

    @staticmethod
    def resolve_rows(block: ShownBlock, info: Info) -> list[list[str]]:
        return [[cell or "" for cell in row] for row in block.value.get("data") or []]

    @staticmethod
    def resolve_has_header_row(block: ShownBlock, info: Info) -> bool:
        return bool(block.value.get("first_row_is_table_header"))

    @staticmethod
    def resolve_has_header_column(block: ShownBlock, info: Info) -> bool:
        return bool(block.value.get("first_col_is_header"))


class DocumentsBlock(graphene.ObjectType):
    """Files for download."""

    class Meta:
        interfaces = (BlockInterface,)

    title = graphene.String(description="The title.")
    documents = graphene.List(
        graphene.NonNull(Document), required=True, description="The public ones of the files."
    )

    @staticmethod
    async def resolve_documents(block: ShownBlock, info: Info) -> list[StoredDocument]:
        return await shown_documents(info, items_of(block.value.get("documents")))


class EmbedBlock(graphene.ObjectType):
    """A video or a player of another site; nothing of it is loaded for you."""

    class Meta:
        interfaces = (BlockInterface,)

    title = graphene.String(description="What it is.")
    url = graphene.String(required=True, description="Its address.")

    @staticmethod
    def resolve_url(block: ShownBlock, info: Info) -> str:
        return block.value.get("media") or ""


class AccordionItem(graphene.ObjectType):
    """A heading that opens its text."""

    title = graphene.String(required=True, description="The heading.")
    content = graphene.Field(RichText, required=True, description="The text.")

    read_field = staticmethod(read_stored)

    @staticmethod
    def resolve_content(item: ShownItem, info: Info) -> ShownRichText:
        return ShownRichText(item.value.get("content") or "", item.asked)


class AccordionBlock(graphene.ObjectType):
    """Questions and answers."""

    class Meta:
        interfaces = (BlockInterface,)

    items = graphene.List(graphene.NonNull(AccordionItem), required=True, description="The items.")

    @staticmethod
    def resolve_items(block: ShownBlock, info: Info) -> list[ShownItem]:
        return parts_of(block, "items")


class Column(graphene.ObjectType):
    """One column of text."""

    content = graphene.Field(RichText, required=True, description="The text.")

    @staticmethod
    def resolve_content(column: ShownItem, info: Info) -> ShownRichText:
        return ShownRichText(column.value.get("content") or "", column.asked)


class ColumnsBlock(graphene.ObjectType):
    """Two or three columns of text."""

    class Meta:
        interfaces = (BlockInterface,)

    columns = graphene.List(graphene.NonNull(Column), required=True, description="The columns.")

    @staticmethod
    def resolve_columns(block: ShownBlock, info: Info) -> list[ShownItem]:
        return parts_of(block, "columns")
