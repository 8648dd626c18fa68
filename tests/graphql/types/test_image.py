"""Images and documents in GraphQL."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.storage import default_storage

from cms.graphql.testing import Result, count_queries
from cms.media.models import Rendition
from tests.media.factories import LENS, make_document, make_image, make_private_collection

pytestmark = pytest.mark.django_db

Ask = Callable[..., Result]
HERE = "http://127.0.0.1:8000"


def test_image_is_described_in_the_asked_language(ask: Ask) -> None:
    image = make_image(
        alt_cs="Čočka", alt_en="Lens", caption_cs="Popisek", credit="J. Novák",
        focal_point_x=16, focal_point_y=36, focal_point_width=2, focal_point_height=2,
    )  # fmt: skip
    document = """query ($id: Int, $locale: String) { image(id: $id, locale: $locale) {
      id title alt caption credit width height isSvg dominantColor focalPoint { x y } } }"""

    czech = ask(document, id=image.pk, locale="cs").data
    english = ask(document, id=image.pk, locale="en").data

    assert czech == {
        "image": {
            "id": str(image.pk),
            "title": "Lens",
            "alt": "Čočka",
            "caption": "Popisek",
            "credit": "J. Novák",
            "width": 64,
            "height": 48,
            "isSvg": False,
            "dominantColor": "#204060",
            "focalPoint": {"x": 0.25, "y": 0.75},
        }
    }
    assert english == {"image": {**czech["image"], "alt": "Lens", "caption": None}}


def test_image_without_words_or_focal_point(ask: Ask) -> None:
    image = make_image(content=b'<svg xmlns="http://www.w3.org/2000/svg"/>', name="a.svg")

    result = ask(
        "query ($id: Int) { image(id: $id) { alt caption credit isSvg dominantColor"
        " focalPoint { x } } }",
        id=image.pk,
    )

    assert result.data == {
        "image": {
            "alt": "",
            "caption": None,
            "credit": None,
            "isSvg": True,
            "dominantColor": None,
            "focalPoint": None,
        }
    }


@pytest.mark.parametrize(("alt", "shown"), [(None, "Čočka"), ("Zde", "Zde"), ("", "")])
def test_image_takes_the_words_of_its_place(ask: Ask, alt: str | None, shown: str) -> None:
    image = make_image(alt_cs="Čočka")

    result = ask(
        "query ($id: Int, $alt: String) { image(id: $id, alt: $alt) {"
        " alt rendition(width: 160) { alt } } }",
        id=image.pk,
        alt=alt,
    )

    assert result.data == {"image": {"alt": shown, "rendition": {"alt": shown}}}


def test_renditions_in_sizes_and_formats(ask: Ask) -> None:
    image = make_image(width=1000, height=500)

    result = ask(
        """query ($id: Int) { image(id: $id) {
          webp: rendition(width: 320) { url width height format }
          cover: rendition(width: 320, height: 320, format: AVIF) { width height format }
          contain: rendition(width: 320, height: 320, fit: CONTAIN, format: JPEG) {
            width height format }
          original: rendition(height: 320, format: ORIGINAL) { width height format } } }""",
        id=image.pk,
    )

    row = Rendition.objects.get(filter_spec="width-320|format-webp")
    assert result.data == {
        "image": {
            "webp": {"url": HERE + row.url, "width": 320, "height": 160, "format": "webp"},
            "cover": {"width": 320, "height": 320, "format": "avif"},
            "contain": {"width": 320, "height": 160, "format": "jpeg"},
            "original": {"width": 640, "height": 320, "format": "png"},
        }
    }


def test_rendition_of_a_size_that_is_not_available_names_those_that_are(ask: Ask) -> None:
    image = make_image()

    result = ask(
        "query ($id: Int) { image(id: $id) { id rendition(width: 123) { url } } }",
        id=image.pk,
        expect_errors=True,
    )

    assert result.data == {"image": {"id": str(image.pk), "rendition": None}}
    assert [(error["message"], error["extensions"]) for error in result.errors] == [
        (
            "width 123 is not available. "
            "Available: 160, 320, 480, 640, 800, 960, 1200, 1600, 2000.",
            {"code": "BAD_USER_INPUT"},
        )
    ]


def test_src_set_offers_rising_widths(ask: Ask) -> None:
    image = make_image(width=400, height=200)

    result = ask("query ($id: Int) { image(id: $id) { srcSet } }", id=image.pk)

    urls = {row.width: HERE + row.url for row in Rendition.objects.all()}
    assert result.data == {
        "image": {"srcSet": f"{urls[160]} 160w, {urls[320]} 320w, {urls[400]} 400w"}
    }


def test_src_set_of_a_drawing_is_one_address(ask: Ask) -> None:
    image = make_image(content=LENS, name="lens.svg")

    result = ask(
        "query ($id: Int) { image(id: $id) { srcSet"
        " rendition(width: 480, format: AVIF) { url width height format } } }",
        id=image.pk,
    )

    url = HERE + Rendition.objects.get().url
    assert result.data == {
        "image": {
            "srcSet": url,
            "rendition": {"url": url, "width": 480, "height": 240, "format": "svg"},
        }
    }


def test_image_whose_file_is_lost_has_no_renditions(ask: Ask) -> None:
    image = make_image()
    default_storage.delete(image.file.name)

    result = ask(
        "query ($id: Int) { image(id: $id) { title srcSet rendition(width: 160) { url } } }",
        id=image.pk,
    )

    assert result.data == {"image": {"title": "Lens", "srcSet": "", "rendition": None}}


def test_private_image_and_document_are_null(ask: Ask) -> None:
    private = make_private_collection()
    image = make_image(collection=private, title="CANARY", name="canary.png")
    document = make_document(collection=private, title="CANARY", name="canary.pdf")

    result = ask(
        """query ($image: Int, $images: [Int], $document: Int) {
          image(id: $image) { title rendition(width: 160) { url } }
          images(ids: $images) { title }
          document(id: $document) { title url }
          link(document: $document, locale: "cs") { url }
        }""",
        image=image.pk,
        images=[image.pk],
        document=document.pk,
    )

    assert result.data == {"image": None, "images": [], "document": None, "link": None}
    assert Rendition.objects.count() == 0


@pytest.mark.parametrize("number", [1, 10])
def test_images_with_renditions_cost_the_same_for_one_and_ten(ask: Ask, number: int) -> None:
    images = [make_image(name=f"lens{at}.png", width=400) for at in range(number)]
    document = """query ($ids: [Int]) { images(ids: $ids) {
      alt srcSet rendition(width: 160) { url }
      avif: rendition(width: 320, format: AVIF) { url } } }"""
    ids = [image.pk for image in images]
    first = ask(document, ids=ids)

    with count_queries() as statements:
        again = ask(document, ids=ids)

    assert again == first
    assert len(again.data["images"]) == number
    about_media = [sql for sql in statements if "cms_media" in sql]
    assert len(about_media) == 2, statements


def test_document_for_download(ask: Ask) -> None:
    stored = make_document(title="Profil", name="Profil čoček.PDF")

    result = ask(
        "query ($id: Int) { document(id: $id) { id title filename extension size url createdAt } }",
        id=stored.pk,
    )

    assert result.data == {
        "document": {
            "id": str(stored.pk),
            "title": "Profil",
            "filename": stored.filename,
            "extension": "pdf",
            "size": 9,
            "url": HERE + stored.url,
            "createdAt": stored.created_at.isoformat(),
        }
    }
