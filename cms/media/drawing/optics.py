"""Rays through glass, bent at each surface as Snell's law says."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cms.media.drawing.canvas import (
    ADDED,
    HEIGHT,
    LONGEST_NM,
    SHORTEST_NM,
    WIDTH,
    Seed,
    document,
    element,
    hex_color,
    light,
    number,
    polyline,
)

Point = tuple[float, float]
GLASS = "#9cc7ff"
WHITE_NM = (450, 532, 640)  # three colours that make white together


def index_of_glass(wavelength_nm: float, *, dispersion: float = 1.0) -> float:
    """The refractive index of crown glass (Cauchy's formula), its dispersion times `dispersion`."""
    return 1.5046 + dispersion * 4200 / wavelength_nm**2 - (dispersion - 1) * 4200 / 550**2


def refracted(direction: Point, normal: Point, ratio: float) -> Point | None:
    """The direction behind a surface; None at total reflection.

    `direction` and `normal` have length 1; `ratio` is the index before over the index behind.
    Source: Snell's law in vector form.
    """
    cosine = -(direction[0] * normal[0] + direction[1] * normal[1])
    if cosine < 0:
        normal, cosine = (-normal[0], -normal[1]), -cosine
    inside = 1 - ratio**2 * (1 - cosine**2)
    if inside < 0:
        return None
    along = ratio * cosine - math.sqrt(inside)
    return (
        ratio * direction[0] + along * normal[0],
        ratio * direction[1] + along * normal[1],
    )


@dataclass(frozen=True, slots=True)
class Lens:
    """A biconvex lens around (x, y): two spheres of one radius, `half` high above the axis."""

    x: float
    y: float
    radius: float
    half: float

    @property
    def sag(self) -> float:
        return self.radius - math.sqrt(self.radius**2 - self.half**2)

    @property
    def centers(self) -> tuple[float, float]:
        """The x of the centres of the front and of the back surface."""
        return self.x - self.sag + self.radius, self.x + self.sag - self.radius

    @property
    def outline(self) -> str:
        top, bottom = number(self.y - self.half), number(self.y + self.half)
        radius, x = number(self.radius), number(self.x)
        return f"M{x} {top}A{radius} {radius} 0 0 1 {x} {bottom}A{radius} {radius} 0 0 1 {x} {top}Z"

    def trace(self, start: Point, direction: Point, index: float) -> list[Point]:
        """The corners of a ray's way from `start` to the edge of the picture."""
        way = [start]
        for center, is_front in zip(self.centers, (True, False), strict=True):
            hit = _hit_sphere(way[-1], direction, (center, self.y), self.radius, near=is_front)
            if hit is None or abs(hit[1] - self.y) > self.half:
                break
            normal = ((hit[0] - center) / self.radius, (hit[1] - self.y) / self.radius)
            turned = refracted(direction, normal, 1 / index if is_front else index)
            if turned is None:
                break
            way.append(hit)
            direction = turned
        reach = (WIDTH + 50 - way[-1][0]) / max(direction[0], 1e-6)
        way.append((way[-1][0] + reach * direction[0], way[-1][1] + reach * direction[1]))
        return way


def _hit_sphere(
    start: Point, direction: Point, center: Point, radius: float, *, near: bool
) -> Point | None:
    x, y = start[0] - center[0], start[1] - center[1]
    half_b = x * direction[0] + y * direction[1]
    inside = half_b**2 - (x**2 + y**2 - radius**2)
    if inside < 0:
        return None
    length = -half_b + (-math.sqrt(inside) if near else math.sqrt(inside))
    return start[0] + length * direction[0], start[1] + length * direction[1]


def lens(seed: object = 0) -> bytes:
    """Parallel light brought to its focus by a thick lens, with the caustic of real lenses."""
    chance = Seed("lens", seed)
    glass = Lens(
        x=chance.between(520, 640),
        y=HEIGHT / 2,
        radius=chance.between(560, 680),
        half=chance.between(285, 330),
    )
    tilt = math.radians(chance.between(-4, 4))
    rays = [
        _ray(glass, offset / 17, tilt, wavelength)
        for wavelength in WHITE_NM
        for offset in range(-17, 18)
    ]
    return document(
        "Light rays brought to a focus by a lens",
        _glow(),
        element("path", {"d": glass.outline, "fill": GLASS, "fill_opacity": 0.1}),
        element("g", {"fill": "none"}, *rays),
        element(
            "path",
            {
                "d": glass.outline,
                "fill": "none",
                "stroke": GLASS,
                "stroke_opacity": 0.75,
                "stroke_width": 2.5,
            },
        ),
    )


def _ray(glass: Lens, share: float, tilt: float, wavelength: float) -> str:
    direction = (math.cos(tilt), math.sin(tilt))
    height = glass.y + share * glass.half * 0.78
    start = (-50.0, height - (glass.x + 50) * math.tan(tilt))
    way = glass.trace(start, direction, index_of_glass(wavelength, dispersion=2.2))
    return element(
        "path",
        {
            "d": polyline(way),
            "stroke": hex_color(light(wavelength)),
            "stroke_width": 1.8,
            "stroke_opacity": 0.55,
            "style": ADDED,
        },
    )


def prism(seed: object = 0) -> bytes:
    """White light taken apart by a prism, each colour bent by its own index."""
    chance = Seed("prism", seed)
    side = chance.between(430, 500)
    height = side * math.sqrt(3) / 2
    middle = (chance.between(600, 700), HEIGHT / 2 + 40)
    top = (middle[0], middle[1] - height * 2 / 3)
    left = (middle[0] - side / 2, middle[1] + height / 3)
    right = (middle[0] + side / 2, middle[1] + height / 3)
    share = chance.between(0.46, 0.54)
    entry = (left[0] + (top[0] - left[0]) * share, left[1] + (top[1] - left[1]) * share)
    rise = math.radians(chance.between(-21, -17))
    incoming = (math.cos(rise), math.sin(rise))
    start = (entry[0] - 1400 * incoming[0], entry[1] - 1400 * incoming[1])
    outline = polyline((top, right, left)) + "Z"
    colors = [
        _through_prism(entry, incoming, (left, top, right), nm)
        for nm in range(SHORTEST_NM, LONGEST_NM, 4)
    ]
    beam = {"d": polyline((start, entry)), "stroke": "#ffffff", "stroke_linecap": "round"}
    return document(
        "White light dispersed into colours by a prism",
        _glow(),
        element("path", {"d": outline, "fill": GLASS, "fill_opacity": 0.07}),
        element("g", {"fill": "none"}, *colors),
        element("path", {**beam, "stroke_width": 16, "stroke_opacity": 0.1}),
        element("path", {**beam, "stroke_width": 4, "stroke_opacity": 0.95}),
        element(
            "path",
            {
                "d": outline,
                "fill": "none",
                "stroke": GLASS,
                "stroke_opacity": 0.75,
                "stroke_width": 2.5,
                "stroke_linejoin": "round",
            },
        ),
    )


def _through_prism(
    entry: Point, incoming: Point, corners: tuple[Point, Point, Point], wavelength: float
) -> str:
    left, top, right = corners
    index = index_of_glass(wavelength, dispersion=6.0)
    inside = refracted(incoming, _normal(left, top), 1 / index)
    if inside is None:
        return ""
    leave = _cross(entry, inside, top, right)
    outside = refracted(inside, _normal(top, right), index)
    if outside is None:
        return ""
    reach = 2200
    end = (leave[0] + reach * outside[0], leave[1] + reach * outside[1])
    return element(
        "path",
        {
            "d": polyline((entry, leave, end)),
            "stroke": hex_color(light(wavelength)),
            "stroke_width": 3.2,
            "stroke_opacity": 0.5,
            "style": ADDED,
        },
    )


def _normal(start: Point, end: Point) -> Point:
    x, y = end[0] - start[0], end[1] - start[1]
    length = math.hypot(x, y)
    return y / length, -x / length


def _cross(start: Point, direction: Point, first: Point, second: Point) -> Point:
    """Where the ray meets the line through two points."""
    x, y = second[0] - first[0], second[1] - first[1]
    determinant = direction[0] * y - direction[1] * x
    length = ((first[0] - start[0]) * y - (first[1] - start[1]) * x) / determinant
    return start[0] + length * direction[0], start[1] + length * direction[1]


def _glow() -> str:
    """A quiet light in the dark, so that the ground is not flat."""
    stops = (
        element("stop", {"offset": "0", "stop_color": "#1b3a6b", "stop_opacity": 0.7}),
        element("stop", {"offset": "1", "stop_color": "#0a1226", "stop_opacity": 0}),
    )
    gradient = element(
        "radialGradient", {"id": "glow", "cx": "0.4", "cy": "0.5", "r": "0.7"}, *stops
    )
    return element("defs", {}, gradient) + element(
        "rect", {"width": WIDTH, "height": HEIGHT, "fill": "url(#glow)"}
    )
