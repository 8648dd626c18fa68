"""Sizes and formats: the list of allowed ones, the files, and the number of queries."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from pytest_django import DjangoAssertNumQueries

from cms.media.models import Rendition
from cms.media.renditions import (
    Fit,
    Format,
    RenditionError,
    ShownRendition,
    TooManyRenditionsError,
    heights_for,
    prepare_renditions,
    rendition_spec,
    renditions_for,
    src_set_specs,
)
from tests.media.factories import LENS, make_image

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({}, "Give a width, a height or both."),
        (
            {"width": 801},
            "width 801 is not available. "
            "Available: 160, 320, 480, 640, 800, 960, 1200, 1600, 2000.",
        ),
        (
            {"height": 1},
            "height 1 is not available without a width. "
            "Available: 160, 320, 480, 640, 800, 960, 1200, 1600, 2000.",
        ),
        (
            {"width": 1200, "height": 100000},
            "height 100000 is not available with width 1200. "
            "Available: 600, 630, 675, 800, 900, 960, 1200, 1500, 1600, 1800.",
        ),
        (
            {"width": -160},
            "width -160 is not available. "
            "Available: 160, 320, 480, 640, 800, 960, 1200, 1600, 2000.",
        ),
    ],
)
def test_spec_that_is_not_on_the_list_names_those_that_are(
    asked: dict[str, int], message: str
) -> None:
    with pytest.raises(RenditionError) as refused:
        rendition_spec(**asked)

    assert str(refused.value) == message


def test_heights_are_ratios_of_the_width() -> None:
    assert heights_for(160) == (80, 84, 90, 107, 120, 128, 160, 200, 213, 240)


@pytest.mark.parametrize(
    ("asked", "filter_spec"),
    [
        ({"width": 320}, "width-320|format-webp"),
        ({"height": 320, "format": Format.JPEG}, "height-320|format-jpeg"),
        ({"width": 320, "height": 180}, "fill-320x180|format-webp"),
        ({"width": 320, "height": 180, "fit": Fit.CONTAIN}, "max-320x180|format-webp"),
        ({"width": 320, "format": Format.ORIGINAL}, "width-320"),
        ({"width": 320, "format": Format.AVIF}, "width-320|format-avif"),
    ],
)
def test_spec_as_the_filter_of_a_picture(asked: dict[str, object], filter_spec: str) -> None:
    assert rendition_spec(**asked).filter_for(make_image()).spec == filter_spec


@pytest.mark.parametrize(
    ("asked", "filter_spec"),
    [
        ({"width": 320}, "original"),
        ({"width": 320, "height": 180}, "fill-320x180"),
        ({"width": 320, "height": 180, "fit": Fit.CONTAIN, "format": Format.AVIF}, "original"),
    ],
)
def test_spec_of_a_drawing_never_asks_for_pixels(
    asked: dict[str, object], filter_spec: str
) -> None:
    image = make_image(content=LENS, name="lens.svg")

    assert rendition_spec(**asked).filter_for(image).spec == filter_spec


@pytest.mark.parametrize("format_", [Format.WEBP, Format.AVIF, Format.JPEG, Format.PNG])
def test_rendition_is_a_file_of_the_size_and_format(format_: Format) -> None:
    image = make_image(width=640, height=480)

    [shown] = renditions_for([(image, rendition_spec(width=320, height=180, format=format_))])

    row = Rendition.objects.get()
    assert shown == ShownRendition(row.url, 320, 180, format_.value)
    with row.get_willow_image() as picture:
        assert (picture.format_name, picture.get_size()) == (format_.value, (320, 180))


def test_rendition_of_a_drawing_is_a_drawing_of_any_size() -> None:
    image = make_image(content=LENS, name="lens.svg")

    shown = renditions_for(
        [
            (image, rendition_spec(width=480)),
            (image, rendition_spec(width=480, height=480, fit=Fit.CONTAIN)),
            (image, rendition_spec(width=320, height=320)),
        ]
    )

    whole, cut = Rendition.objects.order_by("-filter_spec")
    assert shown == [
        ShownRendition(whole.url, 480, 240, "svg"),
        ShownRendition(whole.url, 480, 240, "svg"),
        ShownRendition(cut.url, 320, 320, "svg"),
    ]


def test_rendition_is_never_larger_than_the_picture() -> None:
    [shown] = renditions_for([(make_image(width=64, height=48), rendition_spec(width=320))])

    assert shown is not None
    assert (shown.width, shown.height) == (64, 48)


@pytest.mark.parametrize("number", [1, 10])
def test_existing_renditions_cost_one_query(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    images = [make_image(name=f"lens{at}.png") for at in range(number)]
    wanted = [(image, rendition_spec(width=width)) for image in images for width in (160, 320)]
    first = renditions_for(wanted)

    with django_assert_num_queries(1):
        again = renditions_for(wanted)

    assert again == first
    assert Rendition.objects.count() == 2 * number


def test_no_renditions_cost_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert renditions_for([]) == []


def test_same_rendition_asked_twice_is_drawn_once() -> None:
    image = make_image()
    wanted = (image, rendition_spec(width=160))

    first, second = renditions_for([wanted, wanted])

    assert first == second
    assert Rendition.objects.count() == 1


def test_rendition_follows_the_focal_point() -> None:
    image = make_image(width=640, height=320)
    spec = rendition_spec(width=160, height=160)
    [middle] = renditions_for([(image, spec)])
    image.focal_point_x, image.focal_point_y = 600, 20
    image.focal_point_width = image.focal_point_height = 10
    image.save()

    [corner] = renditions_for([(image, spec)])

    assert middle is not None
    assert corner is not None
    assert middle.url != corner.url


def test_rendition_of_a_lost_file_is_none_and_others_are_not() -> None:
    lost, whole = make_image(name="lost.png"), make_image(name="whole.png")
    default_storage.delete(lost.file.name)
    spec = rendition_spec(width=160)

    shown = renditions_for([(lost, spec), (whole, spec)])

    assert shown == [None, ShownRendition(Rendition.objects.get().url, 64, 48, "webp")]


def test_too_many_new_renditions_are_refused_but_asking_again_goes_on() -> None:
    image = make_image()
    wanted = [(image, rendition_spec(width=width)) for width in (160, 320, 480)]

    with pytest.raises(TooManyRenditionsError):
        renditions_for(wanted, most_new=2)

    assert Rendition.objects.count() == 2
    assert [bool(shown) for shown in renditions_for(wanted, most_new=2)] == [True] * 3


def test_rendition_url_changes_with_the_file() -> None:
    one = make_image(name="one.png")
    other = make_image(name="other.png", content=LENS.replace(b"2244cc", b"cc4422"))
    spec = rendition_spec(width=160)

    shown = renditions_for([(one, spec)])

    assert shown[0] is not None
    assert one.file_hash[:8] in shown[0].url
    assert one.file_hash != other.file_hash


@pytest.mark.parametrize(
    ("width", "offered"),
    [
        (100, [160]),
        (160, [160]),
        (500, [160, 320, 480, 640]),
        (9000, [160, 320, 480, 640, 800, 960, 1200, 1600, 2000]),
    ],
)
def test_src_set_offers_nothing_wider_than_what_holds_the_picture(
    width: int, offered: list[int]
) -> None:
    assert [spec.width for spec in src_set_specs(make_image(width=width))] == offered


def test_src_set_of_a_drawing_is_one_file() -> None:
    image = make_image(content=LENS, name="lens.svg")

    assert [spec.width for spec in src_set_specs(image, widths=(320, 640))] == [640]


def test_prepare_renditions_draws_the_usual_widths() -> None:
    image = make_image(width=500)

    prepare_renditions(image)

    assert set(Rendition.objects.values_list("filter_spec", flat=True)) == {
        f"width-{width}|format-webp" for width in (160, 320, 480, 640)
    }
