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
)

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from willow.svg import SvgWrapper, WillowSvgException

SVG = "{http://www.w3.org/2000/svg}"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
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
# Drawing programs keep their own notes in these; browsers do not look at them.
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
URL_FUNCTION = re.compile(r"url\s*\(\s*['\"]?\s*([^)'\"]*)", re.IGNORECASE)
FORBIDDEN_CSS = re.compile(
    r"@import|@font-face|expression\s*\(|javascript\s*:|behavior\s*:|-moz-binding|\\", re.IGNORECASE
)


def check_svg(source: bytes) -> None:
    """Return when the drawing may be uploaded.

    Raises: ValidationError with a reason that an editor understands.
    """
    try:
        root = fromstring(source, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise ValidationError(
            _("The SVG file uses XML entities. Save it again as plain SVG."), code="svg_entities"
        ) from error
    except (ParseError, ValueError) as error:
        raise ValidationError(_("This is not a valid SVG file."), code="svg_invalid") from error
    if root.tag != f"{SVG}svg":
        raise ValidationError(_("This is not a valid SVG file."), code="svg_invalid")
    _check_size(root)
    for element in _visible(root):
        _check_element(element)


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


def _visible(element: Element) -> Iterator[Element]:
    """All elements but the notes of drawing programs."""
    waiting = [element]
    while waiting:
        current = waiting.pop()
        yield current
        if current.tag != f"{SVG}metadata":
            waiting += [child for child in current if not _is_note(child.tag)]


def _is_note(name: str) -> bool:
    return name.startswith(EDITORS_NAMESPACES)


def _check_element(element: Element) -> None:
    name = element.tag.removeprefix(SVG)
    if not element.tag.startswith(SVG) or name not in ELEMENTS:
        raise ValidationError(
            _("The SVG file contains an element that is not allowed: %(name)s."),
            code="svg_element",
            params={"name": name.rpartition("}")[2]},
        )
    for attribute, value in element.attrib.items():
        _check_attribute(name, attribute, value)
    if name == "style":
        _check_css("".join(element.itertext()))


def _check_attribute(element: str, attribute: str, value: str) -> None:
    if _is_note(attribute) or attribute.startswith(("aria-", "data-")):
        return
    if attribute.lower().startswith("on"):
        raise ValidationError(
            _("The SVG file contains a script: %(name)s."),
            code="svg_script",
            params={"name": attribute},
        )
    if attribute in {"href", "src", XLINK_HREF}:
        inside = value.strip().startswith("#")
        if not inside and not (element == "image" and RASTER_DATA.fullmatch(value.strip())):
            raise _refers_elsewhere(value)
    else:
        _check_css(value)


def _check_css(text: str) -> None:
    if FORBIDDEN_CSS.search(text):
        raise ValidationError(
            _("The SVG file contains a style that is not allowed."), code="svg_style"
        )
    for target in URL_FUNCTION.findall(text):
        if not target.strip().startswith("#"):
            raise _refers_elsewhere(target)


def _refers_elsewhere(target: str) -> ValidationError:
    return ValidationError(
        _("The SVG file refers to something outside itself: %(target)s."),
        code="svg_reference",
        params={"target": target.strip()[:80]},
    )
