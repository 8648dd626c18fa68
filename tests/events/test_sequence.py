"""SEQUENCE grows with each change that calendars show, and never shrinks."""

from __future__ import annotations

import datetime

import pytest

from plugins.events.models import CalendarPage, EventPage, Status
from tests.content.factories import make_english, make_home, publish
from tests.events.factories import make_calendar, make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar() -> CalendarPage:
    return make_calendar(make_home())


def sequence(event: EventPage) -> int:
    return EventPage.objects.values_list("calendar_sequence", flat=True).get(pk=event.pk)


def test_it_grows_with_what_calendars_show_only(calendar: CalendarPage) -> None:
    event = make_event(calendar)
    seen = [sequence(event)]

    for values in ({"capacity": 5}, {"start_date": datetime.date(2030, 6, 13)}, {"city": "Brno"}):
        publish(event, **values)
        seen.append(sequence(event))

    assert seen == [0, 0, 1, 2]


def test_a_draft_does_not_count(calendar: CalendarPage) -> None:
    event = make_event(calendar)
    event.title = "Jinak"
    event.save_revision()

    assert sequence(event) == 0


def test_facts_that_follow_into_english_count_there(calendar: CalendarPage) -> None:
    czech = make_event(calendar)
    english = make_english(czech, title="Meeting")
    before = sequence(english)

    publish(czech, status=Status.CANCELLED)

    assert sequence(english) > before
    english.refresh_from_db()
    assert english.calendar_changed_at is not None


def test_an_old_revision_does_not_turn_it_back(calendar: CalendarPage) -> None:
    event = make_event(calendar)
    old = event.latest_revision
    publish(event, city="Brno")
    publish(event, city="Praha")

    old.publish()

    assert sequence(event) == 3


def test_unpublishing_does_not_turn_it_back(calendar: CalendarPage) -> None:
    event = make_event(calendar)
    event = publish(event, city="Brno")

    event.unpublish()
    EventPage.objects.get(pk=event.pk).latest_revision.publish()

    assert sequence(event) == 1


def test_a_translation_made_again_goes_on(calendar: CalendarPage) -> None:
    czech = make_event(calendar)
    english = make_english(czech, title="Meeting")
    publish(czech, city="Brno")
    before = sequence(english)
    english.delete()

    again = make_english(EventPage.objects.get(pk=czech.pk), title="Meeting again")

    assert sequence(again) >= before
