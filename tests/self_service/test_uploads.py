"""How much a member's editors may upload, and what they are told at the limit."""

from __future__ import annotations

import re
from itertools import count

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, Site

from cms.media.models import Document, Image
from plugins.members.models import MemberFiles, MemberPage, SelfServiceSettings
from tests.media.factories import make_document, make_image, picture_bytes
from tests.self_service.conftest import Cluster

MEGABYTE = 1024 * 1024
APPS = {"image": "wagtailimages", "document": "wagtaildocs"}
widths = count(10)  # for no file twice: Wagtail would offer the one that is there


def new_file(kind: str) -> SimpleUploadedFile:
    if kind == "image":
        return SimpleUploadedFile("logo.png", picture_bytes(width=next(widths)))
    return SimpleUploadedFile("list.pdf", b"%PDF-1.7\n" + b" " * 2000)


def own(cluster: Cluster) -> Collection:
    """Where the member's files are."""
    return MemberFiles.objects.get(member_key=cluster.entry.translation_key).collection


def limit(**values: int) -> None:
    site = Site.objects.get(is_default_site=True)
    SelfServiceSettings.objects.update_or_create(site=site, defaults=values)


def upload(browser: Client, kind: str, title: str = "Nový soubor") -> tuple[str, str]:
    """What the chooser does next, and the error at the file."""
    prefix = f"{kind}-chooser-upload"
    root = Collection.get_first_root_node()  # which only the office can choose
    data = {"title": title, "file": new_file(kind), "tags": "", "collection": root.pk}
    posted = {f"{prefix}-{field}": value for field, value in data.items()}
    answer = browser.post(reverse(f"{APPS[kind]}_chooser:create"), posted).json()
    shown = answer.get("html", "") + answer.get("htmlFragment", "")
    found = re.search(r'class="error-message"[^>]*>\s*(.*?)\s*</p>', shown, re.DOTALL)
    text = found[1] if found else ""
    return answer["step"], re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL).strip()


def counts(cluster: Cluster) -> tuple[int, int]:
    collection = own(cluster)
    images = Image.objects.filter(collection=collection).count()
    return images, Document.objects.filter(collection=collection).count()


@pytest.mark.parametrize("kind", APPS)
def test_number_of_files_is_limited(cluster: Cluster, jana: Client, kind: str) -> None:
    limit(max_files=3)
    make_image(collection=own(cluster))
    make_document(collection=own(cluster))

    third, fourth = upload(jana, kind), upload(jana, kind)

    assert third == ("chosen", "")
    assert fourth == (
        "reshow_creation_form",
        "Vaše organizace tu už má nejvyšší povolený počet souborů (3). "
        "Požádejte kancelář klastru, ať některé odstraní.",
    )
    assert sum(counts(cluster)) == 3


@pytest.mark.parametrize("kind", APPS)
def test_size_of_files_is_limited(cluster: Cluster, jana: Client, kind: str) -> None:
    limit(max_megabytes=1)
    stored = make_document(collection=own(cluster))
    Document.objects.filter(pk=stored.pk).update(file_size=MEGABYTE - 10)

    _step, error = upload(jana, kind)

    assert "zbývá 10\xa0bajtů z\xa01,0\xa0MB" in error.replace(" b", "\xa0b")
    assert counts(cluster) == (0, 1)


def test_limit_is_of_each_member_and_not_of_the_office(
    cluster: Cluster, jana: Client, office: Client
) -> None:
    limit(max_files=1)
    make_image(collection=own(cluster))
    iva = Client()
    iva.force_login(cluster.foreign_editor.user)

    assert upload(jana, "image")[0] != "chosen"
    assert [upload(browser, "image", "Jiný")[0] for browser in (iva, office)] == ["chosen"] * 2


def test_office_uploads_many_at_once_into_a_full_collection(
    cluster: Cluster, office: Client
) -> None:
    limit(max_files=0)

    for kind, app in APPS.items():
        data = {"title": "Nový", "files[]": new_file(kind), "collection": own(cluster).pk}
        answer = office.post(reverse(f"{app}:add_multiple"), data)
        assert answer.json()["success"] is True

    assert counts(cluster) == (1, 1)


def test_former_members_editor_uploads_nothing(cluster: Cluster, jana: Client) -> None:
    MemberPage.objects.filter(pk=cluster.entry.pk).update(member_until="2001-01-01")

    answers = [jana.post(reverse(f"{app}_chooser:create"), {}).status_code for app in APPS.values()]

    assert answers == [302, 302]
    assert counts(cluster) == (0, 0)
