"""What the admin's upload forms accept, refuse and ask for."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection

from cms.media.models import Document, Image
from tests.media.factories import LENS, picture_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("office", "office@example.org"))
    return client


def upload(client: Client, name: str, content: bytes, **fields: str) -> dict[str, list[str]]:
    """The errors by field of the "add an image" form; empty when it was accepted."""
    data = {
        "title": "Lens",
        "file": SimpleUploadedFile(name, content),
        "collection": Collection.get_first_root_node().pk,
        **fields,
    }
    response = client.post(reverse("wagtailimages:add"), data)
    return {} if response.status_code == 302 else dict(response.context["form"].errors)


def test_upload_stores_texts_color_size_and_hash(office: Client) -> None:
    content = picture_bytes(color="#204060")

    assert upload(office, "lens.png", content, alt_cs="Čočka", alt_en="Lens") == {}

    image = Image.objects.get()
    assert (image.alt("cs"), image.alt("en"), image.dominant_color) == ("Čočka", "Lens", "#204060")
    assert (image.file_size, len(image.file_hash)) == (len(content), 40)


def test_upload_of_a_drawing_is_accepted(office: Client) -> None:
    assert upload(office, "lens.svg", LENS) == {}

    image = Image.objects.get()
    assert (image.is_svg(), image.width, image.height, image.dominant_color) == (
        True,
        240,
        120,
        "#2244cc",
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("lens.svg", LENS.replace(b"<title>Lens</title>", b"<script>alert(1)</script>")),
        ("lens.svg", LENS.replace(b"viewBox", b"onload='alert(1)' viewBox")),
        ("lens.svg", LENS.replace(b"viewBox", b"width='wide' viewBox")),
        ("lens.svg", LENS.replace(b"viewBox", b"width='1e308' viewBox")),
        ("lens.svg", LENS.replace(b"0 0 240 120", b"0 0 0 0")),
        ("lens.svg", b"<svg"),
        ("lens.png", LENS),
        ("lens.jpg", picture_bytes()),
        ("lens.png", b"not a picture"),
        ("lens.bmp", picture_bytes(format_name="BMP")),
    ],
)
def test_upload_that_is_refused_says_so_and_stores_nothing(
    office: Client, name: str, content: bytes
) -> None:
    errors = upload(office, name, content)

    assert list(errors) == ["file"]
    assert Image.objects.count() == 0


def test_upload_form_asks_for_alternative_text_right_after_the_file(office: Client) -> None:
    form = office.get(reverse("wagtailimages:add")).context["form"]

    assert list(form.fields)[:4] == ["title", "file", "alt_cs", "alt_en"]
    assert form.fields["alt_cs"].help_text == form.fields["alt_en"].help_text != ""


def test_new_file_replaces_the_color(office: Client) -> None:
    upload(office, "lens.png", picture_bytes(color="#204060"))
    image = Image.objects.get()

    office.post(
        reverse("wagtailimages:edit", args=[image.pk]),
        {
            "title": "Lens",
            "collection": image.collection_id,
            "file": SimpleUploadedFile("lens.png", picture_bytes(color="#a01020")),
        },
    )

    assert Image.objects.get().dominant_color == "#a01020"


@pytest.mark.parametrize(
    ("name", "accepted"), [("profile.pdf", True), ("profile.html", False), ("profile.svg", False)]
)
def test_document_of_an_unlisted_kind_is_refused(office: Client, name: str, accepted: bool) -> None:
    office.post(
        reverse("wagtaildocs:add"),
        {
            "title": "Profile",
            "file": SimpleUploadedFile(name, b"%PDF-1.7"),
            "collection": Collection.get_first_root_node().pk,
        },
    )

    assert Document.objects.exists() is accepted
