"""A key in the address of the calendar shows internal events to its user, and to nobody else."""

from __future__ import annotations

import datetime
import logging
import re

import pytest
from django.test import Client
from django.utils import timezone

from cms.accounts.models import User
from cms.accounts.roles import ensure_cluster_office
from cms.plugin.testing import inactive
from plugins.events.models import CalendarPage
from plugins.events.models.keys import renew_key
from plugins.members.models import MemberPage
from plugins.members.self_service import editors
from tests.content.factories import Homes, make_english, make_home
from tests.events.factories import make_calendar, make_event
from tests.members.factories import make_directory, make_member

pytestmark = pytest.mark.django_db
ADDRESS = "/feeds/cs/events.ics"


@pytest.fixture
def homes() -> Homes:
    return make_home()


@pytest.fixture
def calendar(homes: Homes) -> CalendarPage:
    index = make_calendar(homes)
    make_event(index, "Verejna")
    make_english(make_event(index, "Tajna", is_internal=True), title="Secret")
    return index


@pytest.fixture
def user() -> User:
    found: User = User.objects.create_user("office")
    found.groups.add(ensure_cluster_office())
    return found


def summaries(raw: bytes) -> list[str]:
    return sorted(re.findall(r"^SUMMARY:(.*?)\r?$", raw.decode(), re.MULTILINE))


def test_a_key_shows_internal_events_and_is_kept_by_nobody(
    calendar: CalendarPage, user: User
) -> None:
    key = renew_key(user)

    response = Client().get(f"{ADDRESS}?key={key}")
    again = Client().get(f"{ADDRESS}?key={key}", headers={"If-None-Match": "*"})
    english = Client().get(f"/feeds/en/events.ics?key={key}")
    public = Client().get(ADDRESS)

    assert summaries(response.content) == ["Tajna", "Verejna"]
    assert response.headers["Cache-Control"] == "private, no-store"
    assert [name for name in ("ETag", "Last-Modified") if name in response.headers] == []
    assert again.status_code == 200
    assert summaries(english.content) == ["Secret"]
    assert key not in response.content.decode().replace("\r\n ", "")
    assert summaries(public.content) == ["Verejna"]
    assert public.headers["Cache-Control"].startswith("public")


def test_a_key_goes_together_with_a_filter(calendar: CalendarPage, user: User) -> None:
    key = renew_key(user)

    response = Client().get(f"{ADDRESS}?textPrefix=taj&key={key}")

    assert summaries(response.content) == ["Tajna"]


@pytest.mark.parametrize("query", ["?key=", "?key=wrong", "?key={key}&key={key}", "?key={key}x"])
def test_a_wrong_key_is_refused(calendar: CalendarPage, user: User, query: str) -> None:
    response = Client().get(ADDRESS + query.format(key=renew_key(user)))

    assert response.status_code == 403
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "BEGIN" not in response.content.decode()
    assert response.json()["errors"][0]["extensions"] == {
        "code": "BAD_USER_INPUT",
        "argument": "key",
    }


def test_a_key_dies_with_its_users_rights(calendar: CalendarPage, user: User) -> None:
    key = renew_key(user)
    statuses = [Client().get(f"{ADDRESS}?key={key}").status_code]
    user.groups.clear()
    statuses.append(Client().get(f"{ADDRESS}?key={key}").status_code)
    user.groups.add(ensure_cluster_office())
    with inactive("events"):
        statuses.append(Client().get(f"{ADDRESS}?key={key}").status_code)
    User.objects.filter(pk=user.pk).update(is_active=False)
    statuses.append(Client().get(f"{ADDRESS}?key={key}").status_code)
    User.objects.filter(pk=user.pk).update(is_active=True)
    newer = renew_key(user)
    statuses.append(Client().get(f"{ADDRESS}?key={key}").status_code)
    statuses.append(Client().get(f"{ADDRESS}?key={newer}").status_code)

    assert statuses == [200, 403, 404, 403, 403, 200]


def test_a_key_dies_with_the_membership_of_its_users_organisation(
    calendar: CalendarPage, homes: Homes
) -> None:
    member = make_member(make_directory(homes), "Meopta")
    user = editors.invite(member, "jana@meopta.example", locale="cs").user
    key = renew_key(user)
    client = Client()
    client.force_login(user)

    def answers() -> list[int]:
        return [
            Client().get(f"{ADDRESS}?key={key}").status_code,
            client.get("/admin/events/subscribe/").status_code,
        ]

    before = answers()
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    MemberPage.objects.filter(translation_key=member.translation_key).update(member_until=yesterday)
    former = answers()
    MemberPage.objects.filter(translation_key=member.translation_key).update(member_until=None)

    assert before == [200, 200]
    assert former == [403, 302]
    assert answers() == before


def test_nothing_else_takes_the_key(calendar: CalendarPage, user: User) -> None:
    key = renew_key(user)
    query = "{ events(locale: CS) { nodes { title } } }"

    statuses = {
        path: Client().get(f"{path}?key={key}").status_code
        for path in ("/feeds/cs/events.atom", "/feeds/cs/events.json", "/feeds/cs/members.atom")
    }
    answer = Client().get("/graphql", {"query": query, "key": key})
    page = Client().get(f"/cs/kalendar/tajna/?key={key}")

    assert set(statuses.values()) == {400}
    assert answer.json()["data"] == {"events": {"nodes": [{"title": "Verejna"}]}}
    assert page.status_code == 404


@pytest.mark.parametrize("format", ["atom", "json", "ics"])
def test_a_session_of_the_admin_opens_no_feed(
    calendar: CalendarPage, user: User, format: str
) -> None:
    client = Client()
    client.force_login(user)

    response = client.get(f"/feeds/cs/events.{format}")

    assert "Verejna" in response.content.decode()
    assert "Tajna" not in response.content.decode()


def test_a_key_is_written_nowhere(
    calendar: CalendarPage, user: User, caplog: pytest.LogCaptureFixture
) -> None:
    key = renew_key(user)
    addresses = [
        f"{ADDRESS}?key={key}",
        f"{ADDRESS}?key={key}x",
        f"{ADDRESS}?key={key}&key={key}",
        f"{ADDRESS}?key={key}&kind=x",
        f"/feeds/cs/events.atom?key={key}",
        f"/feeds/cs/nothing.ics?key={key}",
    ]

    with caplog.at_level(logging.DEBUG):
        answers = [Client().get(address) for address in addresses]

    assert [answer.status_code for answer in answers] == [200, 403, 403, 400, 400, 404]
    formatter = logging.getLogger().handlers[0].formatter or logging.Formatter()
    assert [r for r in caplog.records if key in formatter.format(r)] == []
    assert [answer for answer in answers if key.encode() in answer.content] == []
    told = {(answer["Cache-Control"], answer["Referrer-Policy"]) for answer in answers[:5]}
    assert told == {("private, no-store", "no-referrer")}
