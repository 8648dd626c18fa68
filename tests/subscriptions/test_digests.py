"""What comes in a digest: each new public entry once, and nothing that is not public."""

from __future__ import annotations

import datetime
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.plugin.testing import inactive
from cms.subscriptions.models import (
    Digest,
    DigestEntry,
    FeedAddress,
    Frequency,
    SentLetter,
    Subscription,
)
from cms.subscriptions.planning import plan
from plugins.members.models import MemberIndexPage, Region
from tests.content.factories import make_english, make_home, publish
from tests.members.factories import add_members, make_member
from tests.news.factories import make_article, make_news_index
from tests.subscriptions.factories import (
    let_days_pass,
    make_subscription,
    read,
    run,
    text_of,
    titles,
)

pytestmark = pytest.mark.django_db


def digests_after_a_day(*options: str) -> list[list[str]]:
    let_days_pass()
    return [titles(message) for message in run(*options)]


def test_each_new_entry_comes_once(directory: MemberIndexPage) -> None:
    make_member(directory, "Starý")
    make_subscription()
    assert digests_after_a_day() == []

    make_member(directory, "První")
    make_member(directory, "Druhý")
    assert sorted(*digests_after_a_day()) == ["Druhý", "První"]
    assert digests_after_a_day() == []
    publish(make_member(directory, "Třetí"), claim="Změna")
    assert digests_after_a_day() == [["Třetí"]]


def test_digest_comes_at_most_once_a_day_or_a_week(directory: MemberIndexPage) -> None:
    make_subscription("day@example.org")
    make_subscription("week@example.org", frequency=Frequency.WEEKLY)
    got: list[tuple[int, str]] = []
    for day in range(1, 15):
        let_days_pass()
        make_member(directory, f"Člen {day}")
        got += [(day, message.to[0]) for message in [*run(), *run()]]

    weekly = [(day, "week@example.org") for day in (7, 14)]
    assert sorted(got) == sorted([*((day, "day@example.org") for day in range(1, 15)), *weekly])
    assert len(titles(mail.outbox[-1])) == 7


def test_options_choose_the_frequency(directory: MemberIndexPage) -> None:
    make_subscription("day@example.org")
    make_subscription("week@example.org", frequency=Frequency.WEEKLY)
    make_member(directory, "Nový")
    let_days_pass(7)

    assert [m.to for m in run("--weekly")] == [["week@example.org"]]
    assert [m.to for m in run("--daily")] == [["day@example.org"]]


def test_what_enters_a_filter_is_new_to_its_subscriber(directory: MemberIndexPage) -> None:
    make_subscription("all@example.org")
    make_subscription("brno@example.org", parameters="city=Brno")
    member = make_member(directory, "Stěhuje se", city="Praha")
    assert digests_after_a_day() == [["Stěhuje se"]]

    publish(member, city="Brno")

    let_days_pass()
    assert [(m.to, titles(m)) for m in run()] == [(["brno@example.org"], ["Stěhuje se"])]


def test_entry_with_an_old_date_is_new_when_it_becomes_public() -> None:
    index = make_news_index(make_home())
    make_subscription(feed="news")
    make_article(index, "Z archivu", published_on=datetime.date(2019, 1, 1))

    assert digests_after_a_day() == [["Z archivu"]]


def test_page_that_comes_back_is_not_sent_again(directory: MemberIndexPage) -> None:
    make_subscription()
    member = make_member(directory, "Nový")
    assert digests_after_a_day() == [["Nový"]]
    member.unpublish()
    assert digests_after_a_day() == []
    publish(member)
    make_member(directory, "Další")

    assert digests_after_a_day() == [["Další"]]


def test_page_that_others_saw_and_i_did_not_comes_when_it_is_back(
    directory: MemberIndexPage,
) -> None:
    make_subscription("week@example.org", frequency=Frequency.WEEKLY)
    make_subscription("day@example.org")
    member = make_member(directory, "Hned pryč")
    let_days_pass()
    assert [m.to for m in run()] == [["day@example.org"]]
    member.unpublish()
    make_member(directory, "Zůstal")
    let_days_pass(6)
    assert [titles(m) for m in run()] == [["Zůstal"], ["Zůstal"]]

    publish(member)
    let_days_pass(7)
    assert [(m.to, titles(m)) for m in run()] == [(["week@example.org"], ["Hned pryč"])]


def test_digest_speaks_the_language_of_its_feed(directory: MemberIndexPage) -> None:
    make_subscription("cs@example.org", parameters="region=PRAGUE")
    make_subscription("en@example.org", locale="en")
    for number in range(2):
        made = make_member(directory, f"Člen {number}", region=Region.PRAGUE, claim="Co <umí> & ví")
        make_english(made, title=f"Member {number}", claim="What it <does>")
    let_days_pass()

    czech, english = run()

    assert czech.subject == "Noví členové – Praha: 2 nové položky"
    assert english.subject == "New members: 2 new entries"
    message = read(czech)
    assert message.get_content_type() == "multipart/alternative"
    text = text_of(message)
    assert "Kraj: Praha" in text
    assert "  Co <umí> & ví" in text.splitlines()
    html = message.get_body(("html",)).get_content()
    assert '<html lang="cs">' in html
    assert "Co &lt;umí&gt; &amp; ví" in html


