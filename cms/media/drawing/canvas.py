"""What all drawings share: numbers from a seed, colours of light, SVG written by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar
from xml.sax.saxutils import escape, quoteattr

T = TypeVar("T")

WIDTH, HEIGHT = 1600, 900
NIGHT = "#0a1226"
ADDED = "mix-blend-mode:screen"  # light adds to light
SHORTEST_NM, LONGEST_NM = 390, 730


class Seed:
    """A stream of numbers that depends on a text alone, not on Python's version."""

    def __init__(self, *parts: object) -> None:
        self._key = "\0".join(map(str, parts)).encode()
        self._drawn = 0

    def fraction(self) -> float:
        """The next number from 0 to 1."""
        self._drawn += 1
        digest = hashlib.sha256(self._key + self._drawn.to_bytes(4, "big")).digest()
        return int.from_bytes(digest[:6], "big") / (256**6 - 1)

    def between(self, low: float, high: float) -> float:
        """The next number from `low` to `high`."""
        return low + (high - low) * self.fraction()

    def choice(self, options: Sequence[T]) -> T:
        """One of `options`."""
        return options[min(int(self.fraction() * len(options)), len(options) - 1)]


def light(wavelength_nm: float) -> tuple[int, int, int]:
    """The colour on a screen of light of one wavelength, fading out at the ends of sight.

    Source: D. Bruton, "Approximate RGB values for visible wavelengths", 1996.
    """
    stops = (
        (380, (0.5, 0.0, 1.0)),
        (440, (0.0, 0.0, 1.0)),
        (490, (0.0, 1.0, 1.0)),
        (510, (0.0, 1.0, 0.0)),
        (580, (1.0, 1.0, 0.0)),
        (645, (1.0, 0.0, 0.0)),
        (780, (1.0, 0.0, 0.0)),
    )
    at = min(max(wavelength_nm, stops[0][0]), stops[-1][0])
    for (low, from_), (high, to) in zip(stops, stops[1:], strict=False):
        if at <= high:
            share = (at - low) / (high - low)
            rgb = tuple(a + (b - a) * share for a, b in zip(from_, to, strict=True))
            break
    edge = min(0.3 + 0.7 * (at - 380) / 40, 0.3 + 0.7 * (780 - at) / 80, 1.0)
    red, green, blue = (round(255 * (max(channel, 0.0) * edge) ** 0.8) for channel in rgb)
    return red, green, blue


def hex_color(rgb: Iterable[int]) -> str:
    """``#rrggbb``."""
    return "#" + "".join(f"{channel:02x}" for channel in rgb)


def number(value: float) -> str:
    """A coordinate with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value else "0"


def element(name: str, attributes: Mapping[str, object], *children: str) -> str:
    """One element; underscores in attribute names become hyphens, floats are shortened."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_value(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>"


def _value(value: object) -> str:
    return number(value) if isinstance(value, float | int) else str(value)


def polyline(points: Iterable[tuple[float, float]]) -> str:
    """Path data through `points`."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def document(
    title: str,
    *parts: str,
    width: int = WIDTH,
    height: int = HEIGHT,
    background: str | None = NIGHT,
) -> bytes:
    """A whole SVG file that says what it shows."""
    ground = (
        element("rect", {"width": width, "height": height, "fill": background})
        if background
        else ""
    )
    head = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {width} {height}",
        "width": width,
        "height": height,
        "role": "img",
        "aria_label": title,
    }
    body = (f"<title>{escape(title)}</title>", ground, *parts)
    return element("svg", head, *body).encode()
