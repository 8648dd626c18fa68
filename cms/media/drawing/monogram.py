"""Monograms that stand where a logo would be: plainly a placeholder, never a copy of a logo."""

from __future__ import annotations

import math
import re
import unicodedata

from cms.media.drawing.canvas import Seed, document, element, number
from cms.media.drawing.strokes import GLYPHS, lettering

SIZE = 320
MIDDLE = SIZE / 2
MOST_LETTERS = 3
# ink, accent, plate
PALETTES = (
    ("#12355b", "#2f8fce", "#eef5fb"),
    ("#2d1e5f", "#7a5cd6", "#f3f0fc"),
    ("#0d4a4a", "#1fa391", "#ebf7f5"),
    ("#5a1e3a", "#c2416c", "#fcf0f4"),
    ("#4a3510", "#c98a1b", "#fcf6ea"),
    ("#1d3b2a", "#3f9b5c", "#eff8f1"),
    ("#3b2117", "#cf5b34", "#fcf1ed"),
    ("#1b2540", "#4864c4", "#eff2fb"),
)
FRAMES = ("circle", "hexagon", "lens", "square", "aperture", "arcs")
NOT_THE_NAME = re.compile(
    r"""
    \([^)]*\) | \bAV[ ]ČR\b
    | \b(?:
        spol\.[ ]s[ ]r\.[ ]?o\. | s\.[ ]?r\.[ ]?o\. | a\.[ ]?s\. | z\.[ ]?s\. | z\.[ ]?ú\.
        | o\.[ ]?p\.[ ]?s\. | v\.[ ]?v\.[ ]?i\. | se\b | gmbh\b | ltd\b\.? | inc\b\.?
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
SMALL_WORDS = frozenset(
    ("a", "i", "v", "ve", "na", "pro", "při", "u", "s", "se", "z", "of", "and", "the", "for", "in")
)


def initials(name: str) -> str:
    """Up to three capitals for `name`: its short acronym, or the first letters of its words."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", NOT_THE_NAME.sub(" ", name)))
    words = [word for word in words if word.lower() not in SMALL_WORDS and _has_glyphs(word)]
    if not words:
        return ""
    first = words[0]
    if first.isupper() and 1 < len(first) <= MOST_LETTERS:
        return first
    if len(words) == 1:
        return first[: 2 if len(first) > 1 else 1].upper()
    return "".join(word[0] for word in words[:MOST_LETTERS]).upper()


def _has_glyphs(word: str) -> bool:
    return unicodedata.normalize("NFD", word.upper())[0] in GLYPHS


def monogram(name: str, seed: object = "") -> bytes:
    """An SVG of 320 by 320 with the initials of `name`, in a frame and colours from the seed."""
    chance = Seed("monogram", seed or name)
    ink, accent, plate = chance.choice(PALETTES)
    frame = chance.choice(FRAMES)
    turn = chance.between(0, 360)
    return document(
        name,
        element("rect", {"width": SIZE, "height": SIZE, "rx": 28, "fill": plate}),
        _frame(frame, accent, turn),
        _letters(initials(name), ink, tallest=86 if frame == "lens" else 108),
        width=SIZE,
        height=SIZE,
        background=None,
    )


def _letters(text: str, ink: str, *, tallest: float) -> str:
    drawn = lettering(text)
    scale = min(0.92, 150 / max(drawn.width, 1), tallest / (100 - drawn.top))
    left = MIDDLE - drawn.width * scale / 2
    top = MIDDLE - (50 + drawn.top / 4) * scale  # to the eye, an accent weighs little
    paths = [
        element("path", {"d": glyph.path, "transform": f"translate({number(glyph.x)} 0)"})
        for glyph in drawn.glyphs
    ]
    attributes = {
        "fill": "none",
        "stroke": ink,
        "stroke_width": 13 * scale**-0.4,  # small letters are a little bolder
        "stroke_linecap": "round",
        "stroke_linejoin": "round",
        "transform": f"translate({number(left)} {number(top)}) scale({number(scale)})",
    }
    return element("g", attributes, *paths) if paths else ""


def _frame(kind: str, accent: str, turn: float) -> str:
    stroke = {"fill": "none", "stroke": accent, "stroke_width": 5, "stroke_linejoin": "round"}
    match kind:
        case "circle":
            return element("circle", {"cx": MIDDLE, "cy": MIDDLE, "r": 122, **stroke})
        case "hexagon":
            return element("path", {"d": _polygon(6, 128, 30), **stroke})
        case "square":
            inset = 44
            side = SIZE - 2 * inset
            return element(
                "rect", {"x": inset, "y": inset, "width": side, "height": side, "rx": 10, **stroke}
            )
        case "lens":
            return element(
                "path", {"d": "M14 160C74 48 246 48 306 160C246 272 74 272 14 160Z", **stroke}
            )
        case "aperture":
            return "".join(
                element("path", {"d": _blade(at, turn), **stroke, "stroke_linecap": "round"})
                for at in range(6)
            )
        case _:
            return _arcs(stroke, turn)


def _polygon(sides: int, radius: float, turn: float) -> str:
    return "M" + "L".join(_at(radius, turn + 360 * at / sides) for at in range(sides)) + "Z"


def _at(radius: float, degrees: float) -> str:
    angle = math.radians(degrees)
    return (
        f"{number(MIDDLE + radius * math.cos(angle))} {number(MIDDLE + radius * math.sin(angle))}"
    )


def _blade(at: int, turn: float) -> str:
    """One blade's edge: from the rim, along a tangent of the opening."""
    degrees = 60 * at + turn % 60
    return f"M{_at(128, degrees)}A128 128 0 0 1 {_at(128, degrees + 60)}L{_at(108, degrees + 24)}"


def _arcs(stroke: dict[str, object], turn: float) -> str:
    """Two open rings that look at each other."""
    outer = f"M{_at(126, turn)}A126 126 0 1 1 {_at(126, turn + 270)}"
    inner = f"M{_at(112, turn + 180)}A112 112 0 1 1 {_at(112, turn + 450)}"
    return "".join(
        element("path", {"d": path, **stroke, "stroke_linecap": "round", "stroke_width": width})
        for path, width in ((outer, 5), (inner, 2.5))
    )
