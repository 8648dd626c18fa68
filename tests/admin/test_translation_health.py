from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile
from wagtail_localize.models import TranslationSource

from cms.content.models import StandardPage
from cms.translation.models import StoredProvenance
from cms.translation.translate import translate
from tests.translation.factories import Languages, make_languages, make_page, publish


@pytest.fixture
def languages(db: None) -> Languages:
    return make_languages()


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    user = get_user_model().objects.create_superuser("ed", "ed@example.org", "x")
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})
    client.force_login(user)
    return client


def rows(html: str) -> list[list[str]]:
    """The cells of the report's table as text."""
    table = html.split("<table")[-1]
    return [
        [
            " ".join(re.sub("<[^>]+>", " ", cell).split())
            for cell in re.findall("(?s)<td.*?</td>", row)
        ]
        for row in re.findall("(?s)<tr>.*?</tr>", table)[1:]
    ]


def links(html: str) -> list[str]:
    """Where the report's table leads, in order."""
    return re.findall('href="([^"]+)"', html.split("<table")[-1].split("</table>")[0])


def test_report_shows_states_and_leads_to_the_editor(languages: Languages, editor: Client) -> None:
    done = make_page(languages, title="Hotovo", slug="hotovo")
    target = translate(done, languages.english, StandardPage(title="Done", slug="done"))
    late = make_page(languages, title="Pozdě", slug="pozde", intro="Kdysi")
    translate(late, languages.english, StandardPage(title="Late", slug="late", intro="Once"))
    publish(late, intro="Teď")
    missing = make_page(languages, title="Chybí", slug="chybi")

    answer = editor.get(reverse("translation_health"), {"type": "cms_content.standardpage"})

    html = answer.content.decode()
    assert rows(html) == [
        ["Chybí", "Standard page", "original Edit", "missing Translate"],
        ["Hotovo", "Standard page", "original Edit", "translated translated: 1 text Edit"],
        [
            "Pozdě",
            "Standard page",
            "original Edit",
            "out of date translated: 1 text out of date: 1 text "
            "Edit Take over changes of the source",
        ],
    ]
    assert links(html) == [
        reverse("wagtailadmin_pages:edit", args=[missing.pk]),
        reverse("wagtail_localize:submit_page_translation", args=[missing.pk]),
        reverse("wagtailadmin_pages:edit", args=[done.pk]),
        reverse("wagtailadmin_pages:edit", args=[target.pk]),
        reverse("wagtailadmin_pages:edit", args=[late.pk]),
        reverse("wagtailadmin_pages:edit", args=[late.get_translation(languages.english).pk]),
        reverse(
            "wagtail_localize:update_translations",
            args=[TranslationSource.objects.get(object_id=late.translation_key).pk],
        ),
    ]


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({"state": "missing", "locale": "en"}, ["Chybí"]),
        ({"state": "stale"}, ["Pozdě"]),
        ({"state": "stale", "locale": "cs"}, []),
        ({"state": "translated", "locale": "en"}, ["Hotovo"]),
        ({"locale": "en"}, ["Chybí", "Hotovo", "Pozdě"]),
    ],
)
def test_report_can_be_narrowed(
    languages: Languages, editor: Client, asked: dict[str, str], titles: list[str]
) -> None:
    done = make_page(languages, title="Hotovo", slug="hotovo")
    translate(done, languages.english, StandardPage(title="Done", slug="done"))
    late = make_page(languages, title="Pozdě", slug="pozde", intro="Kdysi")
    translate(late, languages.english, StandardPage(title="Late", slug="late", intro="Once"))
    publish(late, intro="Teď")
    make_page(languages, title="Chybí", slug="chybi")
    hidden = make_page(languages, title="Skryto", slug="skryto")
    hidden.unpublish()

    answer = editor.get(reverse("translation_health"), {"type": "cms_content.standardpage"} | asked)

    assert [line.title for line in answer.context["object_list"]] == titles


def test_report_costs_the_same_for_many(languages: Languages, editor: Client) -> None:
    costs = []
    for count in (1, 3):
        for number in range(count):
            page = make_page(languages, title=f"P {number}", slug=f"p-{count}-{number}")
            translate(page, languages.english, StandardPage(title="T", slug=f"t-{count}-{number}"))
        editor.get(reverse("translation_health"))
        with CaptureQueriesContext(connection) as queries:
            editor.get(reverse("translation_health"))
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_report_without_content_says_what_will_be_here(editor: Client) -> None:
    StoredProvenance.objects.all().delete()

    html = editor.get(reverse("translation_health")).content.decode()

    assert html.count("Nothing is published yet") == 1


def test_report_is_for_editors_only(client: Client, db: None) -> None:
    user = get_user_model().objects.create_user("guest", "guest@example.org", "x")
    client.force_login(user)

    assert client.get(reverse("translation_health")).status_code == 302


def test_report_can_be_downloaded(languages: Languages, editor: Client) -> None:
    make_page(languages, title="Chybí", slug="chybi")

    answer = editor.get(
        reverse("translation_health"), {"export": "csv", "type": "cms_content.standardpage"}
    )

    assert b"".join(answer.streaming_content).decode().splitlines()[1:] == [
        "Chybí,cms_content.standardpage,cs,original"
    ]
