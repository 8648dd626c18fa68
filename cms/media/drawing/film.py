"""The colours of a thin film, as on a soap bubble: a picture with pixels, like a photograph."""

from __future__ import annotations

import math
from io import BytesIO

from PIL import Image as Picture

from cms.media.drawing.canvas import Seed

# Where a screen's three colours lie, in nm, and the index of soapy water.
PRIMARIES_NM = (612, 549, 464)
INDEX = 1.33
DRAWN_SHARE = 5  # drawn at a fifth of the size and enlarged: the film has no sharp edges


def thin_film(seed: object = 0, *, width: int = 1600, height: int = 900) -> bytes:
    """A PNG of `width` by `height` pixels."""
    chance = Seed("film", seed)
    swirls = [
        (chance.between(0.6, 3.2), chance.between(0, math.tau), chance.between(0.4, 1.0))
        for _ in range(6)
    ]
    columns, rows = max(width // DRAWN_SHARE, 1), max(height // DRAWN_SHARE, 1)
    colors = [_color(thickness) for thickness in range(1200)]
    pixels = []
    for row in range(rows):
        y = row / rows
        for column in range(columns):
            pixels.append(colors[_thickness(column / rows, y, swirls)])
    picture = Picture.new("RGB", (columns, rows))
    picture.putdata(pixels)
    file = BytesIO()
    picture.resize((width, height), Picture.Resampling.BICUBIC).save(file, "PNG")
    return file.getvalue()


def _thickness(x: float, y: float, swirls: list[tuple[float, float, float]]) -> int:
    """Nanometres of film: thicker towards the bottom, and stirred."""
    bend = 0.0
    for frequency, phase, share in swirls:
        x, y = (
            x + 0.09 * share * math.sin(frequency * 4 * y + phase),
            y + 0.09 * share * math.sin(frequency * 3 * x - phase),
        )
        bend += share * math.sin(frequency * (x + y) + phase)
    return min(max(round(180 + 520 * y + 70 * bend), 0), 1199)


def _color(thickness_nm: int) -> tuple[int, int, int]:
    """What a film of this thickness reflects: the two surfaces' waves, one of them turned over."""
    strengths = []
    for primary in PRIMARIES_NM:
        seen = [primary + shift for shift in (-50, -25, 0, 25, 50)]  # an eye sees a band, no line
        waves = [math.sin(math.tau * INDEX * thickness_nm / nm) ** 2 for nm in seen]
        strengths.append(sum(waves) / len(waves))
    grey = sum(strengths) / 3
    red, green, blue = (
        round(255 * (0.1 + 0.78 * (0.72 * strength + 0.28 * grey))) for strength in strengths
    )
    return red, green, blue
