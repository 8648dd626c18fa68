"""Moments at which public state changes by itself."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from wagtail.models import Page

from cms.publishing import clock, epoch
from plugins.events.models.choices import Precision
from tests.content.factories import make_home, make_page
from tests.events.factories import make_calendar, make_event

pytestmark = pytest.mark.django_db

PRAGUE = ZoneInfo("Europe/Prague")
NOON = datetime.datetime(2026, 3, 4, 12, tzinfo=PRAGUE)
HOUR = datetime.timedelta(hours=1)


def test_nothing_but_midnight_changes_an_empty_site():
    make_home()

    assert clock.moments_around(NOON) == (
        datetime.datetime(2026, 3, 4, tzinfo=PRAGUE),
        datetime.datetime(2026, 3, 5, tzinfo=PRAGUE),
    )


def test_pages_expire_in_between():
    homes = make_home()
    make_page(homes.cs, title="Gone", expire_at=NOON - HOUR)
    make_page(homes.cs, title="Going", expire_at=NOON + HOUR)
    make_page(homes.cs, title="Later", expire_at=NOON + 2 * HOUR)
    make_page(homes.cs, title="Draft", expire_at=NOON + HOUR / 2, live=False)

    assert clock.moments_around(NOON) == (NOON - HOUR, NOON + HOUR)


def test_a_moment_itself_is_the_last_one_and_not_the_next():
    homes = make_home()
    make_page(homes.cs, title="Now", expire_at=NOON)

    assert clock.moments_around(NOON)[0] == NOON


def test_the_stamp_is_read_by_one_statement_until_something_changes(django_assert_num_queries):
    make_home()
    first = clock.stamp()

    with django_assert_num_queries(1):
        assert clock.stamp() == first

    epoch.grow({"pages"})

    assert clock.stamp() == first._replace(number=first.number + 1)
    assert first.since <= timezone.now() < first.until


@pytest.mark.django_db(transaction=True)
def test_moments_of_a_type_are_read_again_only_when_one_of_its_pages_changed(monkeypatch):
    homes = make_home()
    calendar = make_calendar(homes)
    event = make_event(calendar, start_date=timezone.localdate() + datetime.timedelta(days=3))
    article = make_page(homes.cs, title="Article")
    asked: list[str] = []  # by all threads: one that another test left may be the first
    find = clock._Extremes.at

    def note_and_find(extremes: clock._Extremes, now: datetime.datetime) -> Any:
        asked.append(extremes.model._meta.db_table)
        return find(extremes, now)

    monkeypatch.setattr(clock._Extremes, "at", note_and_find)
    clock.stamp()

    def read_after(page: Page) -> list[str]:
        asked.clear()
        page.save_revision().publish()
        found = clock.stamp()
        tables = list(asked)
        assert (found.since, found.until) == clock.moments_around(timezone.now())
        return tables

    assert read_after(article) == ["wagtailcore_page"]
    assert read_after(event) == ["wagtailcore_page", "events_eventpage"]
    event.start_date = timezone.localdate()
    event.precision, event.start_time = Precision.TIME, datetime.time(23, 59)
    assert read_after(event) == ["wagtailcore_page", "events_eventpage"]
    assert read_after(article) == ["wagtailcore_page"]
