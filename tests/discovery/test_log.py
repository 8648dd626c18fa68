"""The log of questions: counts without persons, rare ones dropped."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cms.discovery import log as room
from cms.discovery.log import QueryLog, forget
from cms.discovery.models import AskedQuery, OpenedResult
from tests.content.factories import make_home

pytestmark = pytest.mark.django_db


def counts() -> list[tuple[object, ...]]:
    return list(
        AskedQuery.objects.order_by("locale", "key").values_list(
            "locale", "key", "text", "asked", "unanswered", "opened"
        )
    )


def test_questions_are_counted_by_day_and_language_however_they_are_written() -> None:
    log = QueryLog(seconds=0)
    log.asked("Čočka", "cs", total=3)
    log.asked(" cocka ", "cs", total=0)
    log.asked("čočka", "en", total=1)

    assert counts() == [
        ("cs", "cocka", "čočka", 2, 1, 0),
        ("en", "cocka", "čočka", 1, 0, 0),
    ]
    assert set(AskedQuery.objects.values_list("day", flat=True)) == {timezone.localdate()}


def test_what_waits_is_written_together() -> None:
    log = QueryLog(seconds=3600)
    try:
        for _time in range(3):
            log.asked("laser", "cs", total=1)
        before = counts()
        log.flush()
    finally:
        if log._timer:
            log._timer.cancel()

    assert (before, counts()) == ([], [("cs", "laser", "laser", 3, 0, 0)])


def test_pages_that_were_opened_are_counted() -> None:
    home = make_home().cs
    log = QueryLog(seconds=0)
    log.asked("laser", "cs", total=1)
    log.opened("Laser", "cs", home.pk)
    log.opened("laser", "cs", home.pk)

    assert counts() == [("cs", "laser", "laser", 1, 0, 2)]
    assert list(OpenedResult.objects.values_list("page_id", "opened")) == [(home.pk, 2)]


@pytest.mark.parametrize(
    "text",
    [
        "jan.novak@example.org",
        "+420 777 123 456",
        "850101/1234",
        "x" * 81,
        "  ",
        "777123456 laser",
        "\0laser",
    ],
)
def test_what_looks_personal_is_not_kept(text: str) -> None:
    QueryLog(seconds=0).asked(text, "cs", total=0)

    assert counts() == []


def test_numbers_of_products_and_years_are_kept() -> None:
    log = QueryLog(seconds=0)
    log.asked("horizon 2026", "cs", total=0)
    log.asked("laser 1064 nm", "cs", total=0)

    assert [key for _locale, key, *_counts in counts()] == ["horizon 2026", "laser 1064 nm"]


def test_rare_questions_are_forgotten_after_a_month_and_all_in_time() -> None:
    today = date(2026, 11, 22)
    for text, age, asked in [
        ("rare", 31, 2),
        ("rare and new", 30, 1),
        ("common", 31, 2),
        ("common", 1, 1),
        ("ancient", 401, 50),
    ]:
        AskedQuery.objects.create(
            locale="cs", key=text, text=text, day=today - timedelta(days=age), asked=asked
        )

    dropped = forget(today)

    assert dropped == 2
    assert sorted(AskedQuery.objects.values_list("key", flat=True)) == [
        "common",
        "common",
        "rare and new",
    ]


def test_a_flood_of_questions_is_not_kept_in_memory() -> None:
    log = QueryLog(seconds=3600)
    try:
        for number in range(2_000):
            log.asked(f"word {number}", "cs", total=0)
        log.flush()
    finally:
        if log._timer:
            log._timer.cancel()

    assert AskedQuery.objects.count() == 1_000


def test_a_flood_of_questions_fills_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MAX_A_DAY", 2)
    log = QueryLog(seconds=0)
    for text in ("laser", "sklo", "čočka", "laser"):
        log.asked(text, "cs", total=1)

    assert [(key, asked) for _locale, key, _text, asked, *_rest in counts()] == [
        ("laser", 2),
        ("sklo", 1),
    ]


def test_pages_are_not_opened_from_questions_that_nobody_asked() -> None:
    home = make_home().cs
    QueryLog(seconds=0).opened("buy here", "cs", home.pk)

    assert counts() == []


def test_a_click_waits_for_its_question_from_another_process() -> None:
    home = make_home().cs
    here, there = QueryLog(seconds=3600), QueryLog(seconds=0)
    try:
        here.opened("laser", "cs", home.pk)
        here.flush()
        there.asked("laser", "cs", total=1)
        here.flush()
        here.flush()
    finally:
        if here._timer:
            here._timer.cancel()

    assert counts() == [("cs", "laser", "laser", 1, 0, 1)]


def test_only_pages_that_are_there_are_counted_and_not_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(room, "MAX_OPENED", 1)
    homes = make_home()
    log = QueryLog(seconds=0)
    log.asked("laser", "cs", total=1)
    for page_id in (homes.cs.pk, homes.en.pk, homes.cs.pk, 999_999):
        log.opened("laser", "cs", page_id)

    assert counts() == [("cs", "laser", "laser", 1, 0, 2)]
    assert list(OpenedResult.objects.values_list("page_id", "opened")) == [(homes.cs.pk, 2)]
