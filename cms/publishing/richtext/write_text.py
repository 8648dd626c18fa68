"""A rich text as plain words: one line for each paragraph, heading and item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cms.publishing.richtext.nodes import (
    Block,
    Heading,
    Inline,
    Line,
    LineBreak,
    Link,
    List,
    Paragraph,
    Quote,
    Text,
    Tree,
)


def to_text(tree: Tree) -> str:
    """The words of `tree`; links, images and marks leave only their words."""
    return "\n".join(_lines(tree))


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(children) | Line(children) | Heading(children=children):
                yield _words(children)
            case List(children=items):
                for item in items:
                    yield from _lines(item.children)
            case Quote(children):
                yield from _lines(children)


def _words(inlines: Iterable[Inline]) -> str:
    words = []
    for node in inlines:
        match node:
            case Text(text):
                words.append(text)
            case LineBreak():
                words.append("\n")
            case Link(children=children):
                words.append(_words(children))
    return "".join(words)
