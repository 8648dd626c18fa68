"""The report “Use of the API” as the office sees it."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms.graphql.usage.counting import UNKNOWN
from tests.graphql.usage.test_report import use

pytestmark = pytest.mark.django_db


def office(language: str = "en") -> Client:
    user = get_user_model().objects.create_superuser("ed", "ed@example.org", "x")
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    client = Client()
    client.force_login(user)
    return client


def rows(html: str) -> list[list[str]]:
    table = html.split("<table")[-1]
    return [
        [re.sub("<[^>]+>", "", cell).strip() for cell in re.findall("(?s)<td.*?</td>", row)]
        for row in re.findall("(?s)<tr>.*?</tr>", table)[1:]
    ]


@pytest.mark.parametrize(
    ("language", "title", "empty"),
    [("en", "Use of the API", "No client has asked"), ("cs", "Využití API", "Žádný klient se")],
)
def test_the_report_says_that_there_is_nothing_yet(language: str, title: str, empty: str) -> None:
    html = office(language).get(reverse("api_usage")).content.decode()

    assert (title in html, empty in html) == (True, True)


def test_fields_are_shown_with_their_clients() -> None:
    use("{site(locale:EN){name}}", client="<b>web</b>", times=4)
    use("{site(locale:EN){name claim}}", client="kiosk", version="", times=2, age=20)
    client = office()

    html = client.get(reverse("api_usage"), {"client": "<b>web</b>"}).content.decode()
    week = client.get(reverse("api_usage"), {"days": "7"}).content.decode()
    unused = client.get(reverse("api_usage"), {"kind": "unused"}).content.decode()
    deprecated = client.get(reverse("api_usage"), {"kind": "deprecated"}).content.decode()
    export = client.get(reverse("api_usage"), {"export": "csv"})

    assert {row[0] for row in rows(html)} == {
        *("Locale.EN", "Query.site", "Query.site(locale:)", "Site.name")
    }
    assert {(row[1], row[3]) for row in rows(html)} == {("4", "&lt;b&gt;web&lt;/b&gt; 1 (4)")}
    assert len(rows(week)) == 4
    assert rows(unused)[0][1:] == ["0", "", ""]
    assert "No field is like that." in deprecated
    assert b"Site.claim,2," in b"".join(export.streaming_content)


def test_clients_without_a_name_are_called_so() -> None:
    use("{site(locale:EN){name}}", client=UNKNOWN, version="", times=4)

    html = office("cs").get(reverse("api_usage"), {"client": UNKNOWN}).content.decode()

    assert {row[3] for row in rows(html)} == {"beze jména (4)"}
    assert f'<option value="{UNKNOWN}" selected>beze jména</option>' in html


def test_the_number_of_statements_does_not_depend_on_the_clients() -> None:
    client = office()
    counts = []
    for number in range(4):
        use(f"query Q{number}{{site(locale:EN){{name}}}}", client=f"web {number}")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("api_usage"))
        counts.append(len(queries))

    assert len(set(counts[1:])) == 1


def test_only_those_who_may_see_the_report() -> None:
    user = get_user_model().objects.create_user("eva", "eva@example.org", "x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(user)
    refused = client.get(reverse("api_usage")).status_code
    user.user_permissions.add(Permission.objects.get(codename="view_documentuse"))

    assert (refused, client.get(reverse("api_usage")).status_code) == (302, 200)
