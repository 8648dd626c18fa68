"""A rich text as a tree of plain values, for frontends that write their own elements.

Every node is an object with ``type``; containers have ``children``, words have ``text`` and
``marks``. Links and images carry their address; what is not public is left out or plain words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from cms.publishing.richtext.nodes import (
    Block,
    Heading,
    ImageEmbed,
    Inline,
    Line,
    LineBreak,
    Link,
    List,
    ListItem,
    MediaEmbed,
    Paragraph,
    Quote,
    Rule,
    Text,
    Tree,
)
from cms.publishing.richtext.resolved import Resolved

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Node: TypeAlias = dict[str, Json]


def to_json(tree: Tree, resolved: Resolved) -> Node:
    """`tree` as one node of type ``document`` for the reader of `resolved`."""
    return _parent("document", _blocks(tree, resolved))


def _parent(kind: str, children: Sequence[Json], /, **facts: Json) -> Node:
    return {"type": kind, **facts, "children": list(children)}


def _blocks(blocks: Iterable[Block], resolved: Resolved) -> list[Json]:
    return [node for block in blocks for node in _block(block, resolved)]


def _block(block: Block, resolved: Resolved) -> list[Node]:
    match block:
        case Paragraph(children):
            return [_parent("paragraph", _inline(children, resolved))]
        case Line(children):
            return _inline(children, resolved)
        case Heading(level, children):
            return [_parent("heading", _inline(children, resolved), level=level)]
        case List(ordered, items):
            inside = [_item(item, resolved) for item in items]
            return [_parent("list", inside, ordered=ordered)]
        case Quote(children):
            return [_parent("quote", _blocks(children, resolved))]
        case Rule():
            return [{"type": "horizontalRule"}]
        case ImageEmbed():
            return _image(block, resolved)
        case MediaEmbed(url):
            return [{"type": "embed", "url": url}]


def _item(item: ListItem, resolved: Resolved) -> Node:
    return _parent("listItem", _blocks(item.children, resolved))


def _inline(inlines: Iterable[Inline], resolved: Resolved) -> list[Node]:
    written: list[Node] = []
    for node in inlines:
        match node:
            case Text(text, marks):
                written.append({"type": "text", "text": text, "marks": list(marks)})
            case LineBreak():
                written.append({"type": "lineBreak"})
            case Link():
                written += _link(node, resolved)
    return written


def _link(link: Link, resolved: Resolved) -> list[Node]:
    words = _inline(link.children, resolved)
    facts: dict[str, Json] = {"kind": link.kind}
    if link.kind == "page":
        page = resolved.pages.get(link.target_id or 0)
        if page is None:
            return words
        facts |= {
            "pageId": str(page.page_id),
            "locale": page.locale.upper(),
            "path": page.path,
            "url": page.url,
        }
    elif link.kind == "document":
        document = resolved.documents.get(link.target_id or 0)
        if document is None:
            return words
        facts |= {"documentId": str(document.document_id), "url": document.url}
    else:
        facts["url"] = link.href
    return [_parent("link", words, **facts)]


def _image(embed: ImageEmbed, resolved: Resolved) -> list[Node]:
    image = resolved.images.get(embed.key)
    if image is None:
        return []
    return [
        {
            "type": "image",
            "imageId": str(image.image_id),
            "format": embed.format or "fullwidth",
            "alt": image.alt,
            "url": image.url,
            "srcSet": image.src_set,
            "width": image.width,
            "height": image.height,
        }
    ]
