"""One tree as HTML, JSON and words: the same words, nothing that was not meant to be there."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.publishing.paths import PageLinkValue
from cms.publishing.richtext import (
    DocumentTarget,
    ImageTarget,
    Resolved,
    parse,
    to_html,
    to_json,
    to_text,
)
from cms.publishing.richtext.nodes import (
    Heading,
    ImageEmbed,
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
)

RESOLVED = Resolved(
    "en",
    pages={
        1: PageLinkValue(11, "k", "en", "About", "/en/about/", "http://here/en/about/"),
        2: PageLinkValue(2, "l", "cs", "O nás", "/cs/o-nas/", "http://here/cs/o-nas/"),
    },
    documents={3: DocumentTarget(3, "http://here/documents/3/a%20b.pdf")},
    images={
        (4, "left", "Čočka"): ImageTarget(
            4, 'A "lens"', "http://here/l.webp", "http://here/l.webp 480w, http://here/m.webp 800w",
            480, 320,
        )
    },
)  # fmt: skip
NOTHING = Resolved("cs")
ALLOWED = {
    "p": set(), "h1": set(), "h2": set(), "h3": set(), "h4": set(), "h5": set(), "h6": set(),
    "ul": set(), "ol": set(), "li": set(), "blockquote": set(), "hr": set(), "br": set(),
    "b": set(), "i": set(), "code": set(), "s": set(), "sup": set(), "sub": set(),
    "a": {"href", "hreflang", "rel"}, "figure": {"class"},
    "img": {"class", "src", "srcset", "sizes", "width", "height", "alt", "loading"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<p>a &lt; <b>b</b><br/>c</p>", "<p>a &lt; <b>b</b><br>c</p>"),
        ('<p><a linktype="page" id="1">a</a></p>', '<p><a href="/en/about/">a</a></p>'),
        (
            '<p><a linktype="page" id="2">a</a></p>',
            '<p><a href="/cs/o-nas/" hreflang="cs">a</a></p>',
        ),
        ('<p><a linktype="page" id="9"><b>a</b></a></p>', "<p><b>a</b></p>"),
        (
            '<p><a linktype="document" id="3">a</a></p>',
            '<p><a href="http://here/documents/3/a%20b.pdf">a</a></p>',
        ),
        ('<p><a linktype="document" id="9">a</a></p>', "<p>a</p>"),
        (
            '<p><a href="https://example.org/?a=1&amp;b=&quot;" onclick="x()">a</a></p>',
            '<p><a href="https://example.org/?a=1&amp;b=&quot;" rel="noopener">a</a></p>',
        ),
        (
            '<p><a href="http://127.0.0.1:8000/cs/">a</a></p>',
            '<p><a href="http://127.0.0.1:8000/cs/">a</a></p>',
        ),
        (
            '<p><a href="http://127.0.0.1:8000.example.org/">a</a></p>',
            '<p><a href="http://127.0.0.1:8000.example.org/" rel="noopener">a</a></p>',
        ),
        (
            '<p><a href="mailto:a@example.org">a</a></p>',
            '<p><a href="mailto:a@example.org">a</a></p>',
        ),
        (
            '<embed embedtype="image" id="4" format="left" alt="Čočka"/>',
            '<img class="richtext-image left" src="http://here/l.webp" '
            'srcset="http://here/l.webp 480w, http://here/m.webp 800w" '
            'sizes="(max-width: 800px) 100vw, 800px" width="480" height="320" '
            'alt="A &quot;lens&quot;" loading="lazy">',
        ),
        ('<embed embedtype="image" id="9" format="left" alt="Tajné"/>', ""),
        (
            '<embed embedtype="media" url="https://example.org/v"/>',
            '<figure class="richtext-embed"><a href="https://example.org/v" rel="noopener">'
            "https://example.org/v</a></figure>",
        ),
        ("<ul><li>a<ol><li>b</li></ol></li></ul>", "<ul><li>a<ol><li>b</li></ol></li></ul>"),
    ],
)
def test_html_of_stored_text(source: str, html: str) -> None:
    assert to_html(parse(source), RESOLVED) == html


def test_json_of_stored_text() -> None:
    tree = parse(
        '<h2>A</h2><p><a linktype="page" id="2"><b>b</b></a> c<br/>d '
        '<a linktype="document" id="3">e</a></p><ol><li>f</li></ol><hr/>'
        '<p><a linktype="page" id="9">g</a></p>'
    )

    def text(words: str, *marks: str) -> dict[str, object]:
        return {"type": "text", "text": words, "marks": list(marks)}

    assert to_json(tree, RESOLVED) == {
        "type": "document",
        "children": [
            {"type": "heading", "level": 2, "children": [text("A")]},
            {
                "type": "paragraph",
                "children": [
                    {
                        "type": "link",
                        "kind": "page",
                        "pageId": "2",
                        "locale": "CS",
                        "path": "/cs/o-nas/",
                        "url": "http://here/cs/o-nas/",
                        "children": [text("b", "bold")],
                    },
                    text(" c"),
                    {"type": "lineBreak"},
                    text("d "),
                    {
                        "type": "link",
                        "kind": "document",
                        "documentId": "3",
                        "url": "http://here/documents/3/a%20b.pdf",
                        "children": [text("e")],
                    },
                ],
            },
            {
                "type": "list",
                "ordered": True,
                "children": [{"type": "listItem", "children": [text("f")]}],
            },
            {"type": "horizontalRule"},
            {"type": "paragraph", "children": [text("g")]},
        ],
    }


def test_words_have_a_line_for_each_paragraph() -> None:
    tree = parse("<h2>A</h2><p>b <i>c</i></p><ul><li>d</li><li>e</li></ul>")

    assert to_text(tree) == "A\nb c\nd\ne"


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
marks = st.sampled_from([(), ("bold",), ("bold", "italic"), ("code",)])
texts = st.builds(Text, words, marks)
plain = st.lists(texts | st.just(LineBreak()), min_size=1, max_size=4).map(tuple)
links = st.builds(Link, st.just("page"), plain, st.integers(1, 3)) | st.builds(
    Link, st.just("external"), plain, href=st.text(max_size=8).map("https://example.org/{}".format)
)
inline = st.lists(texts | links, min_size=1, max_size=4).map(tuple)
leaves = (
    st.builds(Paragraph, inline)
    | st.builds(Heading, st.integers(1, 6), inline)
    | st.just(Rule())
    | st.builds(ImageEmbed, st.integers(4, 5), st.just("left"), st.just("Čočka"))
    | st.builds(MediaEmbed, words.map("https://example.org/{}".format))
)
items = st.lists(
    st.builds(ListItem, st.builds(Line, inline).map(lambda line: (line,))), min_size=1, max_size=3
)
blocks = st.recursive(
    leaves,
    lambda inner: (
        st.builds(Quote, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(List, st.booleans(), items.map(tuple))
    ),
    max_leaves=8,
)
trees = st.lists(blocks, max_size=4).map(tuple)


class Reading(HTMLParser):
    """What a strict reader finds: the words, and whether every element is closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert {name for name, _ in attrs} <= ALLOWED[tag]
        if tag not in {"br", "hr", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "figure" not in self.open:
            self.words.append(data)


def json_words(node: dict[str, object]) -> str:
    if node["type"] == "text":
        return str(node["text"])
    return "".join(json_words(child) for child in node.get("children", []))


@settings(max_examples=60)
@given(trees)
def test_html_json_and_words_say_the_same(tree: tuple[object, ...]) -> None:
    html = Reading(to_html(tree, RESOLVED))
    node = to_json(tree, RESOLVED)

    assert html.open == []
    assert "".join(html.words) == json_words(node)
    assert to_text(tree).replace("\n", "") == json_words(node)
    assert json.loads(json.dumps(node)) == node


@given(st.text(max_size=200) | st.from_regex(r"(<[a-z]{1,4}[ a-z='\":/]{0,12}>|[a-z&;< ]){0,20}"))
def test_html_of_anything_is_well_formed_and_allowed(source: str) -> None:
    tree = parse(source)
    html = to_html(tree, NOTHING)

    assert Reading(html).open == []
    assert to_html(parse(html), NOTHING) == html
