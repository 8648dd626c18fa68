"""The pages behind links: a look changes nothing, a button does, and nobody else learns of it."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from cms.plugin.testing import inactive
from cms.subscriptions import limits, site_views
from cms.subscriptions.models import Digest, Frequency, SeenEntry, Subscription
from cms.subscriptions.tokens import Purpose, path_of
from plugins.members.models import MemberIndexPage
from tests.members.factories import make_member
from tests.subscriptions.factories import let_days_pass, make_subscription, run

pytestmark = pytest.mark.django_db
PRIVATE = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "X-Robots-Tag": "noindex",
}


@pytest.fixture
def strict() -> Client:
    """A visitor without cookies, to whom CSRF checks apply."""
    return Client(enforce_csrf_checks=True)


def test_only_the_button_confirms(strict: Client, directory: MemberIndexPage) -> None:
    make_member(directory, "Meopta")
    waiting = make_subscription(is_confirmed=False)
    path = path_of(waiting, Purpose.CONFIRM)

    shown = strict.get(path)
    strict.head(path)
    waiting.refresh_from_db()
    assert (shown.status_code, waiting.confirmed_at) == (200, None)
    assert "Potvrdit odběr" in shown.content.decode()
    assert "<script" not in shown.content.decode()

    pressed = strict.post(path)
    waiting.refresh_from_db()
    its_page = path_of(waiting, Purpose.MANAGE)
    assert (pressed.status_code, pressed["Location"]) == (303, f"{its_page}?done=confirmed")
    assert "je to potvrzeno" in strict.get(pressed["Location"]).content.decode()
    assert "je to potvrzeno" not in strict.get(its_page).content.decode()
    assert waiting.confirmed_at is not None
    assert waiting.position == SeenEntry.objects.get().pk
    assert strict.post(path).status_code == strict.get(path).status_code == 303


def test_pages_are_in_the_language_of_the_subscription(
    strict: Client, directory: MemberIndexPage
) -> None:
    english = make_subscription(locale="en", parameters="city=Brno")

    page = strict.get(path_of(english, Purpose.MANAGE), headers={"Accept-Language": "cs"})

    content = page.content.decode()
    assert '<html lang="en">' in content
    words = ("Your subscription", "New members", "Brno", "jana@example.org", "once a day")
    assert [word for word in words if word not in content] == []


def test_pages_leave_no_trace(strict: Client, directory: MemberIndexPage) -> None:
    made = make_subscription()
    waiting = make_subscription("x@example.org", is_confirmed=False)
    manage = path_of(made, Purpose.MANAGE)
    answers = [
        strict.get(path_of(waiting, Purpose.CONFIRM)),
        strict.get(manage),
        strict.post(manage, {"frequency": "sometimes"}),
        strict.get("/subscriptions/nonsense/"),
        strict.post("/subscriptions/nonsense/"),
        strict.delete(manage),
        strict.post(manage, {"List-Unsubscribe": "One-Click"}),
        strict.get(manage),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 400, 403, 403, 405, 200, 410]
    for answer in answers:
        assert {name: answer[name] for name in PRIVATE} == PRIVATE
        assert not answer.cookies


def test_frequency_is_changed(strict: Client, directory: MemberIndexPage) -> None:
    made = make_subscription()

    answer = strict.post(path_of(made, Purpose.MANAGE), {"frequency": "weekly"})

    made.refresh_from_db()
    assert (answer.status_code, made.frequency) == (303, Frequency.WEEKLY)
    assert "Uloženo." in strict.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("body", [{"List-Unsubscribe": "One-Click"}, {"unsubscribe": "1"}])
@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_one_click_deletes_everything(
    strict: Client, directory: MemberIndexPage, body: dict[str, str], content_type: str
) -> None:
    made = make_subscription()
    path = path_of(made, Purpose.MANAGE)
    make_member(directory, "Nový")
    let_days_pass()
    run()
    assert Digest.objects.count() == 1
    typed = {} if content_type.startswith("multipart") else {"content_type": content_type}
    data = body if not typed else "&".join(f"{name}={value}" for name, value in body.items())

    answers = [strict.post(path, data, **typed).status_code for _twice in range(2)]

    assert answers == [200, 200]
    assert (Subscription.objects.count(), Digest.objects.count()) == (0, 0)


def test_links_are_for_one_purpose_and_one_subscription(
    strict: Client, directory: MemberIndexPage
) -> None:
    made, other = make_subscription(), make_subscription("x@example.org")
    key, signature = path_of(made, Purpose.MANAGE).split("/")[2].split(".")
    confirming = path_of(made, Purpose.CONFIRM).split("/")[3]
    wrong = [f"{other.key}.{signature}", key, f"{key}.", confirming, "%00", "a" * 500]

    answers = [strict.post(f"/subscriptions/{token}/", {"unsubscribe": "1"}) for token in wrong]

    assert [answer.status_code for answer in answers] == [403] * len(wrong)
    assert Subscription.objects.count() == 2


def test_a_mailbox_has_twenty(strict: Client, directory: MemberIndexPage) -> None:
    for number in range(limits.PER_MAILBOX):
        make_subscription(f"jana+{number}@example.org")
    waiting = make_subscription("jana@example.org", parameters="city=Brno", is_confirmed=False)

    answer = strict.post(path_of(waiting, Purpose.CONFIRM))

    waiting.refresh_from_db()
    assert (answer.status_code, waiting.confirmed_at) == (409, None)


def test_confirming_waits_for_the_plugin(strict: Client, directory: MemberIndexPage) -> None:
    waiting = make_subscription(is_confirmed=False)

    with inactive("members"):
        answer = strict.post(path_of(waiting, Purpose.CONFIRM))

    waiting.refresh_from_db()
    assert (answer.status_code, waiting.confirmed_at) == (503, None)


def test_failure_of_a_page_does_not_log_its_address(
    strict: Client,
    directory: MemberIndexPage,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    path = path_of(make_subscription(), Purpose.MANAGE)
    monkeypatch.setattr(site_views, "Frequency", None)

    answer = strict.get(path)

    assert answer.status_code == 500
    assert "subscriptions.page_failed" in caplog.text
    assert path.split("/")[2] not in caplog.text
