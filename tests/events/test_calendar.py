"""The calendar as calendar programs read it, checked with two parsers that know nothing of us."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
import icalendar
import pytest
import vobject
from django.test import Client
from django.utils import timezone

from cms.graphql.testing import execute
from plugins.events.models import CalendarPage, EventAttachment, EventPage, Precision, Status
from tests.content.factories import make_english, make_home, make_pillar, publish
from tests.events.factories import make_calendar, make_event
from tests.media.factories import make_document, make_private_collection

pytestmark = pytest.mark.django_db

PRAGUE = ZoneInfo("Europe/Prague")
HOSTILE = [
    "Zlý\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:podvržený",
    'středník; čárka, zpětné \\ lomítko \\n a dvojtečka: "uvozovky"',
    "🔭" * 60 + " ž" * 200,
    "x" * 5000,
    "první řádek\n\nBEGIN:VALARM\nTRIGGER:-PT1M\nEND:VALARM",
    "nulový \x07 znak \x1b[0m a \u2028 oddělovač",
]


@pytest.fixture
def calendar() -> CalendarPage:
    return make_calendar(make_home())


def date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def fetch(query: str = "", locale: str = "cs") -> bytes:
    response = Client().get(f"/feeds/{locale}/events.ics{query}")
    assert response.status_code == 200
    return bytes(response.content)


def events_in(raw: bytes) -> dict[str, icalendar.Event]:
    """The events by title, after both parsers found the same ones."""
    parsed = icalendar.Calendar.from_ical(raw)
    events = {str(event["summary"]): event for event in parsed.walk("VEVENT")}
    again = vobject.readOne(raw.decode())
    theirs = {each.summary.value: each.uid.value for each in again.contents.get("vevent", ())}
    assert theirs == {title: str(event["uid"]) for title, event in events.items()}
    return events


def event_in(query: str = "", locale: str = "cs") -> icalendar.Event:
    [event] = events_in(fetch(query, locale)).values()
    return event


def test_an_event_with_hours_is_moments_in_a_described_zone(calendar: CalendarPage) -> None:
    make_event(
        calendar,
        "Workshop",
        summary="O laserech.",
        event_type="workshop",
        precision=Precision.TIME,
        start_date=date("2030-10-26"),
        start_time=datetime.time(22),
        end_date=date("2030-10-27"),  # the night when clocks go back
        end_time=datetime.time(4),
        place_name="Sál",
        street="Optická 1",
        city="Brno",
        country="CZ",
        latitude=Decimal("49.2"),
        longitude=Decimal("16.6"),
        pillars=[make_pillar("optics", "Optika")],
    )
    raw = fetch()
    event = events_in(raw)["Workshop"]

    assert event["dtstart"].dt == datetime.datetime(2030, 10, 26, 22, tzinfo=PRAGUE)
    assert event["dtend"].dt == datetime.datetime(2030, 10, 27, 4, tzinfo=PRAGUE)
    begins, ends = (event[name].dt.astimezone(datetime.UTC) for name in ("dtstart", "dtend"))
    assert ends - begins == datetime.timedelta(hours=7)
    assert str(event["location"]) == "Sál, Optická 1, Brno, CZ"
    assert event["geo"].to_ical() == "49.2;16.6"
    assert [str(category) for category in event["categories"].cats] == ["Workshop", "Optika"]
    assert (str(event["status"]), event["sequence"]) == ("CONFIRMED", 0)
    assert str(event["url"]).endswith("/cs/kalendar/workshop/")
    assert "O laserech." in str(event["description"])
    [zone] = icalendar.Calendar.from_ical(raw).walk("VTIMEZONE")
    assert str(zone["tzid"]) == event["dtstart"].params["TZID"] == "Europe/Prague"
    assert zone.to_tz().utcoffset(datetime.datetime(2030, 10, 28)) == datetime.timedelta(hours=1)


def test_days_end_with_the_day_after_the_last_one(calendar: CalendarPage) -> None:
    make_event(calendar, start_date=date("2030-03-30"), end_date=date("2030-04-01"))

    event = event_in()

    assert (event["dtstart"].dt, event["dtend"].dt) == (date("2030-03-30"), date("2030-04-02"))
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert ("location" in event, "geo" in event) == (False, False)


@pytest.mark.parametrize(
    ("locale", "note"),
    [("cs", "přesné datum bude upřesněno"), ("en", "day is not known yet")],
)
def test_a_month_is_a_span_of_days_with_a_note(
    calendar: CalendarPage, locale: str, note: str
) -> None:
    czech = make_event(
        calendar, precision=Precision.MONTH, start_date=date("2028-02-01"), summary="Hovory."
    )
    make_english(czech, title="Meeting", summary="Talks.")

    event = event_in(locale=locale)

    assert (event["dtstart"].dt, event["dtend"].dt) == (date("2028-02-01"), date("2028-03-01"))
    assert note in str(event["description"]).lower().replace("\xa0", " ")
    assert str(event["transp"]) == "TRANSPARENT"


@pytest.mark.parametrize(
    ("status", "word", "title"),
    [
        (Status.CANCELLED, "CANCELLED", "ZRUŠENO: Setkání"),
        (Status.POSTPONED, "TENTATIVE", "ODLOŽENO: Setkání"),
    ],
)
def test_cancelled_and_postponed_events_say_so(
    calendar: CalendarPage, status: Status, word: str, title: str
) -> None:
    event = make_event(calendar)
    before = event_in()
    publish(event, status=status, status_note="Řečník onemocněl.")

    after = event_in()

    assert (str(after["status"]), str(after["summary"])) == (word, title)
    assert str(after["description"]).startswith("Řečník onemocněl.")
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["last-modified"].dt >= before["last-modified"].dt


def test_each_language_has_a_uid_of_its_own_that_graphql_knows(calendar: CalendarPage) -> None:
    czech = make_event(calendar)
    english = make_english(czech, title="Meeting")
    document = "query ($id: ID!) { page(id: $id) { ... on Event { calendar { uid } } } }"

    uids = [str(event_in(locale=locale)["uid"]) for locale in ("cs", "en")]
    answers = [execute(document, {"id": str(page.pk)}).data for page in (czech, english)]

    assert len(set(uids)) == 2
    assert answers == [{"page": {"calendar": {"uid": uid}}} for uid in uids]
    assert [str(event_in(locale=locale)["uid"]) for locale in ("cs", "en")] == uids


def test_facts_of_the_czech_page_renew_the_english_entry(calendar: CalendarPage) -> None:
    czech = make_event(calendar)
    make_english(czech, title="Meeting")
    hour_ago = timezone.now() - datetime.timedelta(hours=1)  # calendars know seconds only
    EventPage.objects.update(
        calendar_changed_at=hour_ago, last_published_at=hour_ago, first_published_at=hour_ago
    )
    before = event_in(locale="en")

    publish(czech, start_date=date("2031-01-15"))
    after = event_in(locale="en")

    assert after["dtstart"].dt == date("2031-01-15")
    assert after["sequence"] > before["sequence"]
    assert after["last-modified"].dt > before["last-modified"].dt


def test_one_event_is_a_calendar_too(calendar: CalendarPage) -> None:
    wanted = make_event(calendar, "Jedna")
    make_event(calendar, "Druhá")

    assert str(event_in(f"?id={wanted.pk}")["summary"]) == "Jedna"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_out_of_its_entry(calendar: CalendarPage, text: str) -> None:
    event = make_event(calendar, "Před", summary=text, place_name=text[:160], city="Brno")
    EventPage.objects.filter(pk=event.pk).update(title=text[:255])
    make_event(calendar, "Po", slug="po", start_date=date("2030-06-13"))
    raw = fetch()

    events = events_in(raw)

    assert len(events) == 2
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert raw.count(b"\r\nBEGIN:VEVENT\r\n") == 2
    assert b"\r\nBEGIN:VALARM" not in raw
    other = next(each for title, each in events.items() if title != "Po")
    words = "".join(char for char in text if char.isalnum())
    assert "".join(c for c in str(other["description"]) if c.isalnum()) == words


@pytest.mark.parametrize(
    ("query", "filter"),
    [
        ("?eventType=WORKSHOP&eventType=CONFERENCE", {"eventType": ["WORKSHOP", "CONFERENCE"]}),
        ("?state=PAST", {"state": ["PAST"]}),
        ("?date.since=2030-06-13", {"date": {"since": "2030-06-13"}}),
        (
            "?not.city=Brno&city=Praha&city=Brno",
            {"not": {"city": ["Brno"]}, "city": ["Praha", "Brno"]},
        ),
    ],
)
def test_a_filter_finds_the_same_in_list_and_calendar(
    calendar: CalendarPage, query: str, filter: dict[str, Any]
) -> None:
    for number in range(4):
        make_event(
            calendar,
            f"{number}",
            event_type=("workshop", "conference", "webinar", "other")[number],
            city=("Brno", "Praha")[number % 2],
            start_date=date("2030-06-11") + number * datetime.timedelta(days=1),
        )
    make_event(calendar, "dávno", start_date=date("2001-01-01"))
    document = """query ($filter: EventFilter) {
      events(locale: CS, filter: $filter, first: 100) { nodes { title } } }"""
    data = execute(document, {"filter": filter}).data
    assert data is not None

    listed = {node["title"] for node in data["events"]["nodes"]}

    assert listed
    assert set(events_in(fetch(query))) == listed


def test_an_event_abroad_is_told_by_the_clocks_there(calendar: CalendarPage) -> None:
    make_event(
        calendar,
        "OPIE",
        time_zone="Asia/Tokyo",
        precision=Precision.TIME,
        start_date=date("2030-04-23"),
        start_time=datetime.time(10),
        end_time=datetime.time(17),
    )

    event = event_in()

    for name, hour in (("dtstart", 10), ("dtend", 17)):
        assert event[name].params["TZID"] == "Asia/Tokyo"
        assert event[name].dt == datetime.datetime(2030, 4, 23, hour, tzinfo=ZoneInfo("Asia/Tokyo"))
        assert event[name].dt.hour == hour


def test_public_files_are_attached_in_every_format(calendar: CalendarPage) -> None:
    documents = {
        "Program": make_document(title="Program"),
        "Tajné": make_document(title="Tajné", collection=make_private_collection()),
    }
    make_event(
        calendar,
        "Den fotoniky",
        attachments=[
            EventAttachment(document=document, title=title, locale=calendar.locale)
            for title, document in documents.items()
        ],
    )

    event = event_in()
    [item] = json.loads(Client().get("/feeds/cs/events.json").content)["items"]
    [entry] = feedparser.parse(Client().get("/feeds/cs/events.atom").content).entries

    [attachment] = item["attachments"]
    assert documents["Program"].filename in attachment["url"]
    assert (attachment["title"], attachment["mime_type"]) == ("Program", "application/pdf")
    assert event["attach"] == attachment["url"]
    assert [file.href for file in entry.enclosures] == [attachment["url"]]
