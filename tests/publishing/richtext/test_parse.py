"""Stored rich text becomes a tree, whatever it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.publishing.richtext import References, parse, references
from cms.publishing.richtext.nodes import (
    Block,
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


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("", ()),
        ("<p></p>", ()),
        ("<p>Laser</p>", (Paragraph((Text("Laser"),)),)),
        ("Laser", (Paragraph((Text("Laser"),)),)),
        ('<p data-block-key="a1">a <b>b<i>c</i></b></p>', (
            Paragraph((Text("a "), Text("b", ("bold",)), Text("c", ("bold", "italic")))),
        )),
        ("<p>a<i><b>b</b></i></p>", (Paragraph((Text("a"), Text("b", ("bold", "italic")))),)),
        ("<h2>  Optika\n a  světlo </h2>", (Heading(2, (Text("Optika a světlo"),)),)),
        ("<p>a<br/>b<br/></p>", (Paragraph((Text("a"), LineBreak(), Text("b"))),)),
        ("<hr/>", (Rule(),)),
        ("<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>", (
            List(False, (
                ListItem((Line((Text("a"),)),)),
                ListItem((Line((Text("b"),)), List(True, (ListItem((Line((Text("c"),)),)),)))),
            )),
        )),
        ("<blockquote>a</blockquote>", (Quote((Paragraph((Text("a"),)),)),)),
        ('<p>a <a linktype="page" id="3">b</a></p>', (
            Paragraph((Text("a "), Link("page", (Text("b"),), target_id=3))),
        )),
        ('<a linktype="document" id="4"><b>c</b></a>', (
            Paragraph((Link("document", (Text("c", ("bold",)),), target_id=4),)),
        )),
        ('<embed embedtype="image" id="5" format="left" alt="A &amp; B"/>', (
            ImageEmbed(5, "left", "A & B"),
        )),
        ('<embed embedtype="media" url="https://example.org/v?a=1&amp;b=2"/>', (
            MediaEmbed("https://example.org/v?a=1&b=2"),
        )),
        ('<p>a<embed embedtype="image" id="5" format="left" alt=""/>b</p>', (
            Paragraph((Text("a"),)), ImageEmbed(5, "left", ""), Paragraph((Text("b"),)),
        )),
        ("<b><p>a</p></b>", (Paragraph((Text("a"),)),)),
        ("<table><tr><td>a</td><td>b</td></tr></table>", (
            Paragraph((Text("a"),)), Paragraph((Text("b"),)),
        )),
        ("<p>a<script>alert(1)</script><style>b</style><!-- c --></p>", (
            Paragraph((Text("a"),)),
        )),
        ("<p>1 < 2 & 3</p>", (Paragraph((Text("1 < 2 & 3"),)),)),
        ("<p>&lt;b&gt;</p>", (Paragraph((Text("<b>"),)),)),
    ],
)  # fmt: skip
def test_tree_of_stored_text(source: str, tree: tuple[Block, ...]) -> None:
    assert parse(source) == tree


@pytest.mark.parametrize(
    ("href", "kind"),
    [
        ("https://example.org/", "external"),
        ("HTTP://example.org", "external"),
        ("mailto:office@example.org", "email"),
        ("tel:+420123456789", "phone"),
        ("/cs/kontakt/", "path"),
        ("#kontakt", "anchor"),
    ],
)
def test_link_that_may_be_followed_keeps_its_address(href: str, kind: str) -> None:
    assert parse(f'<p><a href="{href}">a</a></p>') == (
        Paragraph((Link(kind, (Text("a"),), href=href),)),
    )


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        'href=""',
        'href="javascript:alert(1)"',
        'href=" java\tscript:alert(1)"',
        'href="&#106;avascript:alert(1)"',
        'href="data:text/html,x"',
        'href="vbscript:x"',
        'href="ftp://example.org/"',
        'href="//example.org/"',
        'href="/\\example.org"',
        'href="http:"',
        'href="http://[::1"',
        'href="#"',
        'linktype="page"',
        'linktype="page" id="x"',
        'linktype="page" id="99999999999999999999"',
        'linktype="unknown" id="1"',
    ],
)
def test_link_that_leads_nowhere_is_plain_words(attributes: str) -> None:
    assert parse(f"<p><a {attributes}>a</a></p>") == (Paragraph((Text("a"),)),)


def test_references_are_all_that_is_named_by_id() -> None:
    tree = parse(
        '<p><a linktype="page" id="1">a</a></p><ul><li><a linktype="page" id="2">b</a>'
        '<ul><li><a linktype="document" id="3">c</a></li></ul></li></ul>'
        '<blockquote><a linktype="page" id="1">d</a></blockquote>'
        '<embed embedtype="image" id="4" format="left" alt=""/>'
    )

    assert references(tree) == References(frozenset({1, 2}), frozenset({3}), frozenset({4}))


def test_deep_nesting_ends_in_words() -> None:
    for name in ("blockquote", "ul", "b", "div", "span"):
        tree = parse(f"<{name}>" * 800 + "světlo" + f"</{name}>" * 800)

        assert "světlo" in repr(tree)


@given(st.text(max_size=300))
def test_any_text_has_a_tree(source: str) -> None:
    assert isinstance(parse(source), tuple)


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<b>", "</b>", "<a href='x'>", "</a>", "<ul>", "<li>", "</ul>", "<!",
             "<![CDATA[", "<?", "&", "&#x", "<embed ", "/>", "x", " ", "<br/>", "<h2>", "-->"]
        ),
        max_size=40,
    ).map("".join)
)  # fmt: skip
def test_any_broken_markup_has_a_tree(source: str) -> None:
    assert isinstance(parse(source), tuple)
