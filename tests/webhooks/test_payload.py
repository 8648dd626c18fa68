"""What an endpoint is told of changes, and what it is never told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.content.models import Menu
from cms.plugin.scope import request_scope
from cms.publishing.events import Changed, Kind
from cms.webhooks.handler import plan
from cms.webhooks.models import Endpoint, WebhookDelivery
from tests.publishing.factories import make_homes, make_page, restrict, translate
from tests.publishing.recorder import noted

pytestmark = pytest.mark.django_db


@pytest.fixture
def endpoint() -> Endpoint:
    return Endpoint.objects.create(url="https://example.org/hook")


def told() -> list[dict[str, Any]]:
    rows = WebhookDelivery.objects.order_by("pk")
    return [json.loads(body) for body in rows.values_list("body", flat=True)]


def test_renamed_page_is_told_in_both_languages(endpoint: Endpoint):
    homes = make_homes()
    page = make_page(homes.cs, "optika")
    english = translate(page, homes, "optics")
    with noted() as events:
        page.slug = "svetlo"
        page.save_revision().publish()

    plan(events[0])
    plan(events[0])  # told twice, written once

    (message,) = told()
    assert (message["type"], message["version"]) == ("content.changed", 1)
    data = message["data"]
    assert data["pages"][0] == {
        "id": str(page.pk),
        "why": "changed",
        "type": "StandardPage",
        "locale": "cs",
        "path": "/cs/svetlo/",
        "url": "http://127.0.0.1:8000/cs/svetlo/",
        "formerPaths": ["/cs/optika/"],
    }
    assert [(each["path"], each["why"]) for each in data["pages"][1:]] == [
        ("/en/optics/", "translation"),
        ("/cs/", "above"),
    ]
    assert {f"page:{page.pk}", f"page:{english.pk}", "pages"} <= set(data["tags"])
    assert data["event"] == events[0].number


def test_page_that_is_gone_is_its_id_and_its_former_path(endpoint: Endpoint):
    page = make_page(make_homes().cs, "tajemstvi", title="Tajemství")
    with noted() as events:
        page.unpublish()

    plan(events[0])

    assert told()[0]["data"]["pages"][0] == {
        "id": str(page.pk),
        "why": "changed",
        "type": None,
        "locale": "cs",
        "path": None,
        "url": None,
        "formerPaths": ["/cs/tajemstvi/"],
    }


def test_of_drafts_and_restricted_pages_nothing_is_told(endpoint: Endpoint):
    homes = make_homes()
    above = make_page(homes.cs, "kanarek-nahore", live=False)
    restrict(above)
    with noted() as events:
        draft = make_page(above, "kanarek-koncept", live=False)
        hidden = make_page(above, "kanarek-skryty")
        hidden.title = "Kanárek"
        hidden.save_revision().publish()

    for event in events:
        plan(event)

    text = json.dumps(told())
    assert "kanarek" not in text
    for page in (draft, hidden):
        assert f"page:{page.pk}" not in text
        assert str(page.translation_key) not in text


@pytest.mark.parametrize(
    "event",
    [
        Changed(7, frozenset({Kind.SWITCHED}), other_tags=("plugins",)),
        Changed(7, frozenset({Kind.EDITED}), objects=(f"{Menu._meta.label_lower}:1",)),
        Changed(7, frozenset({Kind.PUBLISHED}), tuple(range(1, 1000))),
    ],
)
def test_what_everything_shows_is_the_whole_site(endpoint: Endpoint, event: Changed):
    plan(event)

    data = told()[0]["data"]
    assert (data["isWholeSite"], data["isNavigationAffected"], data["pages"]) == (True, True, [])


def test_endpoints_are_told_what_they_want():
    homes = make_homes()
    page = make_page(homes.cs, "optika")
    for facts in (
        {"kinds": ["deleted"]},
        {"locales": ["en"]},
        {"is_active": False},
        {"kinds": ["published"], "locales": ["cs"]},
    ):
        Endpoint.objects.create(url="https://example.org/hook", **facts)
    with noted() as events:
        page.save_revision().publish()

    plan(events[0])

    (row,) = WebhookDelivery.objects.select_related("endpoint")
    assert row.endpoint.locales == ["cs"]


def test_statements_do_not_grow_with_endpoints():
    page = make_page(make_homes().cs, "optika")
    with noted() as events:
        page.save_revision().publish()

    counts = []
    for number in (1, 9):
        WebhookDelivery.objects.all().delete()
        for _ in range(number):
            Endpoint.objects.create(url="https://example.org/hook")
        with request_scope(), CaptureQueriesContext(connection) as asked:
            plan(events[0])
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 20
    assert WebhookDelivery.objects.count() == 10
