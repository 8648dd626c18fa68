"""A search followed by e-mail: from the question to the last letter, whatever the engine does."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from cms.discovery.models import AskedQuery
from cms.subscriptions.models import FeedAddress, SeenEntry, Subscription
from cms.subscriptions.planning import Planned, plan
from cms.subscriptions.tokens import Purpose, path_of
from plugins.members.models import MemberIndexPage, MemberPage, MemberType
from tests.content.factories import make_english, publish, translate
from tests.members.factories import make_member
from tests.subscriptions.factories import (
    TAKEN,
    ask,
    let_days_pass,
    link_in,
    make_subscription,
    read,
    run,
    text_of,
    titles,
)

pytestmark = pytest.mark.django_db
Index = Callable[[], int]
NOBODY_THERE = "elasticsearch://127.0.0.1:9/klastr"


def next_day(index: Index) -> list[list[str]]:
    index()
    let_days_pass()
    return [titles(message) for message in run()]


def test_a_search_is_followed_from_question_to_farewell(
    client: Client, directory: MemberIndexPage, index: Index, committed: Any
) -> None:
    make_member(directory, "Laserová dílna")
    index()

    with committed():
        asked = "text=lasery&type=Member&memberType=UNIVERSITY&memberType=COMPANY_SME"
        assert ask(client, feed="search", locale="CS", parameters=asked) == TAKEN
    [letter] = mail.outbox
    assert letter.subject == "Potvrďte odběr: Výsledky hledání"
    assert [word for word in ("laser", "Člen", "Univerzita") if word in letter.body] == []

    page = html.unescape(client.get(link_in(letter)).content.decode())
    said = ("Výsledky hledání", "Hledaný text", "„lasery“", "Typ stránky", "Člen", "Univerzita")
    assert [word for word in said if word not in page] == []
    assert "UNIVERSITY" not in page
    manage = client.post(link_in(letter))["Location"]

    make_member(directory, "Nový laser", member_type=MemberType.UNIVERSITY)
    index()
    let_days_pass()
    [digest] = run()
    assert titles(digest) == ["Nový laser"]
    assert digest.subject.startswith("Výsledky hledání – „lasery“, ")
    assert "Hledaný text: „lasery“" in text_of(read(digest))
    assert AskedQuery.objects.count() == 0

    assert client.post(manage, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Subscription.objects.count() == 0


def test_nothing_goes_or_comes_back_while_the_engine_is_down(
    directory: MemberIndexPage, index: Index, settings: Settings
) -> None:
    make_member(directory, "Starý laser")
    index()
    make_subscription(feed="search", parameters="text=laser")
    make_member(directory, "Nový laser")
    works, settings.SEARCH_URL = settings.SEARCH_URL, NOBODY_THERE
    let_days_pass()

    assert run() == []
    address = FeedAddress.objects.get()
    assert list(plan(["daily"])) == [Planned(address, problem="BrokenFeed")]
    assert SeenEntry.objects.count() == 1

    settings.SEARCH_URL = works
    assert run() == []  # no index yet: as good as no engine
    assert next_day(index) == [["Nový laser"]]
    assert next_day(index) == []


def test_confirming_waits_for_the_engine(
    client: Client, directory: MemberIndexPage, index: Index, settings: Settings
) -> None:
    make_member(directory, "Laser")
    waiting = make_subscription(feed="search", parameters="text=laser", is_confirmed=False)
    settings.SEARCH_URL = NOBODY_THERE

    answer = client.post(path_of(waiting, Purpose.CONFIRM))

    waiting.refresh_from_db()
    assert (answer.status_code, waiting.confirmed_at) == (503, None)


def test_half_a_match_and_another_order_are_not_new(
    directory: MemberIndexPage, index: Index
) -> None:
    both = make_member(directory, "Laserová optika")
    make_member(directory, "Optika")
    index()
    make_subscription(feed="search", parameters="text=optika+brno")
    make_subscription("b@example.org", feed="search", parameters="text=optika")

    publish(both, claim="Znovu")
    assert next_day(index) == []
    make_member(directory, "Optika Brno")
    assert next_day(index) == [["Optika Brno"], ["Optika Brno"]]


def test_a_page_in_the_other_language_comes_once(directory: MemberIndexPage, index: Index) -> None:
    english = make_english(directory)
    index()
    make_subscription(feed="search", parameters="text=laser")
    only = make_member(english, "English laser")
    assert next_day(index) == [["English laser (EN)"]]

    czech = directory.locale
    translate(only, czech, MemberPage(locale=czech, title="Český laser"))
    assert next_day(index) == []
