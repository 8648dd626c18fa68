"""The report: counts for the office, addresses for superusers, and another try."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from cms.subscriptions.models import Digest, Frequency, Subscription
from plugins.members.models import MemberIndexPage
from tests.subscriptions.factories import make_subscription

pytestmark = pytest.mark.django_db
REPORT = "/admin/subscriptions/"


def login(*permissions: str, is_superuser: bool = False) -> Client:
    user = get_user_model().objects.create_user(
        f"ed{len(permissions)}", "ed@example.org", "x", is_superuser=is_superuser
    )
    for codename in ("access_admin", *permissions):
        user.user_permissions.add(Permission.objects.get(codename=codename))
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})
    client = Client()
    client.force_login(user)
    return client


def fail(subscription: Subscription, *, failures: int = 10) -> Digest:
    Subscription.objects.filter(pk=subscription.pk).update(paused_at=timezone.now())
    return Digest.objects.create(
        subscription=subscription,
        message_id=f"<{subscription.pk}@example.org>",
        failures=failures,
        error="SMTPRecipientsRefused 550",
    )


def rows(html: str, table: int) -> list[list[str]]:
    found = re.findall("(?s)<tbody>.*?</tbody>", html)[table]
    return [
        [
            " ".join(re.sub("<[^>]+>", " ", cell).split())
            for cell in re.findall("(?s)<td.*?</td>", row)
        ]
        for row in re.findall("(?s)<tr>.*?</tr>", found)
    ]


def test_office_sees_counts_and_no_addresses(directory: MemberIndexPage) -> None:
    make_subscription("a@example.org")
    make_subscription("b@example.org", parameters="city=Brno", frequency=Frequency.WEEKLY)
    make_subscription("c@example.org", is_confirmed=False)
    make_subscription("d@example.org", locale="en")
    fail(make_subscription("e@example.org"))

    html = login("view_subscription").get(REPORT).content.decode()

    assert rows(html, 0) == [
        ["Noví členové", "cs", "2", "2", "1", "1", "1"],
        ["New members", "en", "1", "1", "0", "0", "0"],
    ]
    assert [row[:2] for row in rows(html, 1)] == [["members (cs)", "10"]]
    assert "@example.org" not in html.partition("<main")[2]
    assert "Try again" not in "".join(rows(html, 1)[0])


def test_superuser_sees_whom_letters_do_not_reach(directory: MemberIndexPage) -> None:
    fail(make_subscription("e@example.org"))

    html = login(is_superuser=True).get(REPORT).content.decode()

    [row] = rows(html, 1)
    assert [row[0], row[1], row[2], row[4], row[5]] == [
        "members (cs)", "e@example.org", "10", "SMTPRecipientsRefused 550", "Try again",
    ]  # fmt: skip


def test_trying_again_takes_a_permission(directory: MemberIndexPage) -> None:
    digest = fail(make_subscription())
    looking, changing = (
        login("view_subscription"),
        login("view_subscription", "change_subscription"),
    )
    address = reverse("cms_subscriptions_admin:again")

    looking.post(address)
    digest.refresh_from_db()
    assert digest.failures == 10

    answer = changing.post(address, {"subscription": digest.subscription_id})
    digest.refresh_from_db()
    assert (answer.status_code, digest.failures) == (302, 0)
    assert Subscription.objects.get().paused_at is None


def test_report_is_closed_to_others(directory: MemberIndexPage) -> None:
    assert login().get(REPORT).status_code == 302
    assert Client().get(REPORT).status_code == 302


def test_number_of_statements_does_not_depend_on_rows(directory: MemberIndexPage) -> None:
    client = login(is_superuser=True)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(REPORT)
        return sum("cms_subscriptions" in query["sql"] for query in captured)

    fail(make_subscription("a@example.org"))
    few = statements()
    for number in range(5):
        fail(make_subscription(f"{number}@example.org", parameters=f"city={number}"))

    assert (few, statements()) == (2, 2)
