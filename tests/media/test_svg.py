"""Drawings that show are accepted, drawings that do more are refused with a reason."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from cms.media.svg import check_svg
from tests.media.factories import LENS

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape">'
)

INKSCAPE = b"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape (http://www.inkscape.org/) -->
<svg width="210mm" height="297mm" viewBox="0 0 210 297" version="1.1" id="svg5"
   inkscape:version="1.2.2 (b0a8486541, 2022-12-01)" sodipodi:docname="logo.svg"
   xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
   xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"
   xmlns:xlink="http://www.w3.org/1999/xlink" xmlns="http://www.w3.org/2000/svg"
   xmlns:svg="http://www.w3.org/2000/svg" xmlns:cc="http://creativecommons.org/ns#"
   xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
   xmlns:dc="http://purl.org/dc/elements/1.1/">
  <sodipodi:namedview id="namedview7" pagecolor="#ffffff" inkscape:document-units="mm"
     objecttolerance="10"><inkscape:grid type="xygrid" id="grid1"/></sodipodi:namedview>
  <defs id="defs2">
    <inkscape:path-effect effect="spiro" id="path-effect1" lpeversion="1"/>
    <linearGradient inkscape:collect="always" id="a"><stop style="stop-color:#000000;"/>
    </linearGradient>
  </defs>
  <metadata id="metadata5"><rdf:RDF><cc:Work rdf:about=""><dc:format>image/svg+xml</dc:format>
    <dc:type rdf:resource="http://purl.org/dc/dcmitype/StillImage"/><dc:title>Logo</dc:title>
    <cc:license rdf:resource="http://creativecommons.org/licenses/by/4.0/"/>
  </cc:Work></rdf:RDF></metadata>
  <g inkscape:label="Layer 1" inkscape:groupmode="layer" id="layer1">
    <path style="fill:url(#a);-inkscape-stroke:none;font-family:'Sans, Normal'"
       d="M 1,2 3,4 z" id="path1" sodipodi:nodetypes="cc"/>
  </g>
</svg>"""


def drawing(inside: str) -> bytes:
    return f"{HEAD}{inside}</svg>".encode()


def code_of(source: bytes) -> str | None:
    with pytest.raises(ValidationError) as refused:
        check_svg(source)
    return refused.value.error_list[0].code


