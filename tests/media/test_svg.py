"""Drawings that show are accepted, drawings that do more are refused with a reason."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cms.media.svg import check_svg
from tests.media.factories import LENS

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape">'
)


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
        drawing("<metadata><anything xmlns='urn:x'><script/></anything></metadata>"),
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

    assert refused.value.messages == [
        "The SVG file contains an element that is not allowed: script."
    ]
