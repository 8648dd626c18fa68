"""What visitors search for, as the office sees it, and how search is taught from it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from cms.discovery.models import AskedQuery

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    user = get_user_model().objects.create_superuser("ed", "ed@example.org", "x")
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})
    client.force_login(user)
    return client


def ask(text: str, *, locale: str = "cs", age: int = 0, **counts: int) -> None:
    AskedQuery.objects.create(
        locale=locale,
        key=text,
        text=text,
        day=timezone.localdate() - timedelta(days=age),
        **counts,
    )


def rows(html: str) -> list[list[str]]:
    """The first five cells of each row of the report's table, without buttons."""
    table = re.sub("(?s)<a .*?</a>", "", html.split("<table")[-1])
    return [
        [re.sub("<[^>]+>", "", cell).strip() for cell in re.findall("(?s)<td.*?</td>", row)][:5]
        for row in re.findall("(?s)<tr>.*?</tr>", table)[1:]
    ]


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ({}, [["laser", "Čeština", "7", "1", "2"], ["lenses", "English", "5", "0", "0"]]),
        ({"locale": "en"}, [["lenses", "English", "5", "0", "0"]]),
        (
            {"days": "365", "success": "unanswered"},
            [["sklo", "Čeština", "9", "9", "0"], ["laser", "Čeština", "7", "1", "2"]],
        ),
        ({"success": "unopened"}, [["lenses", "English", "5", "0", "0"]]),
        (
            {"days": "soon", "locale": "xx"},
            [["laser", "Čeština", "7", "1", "2"], ["lenses", "English", "5", "0", "0"]],
        ),
    ],
)
def test_questions_are_summed_up_over_days(
    office: Client, chosen: dict[str, str], shown: list[list[str]]
) -> None:
    ask("laser", asked=3, unanswered=1, opened=2)
    ask("laser", age=1, asked=4)
    ask("lenses", locale="en", asked=5)
    ask("sklo", age=40, asked=9, unanswered=9)

    html = office.get(reverse("search_report"), chosen).content.decode()

    assert rows(html) == shown


def test_one_click_leads_to_forms_that_know_the_question(office: Client) -> None:
    ask("dělič <svazku>", asked=1, unanswered=1)
    html = office.get(reverse("search_report")).content.decode()
    entry, promotion = re.findall(r'button-secondary" href="([^"]+)"', html)

    entry_form = office.get(entry.replace("&amp;", "&"))
    promotion_form = office.get(promotion.replace("&amp;", "&"))

    assert entry_form.context["form"]["terms_cs"].value() == "dělič <svazku>"
    assert promotion_form.context["form"]["queries"].value() == "dělič <svazku>"
    assert promotion_form.context["form"]["locale"].value() == "cs"
    assert "<svazku>" not in html + entry_form.content.decode() + promotion_form.content.decode()


def test_statements_do_not_depend_on_rows(office: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            office.get(reverse("search_report"))
        return len(captured)

    ask("first", asked=1)
    statements()
    few = statements()
    for number in range(20):
        ask(f"question {number}", asked=1)

    assert statements() == few


def test_an_export_has_the_sums(office: Client) -> None:
    ask("čočka", asked=2, unanswered=1)

    answer = office.get(reverse("search_report"), {"export": "csv"})

    text = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert text == [
        "Query,Language,Asked,Without result,Opened,Last asked",
        f"čočka,cs,2,1,0,{timezone.localdate()}",
    ]


def test_only_the_office_sees_it(client: Client) -> None:
    client.force_login(get_user_model().objects.create_user("member", "m@example.org", "x"))

    assert client.get(reverse("search_report")).status_code == 302