@pytest.mark.parametrize(
    "source",
    [
        LENS,
        b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        b'"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">' + LENS,
        drawing('<defs><linearGradient id="a"/></defs><rect fill="url(#a)"/>'),
        drawing('<symbol id="s"><path d="M0 0"/></symbol><use xlink:href="#s"/>'),
        drawing('<style>.a { fill: #fff }</style><g class="a" style="opacity: .5"/>'),
        drawing('<image href="data:image/png;base64,iVBORw0KGgo="/>'),
        drawing('<inkscape:grid/><path inkscape:label="onclick" d="M0 0"/>'),
        drawing("<metadata><anything xmlns='urn:x'><note/></anything></metadata>"),
        drawing("<rect style=\"fill: url('data:image/png;base64,iVBO//0KGgo=')\"/>"),
        b'<?xpacket begin="x"?>' + LENS,
        INKSCAPE,
    ],
)
def test_svg_that_only_shows_is_accepted(source: bytes) -> None:
    assert check_svg(source) is None


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (drawing("<script>alert(1)</script>"), "svg_element"),
        (drawing('<script xmlns="http://www.w3.org/1999/xhtml"/>'), "svg_element"),
        (
            drawing('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'),
            "svg_element",
        ),
        (drawing('<a href="javascript:alert(1)"/>'), "svg_element"),
        (drawing('<set attributeName="href" to="javascript:alert(1)"/>'), "svg_element"),
        (drawing('<rect onload="alert(1)"/>'), "svg_script"),
        (drawing('<rect OnClick="alert(1)"/>'), "svg_script"),
        (drawing('<use href="https://example.org/a.svg#b"/>'), "svg_reference"),
        (drawing('<use xlink:href="data:image/svg+xml;base64,PHN2Zz4="/>'), "svg_reference"),
        (drawing('<image href="data:image/svg+xml;base64,PHN2Zz4="/>'), "svg_reference"),
        (drawing('<image href="file:///etc/passwd"/>'), "svg_reference"),
        (drawing('<rect fill="url(https://example.org/x)"/>'), "svg_reference"),
        (drawing("<rect style=\"fill: url( 'https://example.org/x')\"/>"), "svg_reference"),
        (drawing("<style>@import 'https://example.org/a.css';</style>"), "svg_style"),
        (drawing("<style>a { background: u\\72l(https://example.org) }</style>"), "svg_style"),
        (drawing("<metadata><script>alert(1)</script></metadata>"), "svg_element"),
        (drawing("<inkscape:grid><script>alert(1)</script></inkscape:grid>"), "svg_element"),
        (drawing("<inkscape:script/>"), "svg_element"),
        (drawing("<metadata><a xmlns='urn:x'><SCRIPT/></a></metadata>"), "svg_element"),
        (drawing("<metadata><foreignObject xmlns=''/></metadata>"), "svg_element"),
        (drawing("<metadata><x:iframe xmlns:x='urn:x'/></metadata>"), "svg_element"),
        (drawing("<metadata><p xmlns='http://www.w3.org/1999/xhtml'/></metadata>"), "svg_element"),
        (drawing("<metadata><a href='javascript:alert(1)'/></metadata>"), "svg_element"),
        (drawing("<metadata><img xmlns='urn:x' onerror='alert(1)'/></metadata>"), "svg_script"),
        (drawing("<metadata><rect onload='alert(1)'/></metadata>"), "svg_script"),
        (drawing("<metadata><use href='https://example.org/a.svg'/></metadata>"), "svg_reference"),
        (b'<?xml-stylesheet href="https://example.org/a.css"?>' + LENS, "svg_instruction"),
        (drawing("<?xml-stylesheet href='#a'?>"), "svg_instruction"),
        (LENS + b"<?php phpinfo() ?>", "svg_instruction"),
        (drawing('<g xml:base="https://example.org/"/>'), "svg_reference"),
        (drawing('<inkscape:grid xml:base="https://example.org/"/>'), "svg_reference"),
        (drawing("<style>@im/**/port 'a.css';</style>"), "svg_style"),
        (drawing("<style>\\40 import 'a.css';</style>"), "svg_style"),
        (drawing("<style>a { b: image-set('a.png' 1x) }</style>"), "svg_style"),
        (
            drawing("<g style=\"mask: -webkit-image-set('https://example.org/x' 1x)\"/>"),
            "svg_style",
        ),
        (drawing("<style>a { b: ima/**/ge-set('a.png') }</style>"), "svg_style"),
        (
            drawing("<style>a { b: '/*'; c: url(https://example.org/) '*/' }</style>"),
            "svg_reference",
        ),
        (drawing("<style>a { b: new-set('//example.org/x' 1x) }</style>"), "svg_reference"),
        (drawing("<style>a { b: url(data:image/svg+xml;base64,PHN2) }</style>"), "svg_reference"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + LENS, "svg_entities"),
        (drawing("").replace(b"<svg", b"<svg width='0'"), "svg_size"),
        (drawing("").replace(b"<svg", b"<svg viewBox='0 0 1'"), "svg_size"),
        (b"<html/>", "svg_invalid"),
        (b"<svg>", "svg_invalid"),
        (b"\x89PNG", "svg_invalid"),
        (b"", "svg_invalid"),
    ],
)
def test_svg_that_does_more_is_refused(source: bytes, code: str) -> None:
    assert code_of(source) == code


def test_svg_refusal_names_the_element_for_the_editor() -> None:
    with pytest.raises(ValidationError) as refused:
        check_svg(drawing("<script/>"))

    with override("en"):
        assert refused.value.messages == [
            "The SVG file contains an element that is not allowed: script."
        ]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            drawing("<style>a { b: ima/**/ge-set('a') }</style>"),
            "The SVG file contains a style that is not allowed: image-set(.",
        ),
        (
            b'<?xml-stylesheet href="a.css"?>' + LENS,
            "The SVG file contains an instruction that is not allowed: xml-stylesheet.",
        ),
        (
            drawing("<g xml:base='a'/>"),
            "The SVG file refers to something outside itself: xml:base.",
        ),
    ],
)
def test_svg_refusal_names_what_was_found(source: bytes, message: str) -> None:
    with pytest.raises(ValidationError) as refused:
        check_svg(source)

    with override("en"):
        assert refused.value.messages == [message]
