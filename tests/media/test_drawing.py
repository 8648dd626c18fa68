"""Drawings: the same for the same seed, safe to upload, and true to the physics they show."""

from __future__ import annotations

import math
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Picture

from cms.media.drawing import (
    initials,
    interference,
    lens,
    monogram,
    newton_rings,
    prism,
    spectrum,
    thin_film,
)
from cms.media.drawing.canvas import light
from cms.media.drawing.optics import Lens, index_of_glass, refracted
from cms.media.drawing.strokes import ACCENTS, GLYPHS, lettering
from cms.media.svg import check_svg

CZECH_CAPITALS = "AÁBCČDĎEÉĚFGHIÍJKLMNŇOÓPQRŘSŠTŤUÚŮVWXYÝZŽ0123456789"


@pytest.mark.parametrize("draw", [interference, lens, newton_rings, prism, spectrum])
def test_drawing_is_a_safe_svg_that_its_seed_decides(draw: Callable[[object], bytes]) -> None:
    assert check_svg(draw(1)) is None
    assert draw(1) == draw(1)
    assert draw(1) != draw(2)


def test_film_is_a_picture_of_the_asked_size() -> None:
    with Picture.open(BytesIO(thin_film(1, width=160, height=90))) as picture:
        assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (160, 90))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Meopta – optika, s.r.o.", "MO"),
        ("Ústav přístrojové techniky AV ČR, v. v. i.", "ÚPT"),
        ("Centrum HiLASE (Fyzikální ústav AV ČR)", "CH"),
        ("SQS Vláknová optika a.s.", "SQS"),
        ("České vysoké učení technické v Praze", "ČVU"),
        ("asphericon s.r.o.", "AS"),
        ("X", "X"),
        ("", ""),
        ("– a –", ""),
    ],
)
def test_initials(name: str, expected: str) -> None:
    assert initials(name) == expected


def test_every_czech_capital_and_digit_has_strokes() -> None:
    for character in CZECH_CAPITALS:
        drawn = lettering(character)
        assert len(drawn.glyphs) == 1 + (character not in GLYPHS), character
    assert {glyph.path for glyph in lettering("ČÁŮ").glyphs} >= set(ACCENTS.values()) - {
        ACCENTS["\u0308"]
    }


@given(st.text(max_size=60))
def test_monogram_of_any_name_is_a_safe_svg(name: str) -> None:
    name = "".join(c for c in name if c.isprintable())

    assert check_svg(monogram(name)) is None


def test_monogram_is_decided_by_name_and_seed() -> None:
    assert monogram("Meopta") == monogram("Meopta")
    assert monogram("Meopta", seed=1) != monogram("Meopta", seed=2)


@given(st.floats(min_value=0, max_value=1.5), st.sampled_from([1 / 1.5, 1.5, 1 / 1.33]))
def test_refraction_keeps_snells_law(angle: float, ratio: float) -> None:
    turned = refracted((math.sin(angle), math.cos(angle)), (0.0, -1.0), ratio)

    if ratio * math.sin(angle) > 1:
        assert turned is None
    else:
        assert turned is not None
        assert math.isclose(turned[0], ratio * math.sin(angle), abs_tol=1e-9)
        assert math.isclose(math.hypot(*turned), 1, abs_tol=1e-9)


def test_lens_focuses_rays_near_the_axis_where_the_lensmaker_says() -> None:
    glass = Lens(x=500, y=450, radius=600, half=100)
    index = index_of_glass(550)

    way = glass.trace((-50, 449.0), (1.0, 0.0), index)
    (x1, y1), (x2, y2) = way[-2], way[-1]
    focus = x1 + (450 - y1) * (x2 - x1) / (y2 - y1)

    thickness = 2 * glass.sag
    power = (index - 1) * (2 / 600 - (index - 1) * thickness / (index * 600 * 600))
    back_vertex = glass.x + glass.sag
    back_focal = (1 / power) * (1 - (index - 1) * thickness / (index * 600))
    assert math.isclose(focus - back_vertex, back_focal, rel_tol=1e-3)


@pytest.mark.parametrize(("wavelength_nm", "strongest"), [(450, 2), (520, 1), (650, 0)])
def test_light_has_the_colour_of_its_wavelength(wavelength_nm: int, strongest: int) -> None:
    rgb = light(wavelength_nm)

    assert max(range(3), key=lambda channel: rgb[channel]) == strongest
