"""Light as a wave: two slits, Newton's rings, and the lines of the elements."""

from __future__ import annotations

import math

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
)

# Visible lines in nm with their relative strength. Source: NIST Atomic Spectra Database.
ELEMENTS: dict[str, tuple[tuple[float, float], ...]] = {
    "H": ((656.3, 1.0), (486.1, 0.8), (434.0, 0.6), (410.2, 0.45)),
    "He": (
        *((447.1, 0.6), (471.3, 0.35), (492.2, 0.4), (501.6, 0.7)),
        *((587.6, 1.0), (667.8, 0.7), (706.5, 0.5)),
    ),
    "Na": ((498.3, 0.25), (568.8, 0.45), (589.0, 1.0), (589.6, 0.9), (615.4, 0.35)),
    "Ne": (
        *((540.1, 0.4), (585.2, 0.9), (588.2, 0.5), (594.5, 0.6), (603.0, 0.5), (607.4, 0.6)),
        *((614.3, 0.8), (616.4, 0.5), (621.7, 0.5), (626.6, 0.7), (633.4, 0.7), (638.3, 0.8)),
        *((640.2, 1.0), (650.7, 0.8), (659.9, 0.6), (667.8, 0.6), (692.9, 0.5), (703.2, 0.6)),
    ),
    "Hg": ((404.7, 0.5), (435.8, 0.9), (491.6, 0.2), (546.1, 1.0), (577.0, 0.7), (579.1, 0.7)),
}


def spectrum(seed: object = 0) -> bytes:
    """Emission lines of five elements below each other, each at its own wavelength."""
    chance = Seed("spectrum", seed)
    names = sorted(ELEMENTS, key=lambda _: chance.fraction())
    top, gap = 70.0, 22.0
    height = (HEIGHT - 2 * top - gap * (len(names) - 1)) / len(names)
    rows = [
        _row(ELEMENTS[name], top + at * (height + gap), height) for at, name in enumerate(names)
    ]
    stops = [
        element(
            "stop",
            {
                "offset": number((nm - SHORTEST_NM) / (LONGEST_NM - SHORTEST_NM)),
                "stop_color": hex_color(light(nm)),
            },
        )
        for nm in range(SHORTEST_NM, LONGEST_NM + 1, 10)
    ]
    return document(
        "Emission lines of " + ", ".join(names),
        element("defs", {}, element("linearGradient", {"id": "rainbow"}, *stops)),
        *rows,
    )


def _place(wavelength_nm: float) -> float:
    return WIDTH * (wavelength_nm - SHORTEST_NM) / (LONGEST_NM - SHORTEST_NM)


def _row(lines: tuple[tuple[float, float], ...], top: float, height: float) -> str:
    drawn = [
        element(
            "rect",
            {"y": top, "width": WIDTH, "height": height, "fill": "url(#rainbow)", "opacity": 0.09},
        )
    ]
    for nm, strength in lines:
        color = hex_color(light(nm))
        for width, opacity in ((22, 0.12), (10, 0.22), (3 + 2 * strength, 1)):
            drawn.append(
                element(
                    "rect",
                    {
                        "x": _place(nm) - width / 2,
                        "y": top,
                        "width": width,
                        "height": height,
                        "fill": color,
                        "opacity": opacity * (0.35 + 0.65 * strength),
                    },
                )
            )
    return "".join(drawn)


def interference(seed: object = 0) -> bytes:
    """Waves from two slits and the stripes they make on a screen."""
    chance = Seed("interference", seed)
    wavelength_nm = chance.choice((450, 475, 530, 590, 632))
    color = hex_color(light(wavelength_nm))
    apart = chance.between(120, 180)
    length = chance.between(30, 38)
    wall, screen = 330.0, 1330.0
    slits = (HEIGHT / 2 - apart / 2, HEIGHT / 2 + apart / 2)
    waves = [
        element(
            "circle",
            {
                "cx": wall,
                "cy": y,
                "r": at * length,
                "stroke_opacity": _fade(at),
                "style": ADDED,
            },
        )
        for y in slits
        for at in range(1, round((screen - wall) * 1.15 / length))
    ]
    front = [
        element("path", {"d": f"M{number(wall - at * length)} 0V{HEIGHT}", "stroke_opacity": 0.35})
        for at in range(1, round(wall / length) + 1)
    ]
    field = {"x": wall, "width": screen - wall, "height": HEIGHT}
    return document(
        "Waves from two slits and the stripes they make on a screen",
        element("defs", {}, element("clipPath", {"id": "field"}, element("rect", field))),
        element("g", {"stroke": color, "stroke_width": 2.5}, *front),
        element(
            "g",
            {"fill": "none", "stroke": color, "stroke_width": 7, "clip_path": "url(#field)"},
            *waves,
        ),
        _wall(wall, slits),
        *_stripes(screen, wall, apart, length, color),
    )


def _fade(at: int) -> float:
    return max(0.75 / math.sqrt(at), 0.17)


def _wall(x: float, slits: tuple[float, float]) -> str:
    ends = (0, slits[0] - 11, slits[0] + 11, slits[1] - 11, slits[1] + 11, HEIGHT)
    parts = "".join(f"M{number(x)} {number(ends[at])}V{number(ends[at + 1])}" for at in (0, 2, 4))
    return element("path", {"d": parts, "stroke": "#dfe9f8", "stroke_width": 7})


def _stripes(screen: float, wall: float, apart: float, length: float, color: str) -> list[str]:
    """The intensity on the screen, from the real difference of the two ways."""
    step = 5
    drawn = []
    for y in range(0, HEIGHT, step):
        offset = y + step / 2 - HEIGHT / 2
        distance = screen - wall
        ways = [math.hypot(distance, offset + side * apart / 2) for side in (-1, 1)]
        phase = math.pi * (ways[0] - ways[1]) / length
        sine = math.pi * 22 * offset / math.hypot(distance, offset) / length
        envelope = (math.sin(sine) / sine) ** 2 if sine else 1.0
        strength = math.cos(phase) ** 2 * envelope
        if strength > 0.01:
            place = {"x": screen, "y": y, "width": WIDTH - screen, "height": step}
            drawn.append(element("rect", {**place, "fill": color, "opacity": strength}))
    return [element("g", {"shape_rendering": "crispEdges"}, *drawn)]


def newton_rings(seed: object = 0) -> bytes:
    """Rings between a lens and a plate of glass: the m-th has the radius √(mλR)."""
    chance = Seed("rings", seed)
    middle = (chance.between(560, 1040), chance.between(380, 520))
    first = chance.between(84, 104)
    rings = []
    for nm in (450, 500, 550, 600, 650):
        for order in range(64):
            inner, outer = (
                first * math.sqrt(max(order + shift, 0.0) * nm / 550) for shift in (0.28, 0.72)
            )
            attributes = {
                "cx": middle[0],
                "cy": middle[1],
                "r": (inner + outer) / 2,
                "stroke": hex_color(light(nm)),
                "stroke_width": outer - inner,
                "stroke_opacity": 0.5 * math.exp(-order / 26),
                "style": ADDED,
            }
            rings.append(element("circle", attributes))
    return document(
        "Newton's rings",
        element("g", {"fill": "none"}, *rings),
    )
