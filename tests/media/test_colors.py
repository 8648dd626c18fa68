"""The dominant colour of real files."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image as Picture

from cms.media.colors import dominant_color
from tests.media.factories import LENS, picture_bytes


@pytest.mark.parametrize("format_name", ["PNG", "WEBP", "AVIF", "JPEG", "GIF"])
def test_dominant_color_is_that_of_the_picture(format_name: str) -> None:
    found = dominant_color(
        BytesIO(picture_bytes(color="#204060", format_name=format_name)), is_svg=False
    )

    channels = [int(found[at : at + 2], 16) for at in (1, 3, 5)]
    assert [abs(a - b) <= 4 for a, b in zip(channels, (0x20, 0x40, 0x60), strict=True)] == [
        True
    ] * 3


def test_dominant_color_ignores_what_is_transparent() -> None:
    picture = Picture.new("RGBA", (60, 60), (255, 0, 0, 0))
    picture.paste((0, 0, 255, 255), (0, 0, 20, 20))
    file = BytesIO()
    picture.save(file, "PNG")

    assert dominant_color(file, is_svg=False) == "#0000ff"


def test_dominant_color_of_a_drawing_is_its_most_frequent_paint() -> None:
    assert dominant_color(BytesIO(LENS), is_svg=True) == "#2244cc"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b'<svg><path fill="none"/><path fill="url(#a)"/></svg>', ""),
        (b'<svg><path style="stroke: red; fill: rgb(10, 20, 30)"/></svg>', "#0a141e"),
        (b'<svg><stop stop-color="#abc"/><path fill="white"/></svg>', "#aabbcc"),
        (b"not xml", ""),
    ],
)
def test_dominant_color_of_drawings_without_a_clear_answer(source: bytes, expected: str) -> None:
    assert dominant_color(BytesIO(source), is_svg=True) == expected


def test_dominant_color_of_a_broken_picture_is_empty() -> None:
    assert dominant_color(BytesIO(b"\x89PNG\r\n"), is_svg=False) == ""


def test_dominant_color_of_a_fully_transparent_picture_is_empty() -> None:
    file = BytesIO()
    Picture.new("RGBA", (4, 4), (0, 0, 0, 0)).save(file, "PNG")

    assert dominant_color(file, is_svg=False) == ""
