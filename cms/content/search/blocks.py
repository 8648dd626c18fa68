"""The words and files in a body: of those blocks, and in that language, that the public sees.

Stored values are walked along the definitions of the blocks, so that blocks of plugins need to say
nothing, and no image, page or document is looked up one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wagtail import blocks
from wagtail.blocks.field_block import BaseChoiceBlock
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from cms.content.body import body_blocks
from cms.graphql.types.blocks import items_of, shown_blocks
from cms.publishing.richtext import parse, to_text

NEVER_INDEXED = (blocks.ChooserBlock, BaseChoiceBlock, blocks.RawHTMLBlock)


@dataclass(frozen=True, slots=True)
class Words:
    """A text; with `image_ids`, one that is shown together with those images only."""

    text: str
    image_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A document that is offered for download."""

    document_id: int


Piece = Words | File


def pieces_of(page: Page, attname: str, active: frozenset[str]) -> list[Piece]:
    """What the body of `page` in its field `attname` holds, in order."""
    known = {contributed.name: contributed.block for contributed in body_blocks(active)}
    found: list[Piece] = []
    for shown in shown_blocks(page, attname, active):
        block = known[shown.name]
        is_wrapped = not isinstance(block, blocks.StructBlock) and set(shown.value) == {"value"}
        found += _pieces(block, shown.value["value"] if is_wrapped else shown.value)
    return found


def rich_words(source: str) -> str:
    """The words of a stored rich text, a line for each paragraph."""
    return to_text(parse(source)) if source else ""


def _pieces(block: blocks.Block, value: Any) -> Iterator[Piece]:
    match block:
        case blocks.StructBlock():
            yield from _pieces_of_struct(block, value)
        case blocks.ListBlock():
            for item in items_of(value):
                yield from _pieces(block.child_block, item)
        case blocks.StreamBlock():
            for child in value if isinstance(value, list) else ():
                if child.get("type") in block.child_blocks:
                    yield from _pieces(block.child_blocks[child["type"]], child.get("value"))
        case DocumentChooserBlock():
            if isinstance(value, int):
                yield File(value)
        case blocks.RichTextBlock():
            yield Words(rich_words(value or ""))
        case blocks.CharBlock() | blocks.TextBlock():
            if value:
                yield Words(str(value))
        case TableBlock():
            table = value or {}
            cells = (cell for row in table.get("data") or () for cell in row)
            yield from (Words(str(text)) for text in (table.get("table_caption"), *cells) if text)
        case blocks.FieldBlock() if value and not isinstance(block, NEVER_INDEXED):
            yield from (Words(str(text)) for text in block.get_searchable_content(value) if text)


def _pieces_of_struct(block: blocks.StructBlock, value: Any) -> Iterator[Piece]:
    """The pieces of a struct; texts that stand beside an image belong to it."""
    if not isinstance(value, Mapping):
        return
    children = block.child_blocks
    images = tuple(
        value[name]
        for name, child in children.items()
        if isinstance(child, ImageChooserBlock) and isinstance(value.get(name), int)
    )
    for name, child in children.items():
        for piece in _pieces(child, value.get(name)):
            if isinstance(piece, Words) and images:
                yield Words(piece.text, (*images, *piece.image_ids))
            else:
                yield piece
