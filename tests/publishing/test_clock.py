"""Moments at which public state changes by itself."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cms.publishing import clock, epoch
from tests.content.factories import make_home, make_page

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
