"""Which SVG files may be uploaded: drawings that do nothing but show.

A refusal with its reason instead of silent cleaning: the editor learns that the file carries a
script, and the file that is kept is the file that was given. Everything is named that may appear;
what is not named is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import (
    Element,
    ElementTree,
    ParseError,
    TreeBuilder,
)

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from willow.svg import SvgWrapper, WillowSvgException

SVG = "{http://www.w3.org/2000/svg}"
XHTML = "{http://www.w3.org/1999/xhtml}"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan")
STRUCTURE = ("svg", "g", "defs", "symbol", "use", "switch", "view", "title", "desc", "metadata")
PAINT = ("linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask", "marker")
FILTERS = (
    *("filter", "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite"),
    *("feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap", "feDistantLight"),
    *("feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur"),
    *("feMerge", "feMergeNode", "feMorphology", "feOffset", "fePointLight"),
    *("feSpecularLighting", "feSpotLight", "feTile", "feTurbulence"),
)
ELEMENTS = frozenset((*SHAPES, *STRUCTURE, *PAINT, *FILTERS, "textPath", "style", "image"))
# What does more than show, whatever namespace it claims: a page may read the drawing as HTML.
ACTIVE = frozenset(
    (
        *("script", "foreignobject", "iframe", "object", "embed", "handler", "listener"),
        *("link", "base", "meta"),
    )
)
# Photoshop and Illustrator put these around the metadata of XMP; they do nothing.
INSTRUCTIONS = frozenset(("xpacket", "adobe-xap-filters"))
# Drawing programs keep their own notes in these; browsers do not draw them.
EDITORS_NAMESPACES = (
    "{http://www.inkscape.org/",
    "{http://sodipodi.sourceforge.net/",
    "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}",
    "{http://purl.org/dc/",
    "{http://creativecommons.org/ns#}",
    "{http://web.resource.org/cc/}",
    "{http://ns.adobe.com/",
    "{http://www.bohemiancoding.com/sketch/",
    "{http://www.serif.com/}",
    "{http://www.figma.com/",
)
LARGEST_SIZE = 100_000
RASTER_DATA = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
URL_FUNCTION = re.compile(r"url\s*\(\s*['\"]?\s*([^)'\"]*)", re.IGNORECASE)
ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//[^\s'\")]*", re.IGNORECASE)
FORBIDDEN_CSS = re.compile(
    r"@import|@font-face|@namespace|expression\s*\(|javascript\s*:|behavior\s*:|-moz-binding|\\"
    r"|(?<![\w-])(?:-webkit-)?(?:image-set|cross-fade|image|src)\s*\(",
    re.IGNORECASE,
)


def check_svg(source: bytes) -> None:
    """Return when the drawing may be uploaded.

    Raises: ValidationError with a reason that an editor understands.
    """
    try:
        root = _parsed(source)
    except DefusedXmlException as error:
        raise ValidationError(
            _("The SVG file uses XML entities. Save it again as plain SVG."), code="svg_entities"
        ) from error
    except (ParseError, ValueError) as error:
        raise ValidationError(_("This is not a valid SVG file."), code="svg_invalid") from error
    if root.tag != f"{SVG}svg":
        raise ValidationError(_("This is not a valid SVG file."), code="svg_invalid")
    _check_size(root)
    for element, is_note in _elements(root):
        if is_note:
            _check_note(element)
        else:
            _check_element(element)


class _Tree(TreeBuilder):
    """The tree of a file, unless an instruction to the browser stands in it."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Return when the instruction does nothing."""
        if target not in INSTRUCTIONS:
            raise ValidationError(
                _("The SVG file contains an instruction that is not allowed: %(name)s."),
                code="svg_instruction",
                params={"name": target},
            )


def _parsed(source: bytes) -> Element:
    parser = DefusedXMLParser(
        target=_Tree(), forbid_dtd=False, forbid_entities=True, forbid_external=True
    )
    parser.feed(source)
    root: Element = parser.close()
    return root


def _check_size(root: Element) -> None:
    try:
        drawing = SvgWrapper(ElementTree(root))
        sizes = (drawing.width, drawing.height, drawing.view_box.width, drawing.view_box.height)
    except WillowSvgException:
        sizes = (0,)
    if not all(0 < size <= LARGEST_SIZE for size in sizes):
        raise ValidationError(
            _("The size of the SVG drawing is missing or impossible."), code="svg_size"
        )


def _elements(root: Element) -> Iterator[tuple[Element, bool]]:
    """All elements; True with those that are notes of a drawing program or stand in such notes."""
    waiting = [(root, False)]
    while waiting:
        current, in_notes = waiting.pop()
        is_own = current.tag.startswith((SVG, XHTML))
        yield current, not is_own and (in_notes or _is_note(current.tag))
        inside = in_notes or _is_note(current.tag) or current.tag == f"{SVG}metadata"
        waiting += [(child, inside) for child in current]


def _is_note(name: str) -> bool:
    return name.startswith(EDITORS_NAMESPACES)


def _check_note(element: Element) -> None:
    """Return when an element of a foreign namespace is only a note."""
    name = element.tag.rpartition("}")[2]
    if name.lower() in ACTIVE:
        raise _not_allowed(name)
    for attribute in element.attrib:
        _check_name(attribute)


def _check_element(element: Element) -> None:
    name = element.tag.removeprefix(SVG)
    if not element.tag.startswith(SVG) or name not in ELEMENTS:
        raise _not_allowed(name.rpartition("}")[2])
    for attribute, value in element.attrib.items():
        _check_attribute(name, attribute, value)
    if name == "style":
        _check_css("".join(element.itertext()))


def _check_name(attribute: str) -> None:
    if attribute.lower().startswith("on"):
        raise ValidationError(
            _("The SVG file contains a script: %(name)s."),
            code="svg_script",
            params={"name": attribute},
        )
    if attribute == XML_BASE:
        raise _refers_elsewhere("xml:base")


def _check_attribute(element: str, attribute: str, value: str) -> None:
    _check_name(attribute)
    if _is_note(attribute) or attribute.startswith(("aria-", "data-")):
        return
    if attribute in {"href", "src", XLINK_HREF}:
        inside = value.strip().startswith("#")
        if not inside and not (element == "image" and RASTER_DATA.fullmatch(value.strip())):
            raise _refers_elsewhere(value)
    elif attribute == "style":
        _check_css(value)
    else:
        _check_values(value)


def _check_css(text: str) -> None:
    """Return when a style is allowed, read with its comments and without them.

    Without, for ``@im/**/port``; with, for a string may hold what looks like a comment.
    """
    for version in (text, CSS_COMMENT.sub("", text)):
        _check_values(version)
        for address in ADDRESS.findall(URL_FUNCTION.sub("", version)):
            raise _refers_elsewhere(address)


def _check_values(text: str) -> None:
    if found := FORBIDDEN_CSS.search(text):
        raise ValidationError(
            _("The SVG file contains a style that is not allowed: %(style)s."),
            code="svg_style",
            params={"style": found[0].strip()},
        )
    for target in URL_FUNCTION.findall(text):
        if not target.strip().startswith("#") and not RASTER_DATA.fullmatch(target.strip()):
            raise _refers_elsewhere(target)


def _not_allowed(name: str) -> ValidationError:
    return ValidationError(
        _("The SVG file contains an element that is not allowed: %(name)s."),
        code="svg_element",
        params={"name": name},
    )


def _refers_elsewhere(target: str) -> ValidationError:
    return ValidationError(
        _("The SVG file refers to something outside itself: %(target)s."),
        code="svg_reference",
        params={"target": target.strip()[:80]},
    )
