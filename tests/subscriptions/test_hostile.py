"""What strangers try: injected headers, other people's mailboxes, bombs, scripts, scanners."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.test import Client

from cms.subscriptions import limits
from cms.subscriptions.models import FeedAddress, Subscription
from cms.subscriptions.tokens import Purpose, path_of
from plugins.members.models import MemberIndexPage
from tests.members.factories import make_member
from tests.subscriptions.factories import (
    GIVEN,
    SUBSCRIBE,
    TAKEN,
    ask,
    let_days_pass,
    link_in,
    make_subscription,
    read,
    run,
    text_of,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "jana@example.org\r\nBcc: all@example.org",
        "jana@example.org, all@example.org",
        "jana@example.org;all@example.org",
        "Jana <jana@example.org>",
        "jana\u2028@example.org",
        "@example.org",
        "*@*",
        "jana@localhost",
        "jana@[127.0.0.1]",
        "jana@127.0.0.1",
        f"{'a' * 300}@example.org",
    ],
)
def test_nothing_but_an_address_is_an_address(
    client: Client, directory: MemberIndexPage, committed: Any, address: str
) -> None:
    with committed():
        answer = ask(client, email=address)

    assert (answer["ok"], {error["field"] for error in answer["errors"]}) == (False, {"email"})
    assert (Subscription.objects.count(), mail.outbox) == (0, [])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"feed": "a" * 5000}, "feed"),
        ({"parameters": "city=" + "x" * 3000}, "parameters"),
        ({"parameters": "&".join(f"city={n}" for n in range(200))}, "parameters"),
        ({"parameters": "not." * 4 + "city=x"}, "parameters"),
        ({"parameters": "__class__=x"}, "parameters"),
        ({"feed": "search", "parameters": "text=a&text=b"}, "parameters"),
        ({"feed": "search", "parameters": "first=5000"}, "parameters"),
        ({"feed": "search", "parameters": "order=BEST"}, "parameters"),
    ],
)
def test_bombs_are_refused(
    client: Client,
    directory: MemberIndexPage,
    index: Callable[[], int],
    values: dict[str, str],
    field: str,
) -> None:
    index()

    answer = ask(client, **values)

    assert (answer["ok"], {error["field"] for error in answer["errors"]}) == (False, {field})
    assert FeedAddress.objects.count() == 0


def test_half_a_character_is_no_text(client: Client, directory: MemberIndexPage) -> None:
    for values in ({"parameters": "city=\ud83d"}, {"email": "\ud83d@example.org"}):
        body = json.dumps({"query": SUBSCRIBE, "variables": {"input": {**GIVEN, **values}}})
        answer = client.post("/graphql", body, content_type="application/json")
        assert answer.status_code == 400


def test_many_questions_in_one_are_counted_one_by_one(
    client: Client, directory: MemberIndexPage
) -> None:
    asked = " ".join(
        f'a{n}: subscribe(input: {{email: "{n}@example.org", locale: CS, feed: "members",'
        " frequency: DAILY}) { ok }"
        for n in range(limits.PER_NETWORK_AND_HOUR + 5)
    )
    body = json.dumps({"query": f"mutation {{ {asked} }}"})

    answer = client.post("/graphql", body, content_type="application/json").json()

    taken = [each["ok"] for each in answer["data"].values()] if answer.get("data") else []
    assert len([ok for ok in taken if ok]) <= limits.PER_NETWORK_AND_HOUR
    assert Subscription.objects.count() <= limits.PER_NETWORK_AND_HOUR


EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\r\nBcc: x@example.org\u202e"


def test_what_strangers_typed_is_text_on_pages_and_in_digests_and_in_no_letter(
    client: Client, directory: MemberIndexPage, index: Callable[[], int], committed: Any
) -> None:
    make_member(directory, "Optika")
    index()
    with committed():
        parameters = urlencode({"text": f'-"{EVIL}"', "city": EVIL, "type": "Member"})
        assert ask(client, feed="search", parameters=parameters, email="jana@example.org") == TAKEN
    [letter] = mail.outbox
    whole = letter.message().as_string()
    assert [word for word in ("alert", "onerror", "Bcc", "\u202e") if word in whole] == []

    page = client.get(link_in(letter)).content.decode()
    assert "<script" not in page
    assert "<img" not in page
    assert "alert(1)" in html.unescape(page)


def test_a_digest_of_evil_words_is_one_harmless_mail(
    directory: MemberIndexPage, index: Callable[[], int]
) -> None:
    index()
    parameters = urlencode({"text": "optika", "type": ["Member", EVIL]}, doseq=True)
    make_subscription(feed="search", parameters=parameters)
    make_member(directory, "Optika <b>a</b> synové")
    index()
    let_days_pass()

    [digest] = run()

    parsed = read(digest)
    assert (parsed["To"], parsed["Bcc"]) == ("jana@example.org", None)
    assert "\n" not in digest.subject
    assert "Optika <b>a</b> synové" in text_of(parsed)
    shown = parsed.get_body(("html",))
    assert shown is not None
    assert "<script" not in shown.get_content()
    assert "Optika &lt;b&gt;a&lt;/b&gt; synové" in shown.get_content()


def test_scanners_neither_confirm_nor_cancel(client: Client, directory: MemberIndexPage) -> None:
    made, waiting = make_subscription(), make_subscription("x@example.org", is_confirmed=False)
    for path in (path_of(made, Purpose.MANAGE), path_of(waiting, Purpose.CONFIRM)):
        for _time in range(3):
            assert (client.get(path).status_code, client.head(path).status_code) == (200, 200)
        assert client.options(path).status_code == 405
        client.get(path, {"unsubscribe": "1", "List-Unsubscribe": "One-Click"})
    assert client.post(path_of(made, Purpose.MANAGE)).status_code == 400
    assert client.post(path_of(made, Purpose.MANAGE) + "?unsubscribe=1").status_code == 400

    waiting.refresh_from_db()
    assert (waiting.confirmed_at, Subscription.objects.count()) == (None, 2)
