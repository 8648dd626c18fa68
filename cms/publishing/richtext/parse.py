"""From stored rich text to its tree. Nothing is trusted: what is not known becomes plain words.

Stored text comes from Wagtail's editor, which writes few elements; but it may also come from an
import, an old version or a translation, so any text at all must give a tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import cast
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString
from bs4.exceptions import ParserRejectedMarkup

from cms.publishing.richtext.nodes import (
    Block,
    Heading,
    ImageEmbed,
    Inline,
    Line,
    LineBreak,
    Link,
    LinkKind,
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

DEEPEST = 20
MARKS: dict[str, Mark] = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "code": "code",
    "s": "strikethrough",
    "del": "strikethrough",
    "strike": "strikethrough",
    "sup": "superscript",
    "sub": "subscript",
}
MARK_ORDER: tuple[Mark, ...] = (
    *("bold", "italic", "strikethrough"),
    *("superscript", "subscript", "code"),
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
NEVER_SHOWN = frozenset(
    ("script", "style", "template", "iframe", "object", "noscript", "svg", "math", "head", "title")
)
BREAKS_PARAGRAPH = frozenset(
    ("div", "section", "article", "figure", "table", "tbody", "thead", "tr", "td", "th", "li")
)
BLOCKS = frozenset(("p", "ul", "ol", "blockquote", "hr", "embed", *HEADINGS)) | BREAKS_PARAGRAPH
SPACE = re.compile(r"[ \t\n\r\f]+")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
TAGS = re.compile(r"<[^>]*>?")
KINDS: dict[str, LinkKind] = {
    "http": "external",
    "https": "external",
    "mailto": "email",
    "tel": "phone",
}


@lru_cache(maxsize=512)
def parse(source: str) -> Tree:
    """The tree of a stored rich text; empty for an empty one."""
    clean = CONTROL.sub("", source)
    try:
        # The wrapper keeps the parser from taking the text for a file name or an address.
        soup = BeautifulSoup(f"<div>{clean}</div>", "html.parser")
    except ParserRejectedMarkup:
        soup = BeautifulSoup(f"<div>{TAGS.sub(' ', clean)}</div>".replace("<!", ""), "html.parser")
    return tuple(_flow(soup.children, Paragraph, 0))


def _flow(
    elements: Iterable[PageElement], wrap: Callable[[tuple[Inline, ...]], Block], depth: int
) -> Iterator[Block]:
    """Blocks as they come; inline content between them is put into `wrap`."""
    line: list[Inline] = []
    for element in elements:
        if isinstance(element, Tag) and (element.name in BLOCKS or _holds_blocks(element)):
            yield from _wrapped(line, wrap)
            line = []
            if depth < DEEPEST:
                yield from _block(element, wrap, depth + 1)
            else:
                line = list(_inline([element], (), depth))
        else:
            line += _inline([element], (), depth)
    yield from _wrapped(line, wrap)


def _holds_blocks(element: Tag) -> bool:
    """An inline element around blocks, which only broken markup has."""
    return element.name not in NEVER_SHOWN and element.find(list(BLOCKS)) is not None


def _wrapped(line: list[Inline], wrap: Callable[[tuple[Inline, ...]], Block]) -> Iterator[Block]:
    children = _tidied(line)
    if children:
        yield wrap(children)


def _block(
    element: Tag, wrap: Callable[[tuple[Inline, ...]], Block], depth: int
) -> Iterator[Block]:
    name = element.name
    if name == "p":
        yield from _flow(element.children, Paragraph, depth)
    elif name in HEADINGS:
        level = HEADINGS[name]
        yield from _flow(element.children, lambda children: Heading(level, children), depth)
    elif name in {"ul", "ol"}:
        items = tuple(_items(element, depth))
        if items:
            yield List(name == "ol", items)
    elif name == "blockquote":
        inside = tuple(_flow(element.children, Paragraph, depth))
        if inside:
            yield Quote(inside)
    elif name == "hr":
        yield Rule()
    elif name == "embed":
        yield from _embed(element)
        yield from _flow(element.children, wrap, depth)
    else:
        yield from _flow(element.children, wrap, depth)


def _items(element: Tag, depth: int) -> Iterator[ListItem]:
    for child in element.children:
        inside = child.children if isinstance(child, Tag) and child.name == "li" else [child]
        blocks = tuple(_flow(inside, Line, depth))
        if blocks:
            yield ListItem(blocks)


def _embed(element: Tag) -> Iterator[Block]:
    kind = element.get("embedtype")
    if kind == "image":
        image_id = _id_of(element)
        if image_id is not None:
            yield ImageEmbed(
                image_id, _attribute(element, "format"), _attribute(element, "alt").strip()
            )
    elif kind == "media":
        link = _href(_attribute(element, "url"))
        if link and link[0] == "external":
            yield MediaEmbed(link[1])


def _inline(
    elements: Iterable[PageElement], marks: tuple[Mark, ...], depth: int
) -> Iterator[Inline]:
    for element in elements:
        if isinstance(element, Tag):
            yield from _inline_tag(element, marks, depth)
        elif isinstance(element, NavigableString) and not isinstance(element, PreformattedString):
            yield Text(SPACE.sub(" ", str(element)), marks)


def _inline_tag(element: Tag, marks: tuple[Mark, ...], depth: int) -> Iterator[Inline]:
    if element.name in NEVER_SHOWN:
        return
    if element.name == "br":
        yield LineBreak()
        return
    if depth > 2 * DEEPEST:
        yield Text(SPACE.sub(" ", element.get_text(" ")), marks)
        return
    mark = MARKS.get(element.name)
    if mark and mark not in marks:
        marks = tuple(each for each in MARK_ORDER if each in {*marks, mark})
    inside = _inline(element.children, marks, depth + 1)
    if element.name == "a":
        yield from _link(element, inside)
    else:
        yield from inside


def _link(element: Tag, inside: Iterator[Inline]) -> Iterator[Inline]:
    children = tuple(_without_links(inside))
    kind = element.get("linktype")
    if kind in {"page", "document"}:
        target_id = _id_of(element)
        if target_id is not None:
            yield Link(cast("LinkKind", kind), children, target_id=target_id)
            return
    found = _href(_attribute(element, "href"))
    if found:
        yield Link(found[0], children, href=found[1])
    else:
        yield from children


def _without_links(inlines: Iterable[Inline]) -> Iterator[Text | LineBreak]:
    for node in inlines:
        if isinstance(node, Link):
            yield from node.children
        else:
            yield node


def _href(value: str) -> tuple[LinkKind, str] | None:
    """The kind and the address of a link that may be followed; None for any other."""
    href = re.sub(r"[\s\x00-\x1f]", "", value)
    if href.startswith("#") and len(href) > 1:
        return "anchor", href
    if href.startswith("/") and not href.startswith(("//", "/\\")):
        return "path", href
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    kind = KINDS.get(parts.scheme.lower())
    if kind is None or (kind == "external" and not parts.netloc) or not href.partition(":")[2]:
        return None
    return kind, href


def _id_of(element: Tag) -> int | None:
    value = _attribute(element, "id")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None


def _attribute(element: Tag, name: str) -> str:
    value = element.get(name) or ""
    return value if isinstance(value, str) else " ".join(value)


def _tidied(line: list[Inline]) -> tuple[Inline, ...]:
    """Without spaces at the edges and after breaks, neighbours of the same kind joined."""
    tidy: list[Inline] = []
    space = True
    for node in line:
        found = _tidied_node(node, space)
        if found is None:
            continue
        node, space = found
        last = tidy[-1] if tidy else None
        if isinstance(node, Text) and isinstance(last, Text) and node.marks == last.marks:
            tidy[-1] = Text(last.text + node.text, node.marks)
        else:
            tidy.append(node)
    return tuple(_without_end_space(tidy))


def _tidied_node(node: Inline, space: bool) -> tuple[Inline, bool] | None:
    """`node` without a space that follows another one; and whether it ends in a space."""
    match node:
        case LineBreak():
            return node, True
        case Text(text, marks):
            text = text.removeprefix(" ") if space else text
            return (Text(text, marks), text.endswith(" ")) if text else None
        case Link(children=children):
            inside: list[Text | LineBreak] = []
            for child in children:
                found = _tidied_node(child, space)
                if found is not None and not isinstance(found[0], Link):
                    inside.append(found[0])
                    space = found[1]
            if not inside:
                return None
            return Link(node.kind, tuple(inside), node.target_id, node.href), space


def _without_end_space(tidy: list[Inline]) -> list[Inline]:
    while tidy:
        last = tidy[-1]
        if isinstance(last, LineBreak):
            tidy.pop()
        elif isinstance(last, Text) and last.text.endswith(" "):
            text = last.text.rstrip(" ")
            tidy[-1:] = [Text(text, last.marks)] if text else []
        else:
            break
    return tidy
