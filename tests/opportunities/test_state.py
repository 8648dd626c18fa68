"""The state at any moment, as the database computes it; the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from plugins.opportunities.models import OpportunityIndexPage, OpportunityPage
from plugins.opportunities.models.moments import end_of
from plugins.opportunities.models.state import ARCHIVED_AFTER, CLOSING_SOON_WITHIN, state_expression
from tests.content.factories import make_english, make_home, publish
from tests.opportunities.factories import add_opportunities, extension, make_board, make_opportunity

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
DAY = date(2026, 6, 15)
CLOSES = datetime(2026, 6, 15, 15, 0, tzinfo=UTC)  # 17:00 of the summer in Prague


@pytest.fixture
def board() -> OpportunityIndexPage:
    return make_board(make_home())


def state_at(moment: datetime, page: OpportunityPage) -> str:
    rows = OpportunityPage.objects.filter(pk=page.pk)
    return str(rows.annotate(current=state_expression(moment)).get().current)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (CLOSES - timedelta(days=400), "open"),
        (CLOSES - CLOSING_SOON_WITHIN - SECOND, "open"),
        (CLOSES - CLOSING_SOON_WITHIN, "closing-soon"),
        (CLOSES - SECOND, "closing-soon"),
        (CLOSES, "closed"),
        (CLOSES + ARCHIVED_AFTER, "closed"),
        (CLOSES + ARCHIVED_AFTER + SECOND, "archived"),
    ],
)
def test_the_state_changes_at_the_very_second(
    board: OpportunityIndexPage, moment: datetime, state: str
) -> None:
    page = make_opportunity(board, deadline_on=DAY, deadline_time=time(17))

    assert page.closes_at == CLOSES
    assert state_at(moment, page) == state


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, "open"),
        ({"is_open_until_filled": True}, "open"),
        ({"opening_on": date(2026, 6, 15)}, "open"),
        ({"opening_on": date(2026, 6, 16)}, "not-yet-open"),
        ({"opening_on": date(2026, 6, 16), "deadline_on": date(2026, 6, 20)}, "not-yet-open"),
        ({"is_open_until_filled": True, "filled_on": date(2026, 6, 15)}, "closed"),
        ({"is_open_until_filled": True, "filled_on": date(2026, 6, 16)}, "closing-soon"),
        ({"deadline_on": date(2026, 12, 31), "filled_on": date(2026, 6, 1)}, "closed"),
        ({"deadline_on": date(2026, 6, 14)}, "closed"),
        ({"deadline_on": date(2026, 6, 15)}, "closing-soon"),
    ],
)
def test_the_state_follows_from_all_dates(
    board: OpportunityIndexPage, values: dict[str, Any], state: str
) -> None:
    page = make_opportunity(board, **values)

    assert state_at(datetime(2026, 6, 15, 10, 0, tzinfo=UTC), page) == state


@pytest.mark.parametrize(
    ("day", "at", "closes"),
    [
        (date(2026, 1, 10), None, datetime(2026, 1, 10, 23, 0, tzinfo=UTC)),
        (date(2026, 7, 10), None, datetime(2026, 7, 10, 22, 0, tzinfo=UTC)),
        # the last Sunday of March has 23 hours, that of October 25
        (date(2026, 3, 28), None, datetime(2026, 3, 28, 23, 0, tzinfo=UTC)),
        (date(2026, 3, 29), None, datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),
        (date(2026, 10, 24), None, datetime(2026, 10, 24, 22, 0, tzinfo=UTC)),
        (date(2026, 10, 25), None, datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),
        # half past two does not exist in March, and comes twice in October
        (date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        (date(2026, 12, 31), None, datetime(2026, 12, 31, 23, 0, tzinfo=UTC)),
        (date(2028, 2, 29), time(0, 0), datetime(2028, 2, 28, 23, 0, tzinfo=UTC)),
    ],
)
def test_a_deadline_is_one_of_prague(day: date, at: time | None, closes: datetime) -> None:
    assert end_of(day, at) == closes


def test_the_state_is_right_around_the_nights_when_clocks_change(
    board: OpportunityIndexPage,
) -> None:
    spring = make_opportunity(board, "Spring", deadline_on=date(2026, 3, 29))
    autumn = make_opportunity(board, "Autumn", deadline_on=date(2026, 10, 25))
    spring_end = datetime(2026, 3, 29, 22, 0, tzinfo=UTC)
    autumn_end = datetime(2026, 10, 25, 23, 0, tzinfo=UTC)

    assert [state_at(spring_end - SECOND, spring), state_at(spring_end, spring)] == [
        "closing-soon",
        "closed",
    ]
    assert [state_at(autumn_end - SECOND, autumn), state_at(autumn_end, autumn)] == [
        "closing-soon",
        "closed",
    ]


def test_an_extension_moves_the_deadline_in_all_languages_at_once(
    board: OpportunityIndexPage,
) -> None:
    czech = make_opportunity(board, deadline_on=DAY, deadline_time=time(17))
    english = make_english(czech, title="Placement")

    later = extension(date(2026, 7, 1), announced_on=DAY, note_cs="Prodlouženo.")
    publish(czech, extensions=[later])
    czech, english = (OpportunityPage.objects.get(pk=page.pk) for page in (czech, english))

    assert czech.closes_at == english.closes_at == datetime(2026, 7, 1, 15, 0, tzinfo=UTC)
    assert czech.closes_on == english.closes_on == date(2026, 7, 1)
    assert czech.deadline_on == DAY
    assert state_at(CLOSES, czech) == "open"


def test_rows_made_at_once_have_their_moments(board: OpportunityIndexPage) -> None:
    (page,) = add_opportunities(board, ["A"], deadline_on=DAY, opening_on=DAY)

    assert (page.opens_at, page.closes_at, page.closes_on) == (
        datetime(2026, 6, 14, 22, 0, tzinfo=UTC),
        datetime(2026, 6, 15, 22, 0, tzinfo=UTC),
        DAY,
    )
