"""The calendar in the admin: the listing, the form, and the page about subscribing."""

from __future__ import annotations

import datetime
import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone, translation

from cms.accounts import guests
from cms.accounts.models import User
from cms.accounts.roles import CLUSTER_OFFICE, MEMBER_EDITORS, ensure_cluster_office
from cms.plugin.testing import inactive
from plugins.events.models import CalendarKey, CalendarPage, Precision
from plugins.events.models.keys import opens, renew_key
from plugins.members.self_service import editors
from tests.content.factories import make_home
from tests.events.factories import make_calendar, make_event
from tests.members.factories import make_directory, make_member

pytestmark = pytest.mark.django_db
SUBSCRIBE = "/admin/events/subscribe/"


@pytest.fixture
def calendar() -> CalendarPage:
    return make_calendar(make_home())


@pytest.fixture
def officer() -> User:
    user: User = User.objects.create_user("office", password="secret")
    user.groups.add(ensure_cluster_office())
    return user


@pytest.fixture
def office(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def titles(client: Client, query: str = "") -> list[str]:
    """Titles in the listing."""
    response = client.get(f"/admin/events/{query}")
    return [page.title for page in response.context["object_list"]]


def test_the_listing_says_no_more_than_is_known(office: Client, calendar: CalendarPage) -> None:
    make_event(
        calendar, "Tajná", is_internal=True, precision=Precision.MONTH,
        start_date=datetime.date(2026, 6, 1),
    )  # fmt: skip

    html = office.get("/admin/events/").content.decode()

    assert titles(office) == ["Tajná"]
    assert "červen\xa02026" in html
    assert "1. června" not in html.replace("\xa0", " ")


def test_the_listing_is_narrowed_to_a_month(office: Client, calendar: CalendarPage) -> None:
    days = {
        "Přelom": ("2026-05-30", "2026-06-02"),
        "Květen": ("2026-05-12", None),
        "Červenec": ("2026-07-01", None),
    }
    for title, (start, end) in days.items():
        make_event(
            calendar, title,
            start_date=datetime.date.fromisoformat(start),
            end_date=datetime.date.fromisoformat(end) if end else None,
        )  # fmt: skip

    assert titles(office, "?month=2026-06") == ["Přelom"]
    assert sorted(titles(office)) == ["Květen", "Přelom", "Červenec"]


def test_the_form_of_an_event_opens_and_names_what_is_wrong(
    office: Client, calendar: CalendarPage
) -> None:
    event = make_event(calendar)

    response = office.get(f"/admin/pages/{event.pk}/edit/")

    assert response.status_code == 200
    assert 'name="precision"' in response.content.decode()


def test_roles_see_internal_events(officer: User) -> None:
    editor = User.objects.create_user("editor")
    editor.groups.add(Group.objects.get(name=MEMBER_EDITORS))
    nobody = User.objects.create_user("nobody")

    assert [user.has_perm("events.view_internal") for user in (officer, editor, nobody)] == [
        True,
        True,
        False,
    ]
    assert Group.objects.filter(name=CLUSTER_OFFICE).exists()


def test_an_address_is_made_shown_once_renewed_and_cancelled(
    office: Client, officer: User, calendar: CalendarPage
) -> None:
    def key_in(html: str) -> str:
        found = set(re.findall(r"events\.ics\?key=([\w-]+)", html))
        return found.pop() if found else ""

    empty = office.get(SUBSCRIBE)
    first = key_in(office.post(SUBSCRIBE, {"action": "renew"}).content.decode())
    later = office.get(SUBSCRIBE)

    assert (key_in(empty.content.decode()), key_in(later.content.decode())) == ("", "")
    assert "no-store" in later.headers["Cache-Control"]
    assert opens(first)
    assert first not in str(CalendarKey.objects.values_list())

    second = key_in(office.post(SUBSCRIBE, {"action": "renew"}).content.decode())
    assert (opens(first), opens(second)) == (False, True)

    office.post(SUBSCRIBE, {"action": "revoke"})
    assert (opens(second), CalendarKey.objects.count()) == (False, 0)


def test_a_key_opens_nothing_for_whoever_may_not(officer: User) -> None:
    key = renew_key(officer)
    assert opens(key)

    with inactive("events"):
        assert not opens(key)
    officer.groups.clear()
    assert not opens(key)
    officer.groups.add(ensure_cluster_office())
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert not opens(key)
    assert not opens("")


def test_who_may_not_see_internal_events_gets_no_address(calendar: CalendarPage) -> None:
    user = User.objects.create_user("reader", password="secret")
    group = Group.objects.create(name="Readers")
    group.permissions.add(ensure_cluster_office().permissions.get(codename="access_admin"))
    user.groups.add(group)
    client = Client()
    client.force_login(user)

    response = client.post(SUBSCRIBE, {"action": "renew"})

    assert response.status_code in {302, 403}
    assert CalendarKey.objects.count() == 0


def test_the_page_is_czech_for_czech_people(office: Client, calendar: CalendarPage) -> None:
    with translation.override("cs"):
        html = office.get(SUBSCRIBE).content.decode()

    assert "Odběr kalendáře" in html


def test_a_members_editor_gets_an_address_but_not_by_an_edit_link(calendar: CalendarPage) -> None:
    entry = make_member(make_directory(make_home()), "Meopta")
    editor = editors.invite(entry, "jana@meopta.example", locale="cs").user
    client = Client()
    client.force_login(editor)
    allowed = client.get(SUBSCRIBE).status_code
    home = client.get("/admin/").content.decode()

    session = client.session
    session[guests.UNTIL] = (timezone.now() + datetime.timedelta(hours=1)).isoformat()
    session.save()
    refused = client.post(SUBSCRIBE, {"action": "renew"}).status_code

    assert allowed == 200
    assert SUBSCRIBE in home
    assert refused in {302, 403}
    assert CalendarKey.objects.count() == 0
