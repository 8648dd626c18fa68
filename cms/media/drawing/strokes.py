"""Capital letters and digits as strokes, so that a monogram looks the same without any font.

Cap height is 100, the baseline at y = 100; accents stand above 0. Each glyph is its width and its
path, to be stroked with round ends.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

CIRCLE = "M50 0A50 50 0 1 0 50 100A50 50 0 1 0 50 0Z"
GLYPHS: dict[str, tuple[float, str]] = {
    "A": (84, "M0 100L42 0L84 100M15 66H69"),
    "B": (62, "M0 48H34A24 24 0 0 0 34 0H0V100H36A26 26 0 0 0 36 48"),
    "C": (86, "M85.4 14.6A50 50 0 1 0 85.4 85.4"),
    "D": (80, "M0 0V100H30A50 50 0 0 0 30 0Z"),
    "E": (54, "M54 0H0V100H54M0 49H46"),
    "F": (54, "M54 0H0V100M0 49H44"),
    "G": (99, "M85.4 14.6A50 50 0 1 0 99 55H58"),
    "H": (72, "M0 0V100M72 0V100M0 49H72"),
    "I": (0, "M0 0V100"),
    "J": (44, "M44 0V74A22 26 0 0 1 0 74"),
    "K": (66, "M0 0V100M64 0L0 60M24 38L66 100"),
    "L": (50, "M0 0V100H50"),
    "M": (92, "M0 100V0L46 64L92 0V100"),
    "N": (74, "M0 100V0L74 100V0"),
    "O": (100, CIRCLE),
    "P": (58, "M0 100V0H31A27 27 0 0 1 31 54H0"),
    "Q": (100, CIRCLE + "M64 68L98 102"),
    "R": (62, "M0 100V0H31A27 27 0 0 1 31 54H0M30 54L62 100"),
    "S": (
        60,
        "M57 17C52 5 42 0 30 0C13 0 3 11 3 25C3 42 18 46 31 50"
        "C45 54 60 59 60 75C60 90 47 100 30 100C15 100 4 93 0 80",
    ),
    "T": (70, "M0 0H70M35 0V100"),
    "U": (72, "M0 0V64A36 36 0 0 0 72 64V0"),
    "V": (80, "M0 0L40 100L80 0"),
    "W": (116, "M0 0L29 100L58 12L87 100L116 0"),
    "X": (74, "M0 0L74 100M74 0L0 100"),
    "Y": (76, "M0 0L38 52L76 0M38 52V100"),
    "Z": (66, "M0 0H66L0 100H66"),
    "0": (68, "M34 0A34 50 0 1 0 34 100A34 50 0 1 0 34 0Z"),
    "1": (26, "M0 20L26 0V100"),
    "2": (60, "M2 27C4 10 16 0 31 0C48 0 58 11 58 27C58 45 40 58 0 100H60"),
    "3": (58, "M4 0H54L26 40C46 40 58 52 58 70C58 88 45 100 28 100C14 100 4 93 0 82"),
    "4": (68, "M50 100V0L0 70H68"),
    "5": (
        58,
        "M54 0H10L5 46C12 40 20 37 29 37C46 37 58 50 58 68C58 87 45 100 28 100C14 100 4 93 0 82",
    ),
    "6": (62, "M48 0C20 14 0 38 0 68A31 32 0 1 0 31 36C16 36 4 48 0 66"),
    "7": (60, "M0 0H60L20 100"),
    "8": (60, "M30 48A24 24 0 1 1 30 0A24 24 0 1 1 30 48A26 26 0 1 0 30 100A26 26 0 1 0 30 48Z"),
    "9": (62, "M14 100C42 86 62 62 62 32A31 32 0 1 0 31 64C46 64 58 52 62 34"),
}
ACCENTS = {
    "\u030c": "M-15 -34L0 -19L15 -34",
    "\u0301": "M-5 -19L10 -36",
    "\u030a": "M0 -37A10 10 0 1 0 0 -17A10 10 0 1 0 0 -37Z",
    "\u0308": "M-15 -26h.1M15 -26h.1",
}


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter's path, to be moved right by `x`; an accent is centred above the letter."""

    x: float
    path: str


@dataclass(frozen=True, slots=True)
class Lettering:
    """Letters side by side; `top` is below 0 where there are accents."""

    glyphs: tuple[Glyph, ...]
    width: float
    top: float


def lettering(text: str, *, spacing: float = 26) -> Lettering:
    """`text` in strokes; what has no glyph is left out."""
    glyphs: list[Glyph] = []
    right, next_x, top = 0.0, 0.0, 0.0
    for character in unicodedata.normalize("NFD", text.upper()):
        if character in GLYPHS:
            width, path = GLYPHS[character]
            glyphs.append(Glyph(next_x, path))
            middle, right = next_x + width / 2, next_x + width
            next_x = right + spacing
        elif character in ACCENTS and glyphs:
            glyphs.append(Glyph(middle, ACCENTS[character]))
            top = -37.0
    return Lettering(tuple(glyphs), right, top)
