"""The tree of a rich text. Inline: text, line break, link. The rest are blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

Mark = Literal["bold", "italic", "code", "strikethrough", "superscript", "subscript"]
LinkKind = Literal["page", "document", "external", "email", "phone", "path", "anchor"]


@dataclass(frozen=True, slots=True)
class Text:
    """Words; `marks` in the order in which they are written around them, outermost first."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A new line inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link: to the page or document `target_id`, or to `href` for the other kinds."""

    kind: LinkKind
    children: tuple[Text | LineBreak, ...]
    target_id: int | None = None
    href: str = ""


Inline: TypeAlias = Text | LineBreak | Link


@dataclass(frozen=True, slots=True)
class Paragraph:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` from 1 to 6."""

    level: int
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Inline content without an element of its own, as in an item of a list."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class ListItem:
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class List:
    ordered: bool
    children: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line."""


@dataclass(frozen=True, slots=True)
class ImageEmbed:
    """An image; `format` is the editor's choice: fullwidth, left or right."""

    image_id: int
    format: str
    alt: str

    @property
    def key(self) -> tuple[int, str, str]:
        """What decides how it is shown."""
        return self.image_id, self.format, self.alt


@dataclass(frozen=True, slots=True)
class MediaEmbed:
    """Something to play elsewhere, such as a video; only its address is kept."""

    url: str


Block: TypeAlias = Paragraph | Heading | Line | List | Quote | Rule | ImageEmbed | MediaEmbed
Tree: TypeAlias = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class References:
    """What a tree refers to by id, without duplicates."""

    page_ids: frozenset[int]
    document_ids: frozenset[int]
    image_ids: frozenset[int]


def references(tree: Tree) -> References:
    """All that must be looked up before `tree` can be written."""
    links = [node for node in walk(tree) if isinstance(node, Link)]
    targets = [(link.kind, link.target_id) for link in links if link.target_id is not None]
    return References(
        frozenset(target for kind, target in targets if kind == "page"),
        frozenset(target for kind, target in targets if kind == "document"),
        frozenset(node.image_id for node in walk(tree) if isinstance(node, ImageEmbed)),
    )


def refers(tree: Tree) -> bool:
    """True when there is something to look up before `tree` can be written."""
    return any(
        isinstance(node, ImageEmbed) or (isinstance(node, Link) and node.target_id is not None)
        for node in walk(tree)
    )


def walk(nodes: Iterable[Block | ListItem | Inline]) -> Iterator[Block | ListItem | Inline]:
    """Every node below `nodes` and they themselves, without the words inside of links."""
    for node in nodes:
        yield node
        if isinstance(node, Paragraph | Heading | Line | List | ListItem | Quote):
            yield from walk(node.children)
