"""What an event may say of its time, and which instants follow from it."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from plugins.events.models import CalendarPage, EventPage, Precision, RelatedEvent, When
from tests.content.factories import make_english, make_home, publish
from tests.events.factories import make_calendar, make_event

PRAGUE, TOKYO = "Europe/Prague", "Asia/Tokyo"


def utc(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=datetime.UTC)  # type: ignore[arg-type, misc]  # no zone


def date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def time(text: str) -> datetime.time:
    return datetime.time.fromisoformat(text)


@pytest.fixture
def calendar() -> CalendarPage:
    return make_calendar(make_home())


@pytest.mark.parametrize(
    ("when", "begins_at", "ends_at", "last"),
    [
        (
            When(Precision.MONTH, PRAGUE, date("2026-10-17")),
            utc(2026, 9, 30, 22), utc(2026, 10, 31, 23), "2026-10-31",
        ),
        (
            When(Precision.MONTH, PRAGUE, date("2027-12-01"), date("2028-02-01")),
            utc(2027, 11, 30, 23), utc(2028, 2, 29, 23), "2028-02-29",
        ),
        (
            When(Precision.DAY, PRAGUE, date("2026-03-29")),  # 23 hours long
            utc(2026, 3, 28, 23), utc(2026, 3, 29, 22), "2026-03-29",
        ),
        (
            When(Precision.DAY, PRAGUE, date("2026-10-24"), date("2026-10-25")),  # and 25
            utc(2026, 10, 23, 22), utc(2026, 10, 25, 23), "2026-10-25",
        ),
        (
            When(Precision.DAY, TOKYO, date("2026-04-23"), date("2026-04-25")),
            utc(2026, 4, 22, 15), utc(2026, 4, 25, 15), "2026-04-25",
        ),
        (
            When(Precision.TIME, PRAGUE, date("2026-06-01"), None, time("09:00"), time("16:30")),
            utc(2026, 6, 1, 7), utc(2026, 6, 1, 14, 30), "2026-06-01",
        ),
        (
            When(Precision.TIME, PRAGUE, date("2026-06-01"), None, time("09:00")),
            utc(2026, 6, 1, 7), utc(2026, 6, 1, 22), "2026-06-01",
        ),
        (
            When(
                Precision.TIME, PRAGUE, date("2026-10-24"), date("2026-10-25"),
                time("22:00"), time("02:30"),
            ),  # over the hour that comes twice: until the first 2:30
            utc(2026, 10, 24, 20), utc(2026, 10, 25, 0, 30), "2026-10-25",
        ),
        (
            When(
                Precision.TIME, PRAGUE, date("2026-06-01"), date("2026-06-02"),
                time("18:00"), time("00:00"),
            ),
            utc(2026, 6, 1, 16), utc(2026, 6, 1, 22), "2026-06-01",
        ),
    ],
)  # fmt: skip
def test_instants_follow_from_what_is_known(
    when: When, begins_at: datetime.datetime, ends_at: datetime.datetime, last: str
) -> None:
    assert (when.begins_at, when.ends_at, when.last_date) == (begins_at, ends_at, date(last))


def test_the_last_day_of_all_has_an_end() -> None:
    assert When(Precision.DAY, PRAGUE, datetime.date.max).ends_at == datetime.datetime.max.replace(
        tzinfo=datetime.UTC
    )


@pytest.mark.django_db
def test_instants_are_columns_that_follow_each_change(calendar: CalendarPage) -> None:
    event = make_event(calendar, start_date=date("2026-10-25"))
    columns = ("begins_at", "ends_at", "last_date", "registration_closes_at")

    def stored() -> tuple[Any, ...]:
        return tuple(EventPage.objects.values_list(*columns).get(pk=event.pk))

    before = stored()
    publish(
        event,
        precision=Precision.TIME,
        start_time=time("03:30"),
        end_time=time("04:00"),
        registration_deadline=date("2026-10-20"),
    )

    assert before == (
        utc(2026, 10, 24, 22), utc(2026, 10, 25, 23), date("2026-10-25"), utc(2026, 10, 24, 22),
    )  # fmt: skip
    assert stored() == (
        utc(2026, 10, 25, 2, 30), utc(2026, 10, 25, 3), date("2026-10-25"), utc(2026, 10, 20, 22),
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({}, set()),
        ({"end_date": date("2026-03-27")}, {"end_date"}),
        ({"start_date": date("0226-03-28")}, {"start_date"}),
        ({"end_date": date("9999-12-31")}, {"end_date"}),
        ({"end_date": date("2026-03-28")}, set()),
        ({"precision": Precision.MONTH, "end_date": date("2026-03-02")}, set()),
        ({"precision": Precision.MONTH, "end_date": date("2026-02-28")}, {"end_date"}),
        ({"start_time": time("09:00")}, {"start_time"}),
        ({"precision": Precision.MONTH, "end_time": time("09:00")}, {"end_time"}),
        ({"precision": Precision.TIME}, {"start_time"}),
        ({"precision": Precision.TIME, "start_time": time("09:00")}, set()),
        (
            {
                "precision": Precision.TIME,
                "start_time": time("22:00"),
                "end_time": time("01:00"),
            },
            {"end_time"},
        ),
        (
            {
                "precision": Precision.TIME,
                "start_time": time("22:00"),
                "end_time": time("01:00"),
                "end_date": date("2026-03-29"),
            },
            set(),
        ),
        (
            {
                "precision": Precision.TIME,
                "start_date": date("2026-03-29"),
                "start_time": time("02:30"),
            },
            {"start_time"},
        ),
        ({"time_zone": "Europe/Praha"}, {"time_zone"}),
        ({"time_zone": "../etc/passwd"}, {"time_zone"}),
        ({"time_zone": "Asia/Tokyo"}, set()),
        ({"registration_deadline": date("2026-03-29")}, {"registration_deadline"}),
        ({"registration_deadline": date("2026-03-28")}, set()),
        ({"latitude": Decimal(49)}, {"longitude"}),
        ({"online_url": "https://example.org/"}, {"is_online"}),
        ({"online_url": "https://example.org/", "is_online": True}, set()),
        ({"country": "Česko"}, {"country"}),
        ({"languages": ["cs", "tlh"]}, {"languages"}),
        ({"action_plan_goal": 6}, {"action_plan_goal"}),
    ],
)
def test_contradictions_are_said_at_the_field(
    calendar: CalendarPage, values: dict[str, Any], wrong: set[str]
) -> None:
    event = make_event(calendar, start_date=date("2026-03-28"))
    for name, value in values.items():
        setattr(event, name, value)

    try:
        event.full_clean()
        found = set()
    except ValidationError as error:
        found = set(error.message_dict)

    assert found == wrong


@pytest.mark.django_db
def test_a_month_is_kept_as_its_first_day(calendar: CalendarPage) -> None:
    event = make_event(
        calendar,
        precision=Precision.MONTH,
        start_date=date("2026-05-17"),
        end_date=date("2026-06-30"),
    )

    assert (event.start_date, event.end_date) == (date("2026-05-01"), date("2026-06-01"))


@pytest.mark.django_db
def test_an_event_is_not_related_to_itself(calendar: CalendarPage) -> None:
    event = make_event(calendar)
    event.related_events = [RelatedEvent(page_id=event.pk)]

    with pytest.raises(ValidationError, match="nesouvisí sama se sebou"):
        event.full_clean()


@pytest.mark.django_db
def test_facts_are_the_same_in_both_languages(calendar: CalendarPage) -> None:
    czech = make_event(calendar, city="Praha", languages=["cs"], time_zone=TOKYO)
    english = make_english(czech, title="Meeting", city="Prague")

    publish(czech, start_date=date("2031-01-02"), languages=["en", "cs"], time_zone=PRAGUE)

    english.refresh_from_db()
    assert (english.start_date, english.begins_at) == (date("2031-01-02"), utc(2031, 1, 1, 23))
    assert (english.languages, english.time_zone, english.city) == (["cs", "en"], PRAGUE, "Prague")
