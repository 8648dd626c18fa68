"""Nothing that is not public is in a document, whatever its type."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page

from cms.indexing.documents import documents_of
from cms.plugin.testing import inactive
from cms.publishing.visibility import live_pages
from tests.servers.indexes import unindexed
from tests.visibility.world import World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Public, and yet in no document: addresses, numbers, files' names, what belongs to pictures.
NOT_SEARCHED = {
    *("email", "phone", "street", "personemail", "personphone", "internalurl"),
    *("987654321", "1907-07-07"),
    *("conferencefee", "conferenceroom", "conferencestreet", "conferencewebsite"),
    *("documentfiledirect", "documentfileinherited"),
    *("imagedirect", "imageinherited", "imagefiledirect", "imagefileinherited"),
    *("captiondirect", "captioninherited", "logodirect", "logoinherited"),
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        with unindexed():
            made = make_world()
        yield made
        transaction.set_rollback(True)


def told() -> dict[int, str]:
    """Everything that documents of all pages say, by page id."""
    documents = documents_of(Page.objects.values_list("pk", flat=True))
    return {
        pk: json.dumps({name: getattr(d, name) for name in d.fields}, default=str)
        for pk, d in documents.items()
    }


def test_no_canary_is_in_a_document(world: World) -> None:
    texts = told()

    leaks = {c: pk for c in world.canaries for pk, text in texts.items() if c in text}
    assert leaks == {}
    assert texts.keys() == set(live_pages().values_list("pk", flat=True))


def test_every_canary_is_in_a_document_once_it_is_public(world: World) -> None:
    world.open_all()

    text = " ".join(told().values())

    missing = {c.removeprefix("canary") for c in world.canaries if c not in text}
    assert missing == NOT_SEARCHED


def test_what_belongs_to_an_inactive_plugin_is_in_no_document(world: World) -> None:
    member = world.made["members.index"]

    with inactive("members"):
        texts = told()

    assert member.pk not in texts
    assert [text for text in texts.values() if "Guarded" in text] == []
