"""The colour that stands in for an image until it has loaded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from PIL import Image as Picture
from PIL import ImageColor, UnidentifiedImageError

SAMPLE_SIZE = (64, 64)
PALETTE_SIZE = 8
OPAQUE = 128
PAINT = re.compile(r"(?:^|;)\s*(?:fill|stop-color)\s*:\s*([^;!]+)")


def dominant_color(file: IO[bytes], *, is_svg: bool) -> str:
    """The most frequent colour of an image as ``#rrggbb``; empty when the file does not tell."""
    file.seek(0)
    return _of_drawing(file.read()) if is_svg else _of_picture(file)


def _of_picture(file: IO[bytes]) -> str:
    try:
        with Picture.open(file) as picture:
            picture.draft("RGB", SAMPLE_SIZE)  # a JPEG is decoded small
            picture.thumbnail(SAMPLE_SIZE)
            sample = picture.convert("RGBA")
    except (UnidentifiedImageError, Picture.DecompressionBombError, OSError):
        return ""
    counted = sample.getcolors(SAMPLE_SIZE[0] * SAMPLE_SIZE[1]) or []
    visible = [(count, rgba[:3]) for count, rgba in counted if rgba[3] >= OPAQUE]
    if not visible:
        return ""
    strip = Picture.new("RGB", (sum(count for count, _ in visible), 1))
    strip.putdata([rgb for count, rgb in visible for _ in range(count)])
    few = strip.quantize(PALETTE_SIZE)
    _, index = max(few.getcolors() or [(0, 0)])
    red, green, blue = (few.getpalette() or [0, 0, 0])[index * 3 : index * 3 + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"


def _of_drawing(source: bytes) -> str:
    try:
        root = fromstring(source)
    except (ParseError, DefusedXmlException, ValueError):
        return ""
    counted = Counter(color for color in _paints(root.iter()) if color not in {"#ffffff", ""})
    return counted.most_common(1)[0][0] if counted else ""


def _paints(elements: Iterator[object]) -> Iterator[str]:
    for element in elements:
        attributes = element.attrib  # type: ignore[attr-defined]  # elements of the XML tree
        for value in (attributes.get("fill"), attributes.get("stop-color")):
            if value:
                yield _hex(value)
        for value in PAINT.findall(attributes.get("style", "")):
            yield _hex(value)


def _hex(value: str) -> str:
    """A CSS colour as ``#rrggbb``; empty for none, gradients, keywords without a colour."""
    try:
        red, green, blue = ImageColor.getrgb(value.strip())[:3]
    except ValueError:
        return ""
    return f"#{red:02x}{green:02x}{blue:02x}"