@pytest.mark.parametrize(
    ("count", "subject"),
    [
        (1, "Noví členové: 1 nová položka"),
        (3, "Noví členové: 3 nové položky"),
        (5, "Noví členové: 5 nových položek"),
    ],
)
def test_subject_counts_in_czech(directory: MemberIndexPage, count: int, subject: str) -> None:
    make_subscription()
    add_members(directory, [f"Člen {number}" for number in range(count)])
    let_days_pass()

    assert [message.subject for message in run()] == [subject]


def test_digest_can_be_ended_with_one_click(directory: MemberIndexPage, client) -> None:
    subscription = make_subscription()
    make_member(directory, "Nový")
    let_days_pass()

    [message] = map(read, run())

    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == Digest.objects.get().message_id
    address = message["List-Unsubscribe"].strip("<>")
    path = address.partition("127.0.0.1:8000")[2]
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.filter(pk=subscription.pk).exists()


def test_long_digest_leads_to_the_rest(directory: MemberIndexPage) -> None:
    make_subscription(parameters="country=CZ")
    add_members(directory, [f"Člen {number:03}" for number in range(120)])
    let_days_pass()

    [message] = run()

    assert len(titles(message)) == 50
    assert message.subject == "Noví členové – „CZ“: 120 nových položek"
    assert "A\xa0dalších 70:\nhttp://127.0.0.1:8000/feeds/cs/members.atom?country=CZ" in text_of(
        read(message)
    )
    assert digests_after_a_day() == []


def test_feed_of_an_inactive_plugin_waits(directory: MemberIndexPage) -> None:
    make_subscription()
    make_member(directory, "Nový")
    with inactive("members"):
        assert digests_after_a_day() == []

    assert digests_after_a_day() == [["Nový"]]


def test_parameter_that_is_wrong_by_now_stops_no_others(directory: MemberIndexPage) -> None:
    broken = make_subscription("a@example.org")
    FeedAddress.objects.filter(pk=broken.address_id).update(parameters="region=ATLANTIS")
    make_subscription("b@example.org")
    make_member(directory, "Nový")
    let_days_pass()

    assert [message.to for message in run()] == [["b@example.org"]]


def test_dry_run_leaves_no_trace(directory: MemberIndexPage) -> None:
    make_subscription()
    make_member(directory, "Nový")
    let_days_pass()
    out = StringIO()

    call_command("digests", "--dry-run", stdout=out)

    assert out.getvalue() == "cs/members? – přehledy: 1, položky: 1\n"
    assert (Digest.objects.count(), mail.outbox) == (0, [])
    assert digests_after_a_day() == [["Nový"]]


def test_forgetting_deletes_all_of_a_mailbox(directory: MemberIndexPage) -> None:
    make_subscription("Jana@example.org")
    make_subscription("jana+x@example.org", parameters="city=Brno")
    make_subscription("iva@example.org")
    make_member(directory, "Nový")
    let_days_pass()
    run()

    call_command("digests", "--forget", "jana@example.org", stdout=StringIO())

    assert list(Subscription.objects.values_list("email", flat=True)) == ["iva@example.org"]
    assert (Digest.objects.count(), FeedAddress.objects.count()) == (1, 1)
    assert SentLetter.objects.count() == 0


def test_database_refuses_an_entry_in_two_digests(directory: MemberIndexPage) -> None:
    subscription = make_subscription()
    make_member(directory, "Nový")
    let_days_pass()
    run()
    [row] = DigestEntry.objects.all()
    second = Digest.objects.create(subscription=subscription, message_id="<x@example.org>")

    with pytest.raises(IntegrityError), transaction.atomic():
        DigestEntry.objects.create(digest=second, subscription=subscription, entry=row.entry)


@pytest.mark.parametrize("subscribers", [1, 30])
def test_planning_a_batch_costs_the_same_whatever_its_size(
    directory: MemberIndexPage, subscribers: int
) -> None:
    for number in range(subscribers):
        make_subscription(f"{number}@example.org")
    add_members(directory, ["Alfa", "Beta"])
    let_days_pass()
    with CaptureQueriesContext(
        connection,
    ) as warm:
        list(plan([Frequency.WEEKLY]))

    with CaptureQueriesContext(connection) as planned:
        list(plan([Frequency.DAILY]))

    assert Digest.objects.count() == subscribers
    written = [q["sql"] for q in planned if "cms_subscriptions" in q["sql"]]
    assert (len(warm), len(written)) == (1, 11)


def test_paused_and_unconfirmed_get_nothing(directory: MemberIndexPage) -> None:
    make_subscription("paused@example.org")
    Subscription.objects.update(paused_at=timezone.now())
    make_subscription("new@example.org", is_confirmed=False)
    make_member(directory, "Nový")

    assert digests_after_a_day() == []
