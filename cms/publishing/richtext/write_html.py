"""A rich text as HTML. All text is escaped, and only what stands here is ever written."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.conf import settings

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
    Mark,
    MediaEmbed,
    Paragraph,
    Quote,
    Rule,
    Text,
    Tree,
)
from cms.publishing.richtext.resolved import Resolved

ELEMENTS: dict[Mark, str] = {
    "bold": "b",
    "italic": "i",
    "code": "code",
    "strikethrough": "s",
    "superscript": "sup",
    "subscript": "sub",
}
IMAGE_CLASSES = {"left": "left", "right": "right"}
IMAGE_SIZES = "(max-width: 800px) 100vw, 800px"


def to_html(tree: Tree, resolved: Resolved) -> str:
    """`tree` as HTML for the reader of `resolved`."""
    return "".join(_block(block, resolved) for block in tree)


def _block(block: Block, resolved: Resolved) -> str:
    match block:
        case Paragraph(children):
            return f"<p>{_inline(children, resolved)}</p>"
        case Line(children):
            return _inline(children, resolved)
        case Heading(level, children):
            return f"<h{level}>{_inline(children, resolved)}</h{level}>"
        case List(ordered, items):
            name = "ol" if ordered else "ul"
            return f"<{name}>{''.join(_item(item, resolved) for item in items)}</{name}>"
        case Quote(children):
            return f"<blockquote>{to_html(children, resolved)}</blockquote>"
        case Rule():
            return "<hr>"
        case ImageEmbed():
            return _image(block, resolved)
        case MediaEmbed(url):
            return (
                f'<figure class="richtext-embed">{_anchor(url, escape(url), is_outside(url))}'
                "</figure>"
            )


def _item(item: ListItem, resolved: Resolved) -> str:
    return f"<li>{to_html(item.children, resolved)}</li>"


def _inline(inlines: Iterable[Inline], resolved: Resolved) -> str:
    written = []
    for node in inlines:
        match node:
            case Text(text, marks):
                words = escape(text, quote=False)
                for mark in reversed(marks):
                    words = f"<{ELEMENTS[mark]}>{words}</{ELEMENTS[mark]}>"
                written.append(words)
            case LineBreak():
                written.append("<br>")
            case Link():
                written.append(_link(node, resolved))
    return "".join(written)


def _link(link: Link, resolved: Resolved) -> str:
    words = _inline(link.children, resolved)
    if link.kind == "page":
        page = resolved.pages.get(link.target_id or 0)
        if page is None:
            return words
        language = "" if page.locale == resolved.locale else page.locale
        return _anchor(page.path, words, is_external=False, language=language)
    if link.kind == "document":
        document = resolved.documents.get(link.target_id or 0)
        return _anchor(document.url, words, is_external=False) if document else words
    return _anchor(link.href, words, link.kind == "external" and is_outside(link.href))


def is_outside(url: str) -> bool:
    """True for an address of another site than this one."""
    home = str(settings.PUBLIC_URL)
    return url != home and not url.startswith((f"{home}/", f"{home}?", f"{home}#"))


def _anchor(href: str, words: str, is_external: bool, *, language: str = "") -> str:
    attributes = f' href="{escape(href)}"'
    if language:
        attributes += f' hreflang="{escape(language)}"'
    if is_external:
        attributes += ' rel="noopener"'
    return f"<a{attributes}>{words}</a>"


def _image(embed: ImageEmbed, resolved: Resolved) -> str:
    image = resolved.images.get(embed.key)
    if image is None:
        return ""
    place = IMAGE_CLASSES.get(embed.format, "full-width")
    src_set = (
        f' srcset="{escape(image.src_set)}" sizes="{IMAGE_SIZES}"' if "," in image.src_set else ""
    )
    return (
        f'<img class="richtext-image {place}" src="{escape(image.url)}"{src_set}'
        f' width="{image.width}" height="{image.height}" alt="{escape(image.alt)}" loading="lazy">'
    )
