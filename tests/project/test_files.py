"""Which uploaded files leave the house, and with which headers."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.models import Collection, CollectionViewRestriction

from tests.media.factories import LENS, make_document, make_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret_collection():
    outer = Collection.get_first_root_node().add_child(name="Board")
    inner = outer.add_child(name="Minutes")
    CollectionViewRestriction.objects.create(
        collection=outer, restriction_type=CollectionViewRestriction.LOGIN
    )
    return inner


@pytest.fixture
def editor():
    return get_user_model().objects.create_superuser("editor", password="x")


def test_rendition_of_public_image_is_served_for_ever(client):
    image = make_image()
    rendition = image.get_rendition("width-32")

    response = client.get(rendition.url)

    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["Cache-Tag"] == f"cms_media.image:{image.pk}"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" not in response.get("Vary", "")
    assert b"".join(response.streaming_content) == rendition.file.open().read()


def test_rendition_known_to_the_browser_is_not_sent_again(client):
    url = make_image().get_rendition("width-32").url
    etag = client.get(url)["ETag"]

    response = client.get(url, headers={"If-None-Match": etag})

    assert (response.status_code, response.content) == (304, b"")


def test_drawing_may_show_and_nothing_else(client):
    rendition = make_image(content=LENS, name="lens.svg").get_rendition("original")

    response = client.get(rendition.url)

    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
    )


def test_rendition_in_restricted_collection_is_for_editors_only(client, secret_collection, editor):
    url = make_image(collection=secret_collection).get_rendition("width-32").url

    assert client.get(url).status_code == 404

    client.force_login(editor)
    response = client.get(url)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-cache")


def test_user_without_rights_is_treated_like_a_reader(client, secret_collection):
    url = make_image(collection=secret_collection).get_rendition("width-32").url
    client.force_login(get_user_model().objects.create_user("member", password="x"))

    assert client.get(url).status_code == 404


def test_originals_and_documents_have_no_address(client, editor):
    client.force_login(editor)
    for name in (make_image().file.name, make_document().file.name):
        assert default_storage.exists(name)
        assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize(
    "name",
    ["images/../secret", "images/%2e%2e/secret", "../secret", "/etc/passwd", "images/\x00"],
)
def test_paths_lead_nowhere_else(client, name):
    default_storage.save("secret", ContentFile(b"canary"))

    assert client.get(f"/media/{name}").status_code == 404


def test_portrait_of_an_editor_stays_in_the_admin(client, editor):
    name = default_storage.save("avatar_images/me.png", ContentFile(b"png"))

    assert client.get(f"/media/{name}").status_code == 404

    client.force_login(editor)
    assert client.get(f"/media/{name}").status_code == 200


def test_lost_file_is_not_found(client):
    rendition = make_image().get_rendition("width-32")
    rendition.file.storage.delete(rendition.file.name)

    assert client.get(rendition.url).status_code == 404


@pytest.fixture
def on_disk(settings, tmp_path):
    """Files are kept as in production."""
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    }


@pytest.mark.usefixtures("on_disk")
def test_document_is_asked_for_anew_by_every_cache(client):
    document = make_document()

    response = client.get(document.url)
    again = client.get(document.url, headers={"If-None-Match": response["ETag"]})

    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert (response.status_code, again.status_code) == (200, 304)
    for each in (response, again):
        assert each["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert each["Cache-Tag"] == f"cms_media.document:{document.pk}"


@pytest.mark.usefixtures("on_disk")
def test_document_for_some_is_kept_by_no_cache(client, editor, secret_collection):
    """Not even by those that look at the ending of an address alone."""
    document = make_document(collection=secret_collection)

    asked_to_log_in = client.get(document.url)
    client.force_login(editor)
    response = client.get(document.url)

    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert (asked_to_log_in.status_code, response.status_code) == (302, 200)
    for each in (asked_to_log_in, response):
        assert each["Cache-Control"] == "private, no-store"
        assert "Cache-Tag" not in each
