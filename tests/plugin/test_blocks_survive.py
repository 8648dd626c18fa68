"""A body keeps the blocks of a plugin that was switched off, or uninstalled, at every save."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Site

from cms.content.models import StandardPage
from cms.graphql.testing import execute
from cms.plugin.testing import inactive

pytestmark = pytest.mark.django_db

GONE = {
    "type": "seating_plan",
    "id": "0f6bd2ee-8c3f-4a34-9b6e-0d2d6f1a2b3c",
    "value": {"rows": [{"seats": 12}, {"seats": 14}], "note": "<b>balkón</b>"},
}
HEADING = {
    "type": "heading",
    "id": "8a1d2f44-0000-4a34-9b6e-0d2d6f1a2b3c",
    "value": {"text": "Sál", "level": "h2"},
}


def make_page(body: list[dict[str, Any]]) -> StandardPage:
    home = Site.objects.get(is_default_site=True).root_page
    page = StandardPage(title="Sály", slug="saly", locale=Locale.objects.get(language_code="cs"))
    page.body = page._meta.get_field("body").to_python(body)
    return home.add_child(instance=page)


def stored(page: StandardPage) -> list[dict[str, Any]]:
    return list(StandardPage.objects.get(pk=page.pk).body.raw_data)


def test_an_unknown_block_survives_saving_and_publishing() -> None:
    page = make_page([HEADING, GONE])

    again = StandardPage.objects.get(pk=page.pk)
    again.title = "Sály a salonky"
    again.save_revision().publish()
    assert stored(page) == [HEADING, GONE]

    revision = StandardPage.objects.get(pk=page.pk).save_revision()
    revision.as_object().save()
    assert stored(page) == [HEADING, GONE]


def test_an_unknown_block_survives_the_editor(admin_client: Client) -> None:
    from wagtail.test.utils.form_data import querydict_from_html  # noqa: PLC0415 -- one use

    page = make_page([HEADING, GONE])
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    shown = admin_client.get(url).content.decode()
    data = querydict_from_html(shown, form_id="page-edit-form")
    data["title"] = "Sály a salonky"
    data["action-publish"] = "1"
    for number, child in enumerate((HEADING, GONE)):
        data[f"body-{number}-type"] = child["type"]
        data[f"body-{number}-id"] = child["id"]
        data[f"body-{number}-order"] = str(number)
        data[f"body-{number}-deleted"] = ""
    data["body-count"] = "2"
    data["body-0-value-text"], data["body-0-value-level"] = "Sál", "h2"
    data["body-1-value"] = '{"rows": [{"seats": 12}, {"seats": 14}], "note": "<b>balkón</b>"}'

    response = admin_client.post(url, data)

    assert response.status_code == 302
    assert StandardPage.objects.get(pk=page.pk).title == "Sály a salonky"
    assert stored(page) == [HEADING, GONE]


def test_an_unknown_block_is_not_in_the_api() -> None:
    page = make_page([HEADING, GONE])

    answer = execute(
        "query ($id: ID!) { page(id: $id) { ... on StandardPage { body { __typename } } } }",
        {"id": str(page.pk)},
    )

    assert answer.data == {"page": {"body": [{"__typename": "HeadingBlock"}]}}


def test_the_block_of_an_inactive_plugin_survives() -> None:
    block = {
        "type": "featured_members",
        "id": "11111111-8c3f-4a34-9b6e-0d2d6f1a2b3c",
        "value": {"title": "Vybraní", "members": []},
    }
    page = make_page([HEADING, block])

    with inactive("members"):
        again = StandardPage.objects.get(pk=page.pk)
        again.save_revision().publish()
        answer = execute(
            "query ($id: ID!) { page(id: $id) { ... on StandardPage { body { __typename } } } }",
            {"id": str(page.pk)},
        )

    assert stored(page) == [HEADING, block]
    assert answer.data == {"page": {"body": [{"__typename": "HeadingBlock"}]}}
