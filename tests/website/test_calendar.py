"""Calendars, read back by two programs that know nothing of us."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from django.utils import translation

from cms.website.feeds import Attachment, CalendarEntry, FeedEntry, Status, ics
from cms.website.feeds.head import NEVER, Head, entry_id
from cms.website.feeds.text import printable

KEY = "6f1a7a1e-94a7-4f0c-9a5e-0d4f6f0a8b11"
PRAGUE = ZoneInfo("Europe/Prague")
HEAD = Head(
    title="Akce",
    site_name="Český optický klastr",
    locale="cs",
    home_url="https://klastr.example/cs/",
    url="https://klastr.example/feeds/cs/events.ics",
    first_url="https://klastr.example/feeds/cs/events.ics",
    next_url=None,
    updated=NEVER,
)


def made(when: CalendarEntry | None, **values: Any) -> FeedEntry:
    return FeedEntry(
        **{
            "key": KEY,
            "title": "Den fotoniky",
            "url": "https://klastr.example/cs/akce/den-fotoniky/",
            "updated": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
            "calendar": when,
            **values,
        }
    )


def both(content: bytes) -> tuple[Any, Any]:
    """The only event as icalendar and as vobject read it."""
    [event] = icalendar.Calendar.from_ical(content).walk("VEVENT")
    [other] = vobject.readOne(content.decode()).vevent_list
    assert event["uid"] == other.uid.value
    assert event["summary"] == other.summary.value
    return event, other


def rendered(when: CalendarEntry | None, **values: Any) -> bytes:
    with translation.override("en"):
        return ics.rendered(HEAD, [made(when, **values)])


def test_a_moment_is_the_same_in_every_program() -> None:
    start = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
    content = rendered(CalendarEntry(start=start, end=start + timedelta(hours=2), sequence=3))

    event, other = both(content)

    assert (event["dtstart"].dt, event["dtend"].dt) == (start, start + timedelta(hours=2))
    assert (other.dtstart.value, other.dtend.value) == (start, start + timedelta(hours=2))
    assert event["dtstart"].params["TZID"] == "Europe/Prague"
    assert b"BEGIN:VTIMEZONE\r\nTZID:Europe/Prague\r\n" in content
    assert (event["uid"], event["sequence"]) == (str(entry_id(made(None), "cs")), 3)
    assert event["dtstamp"].dt == event["last-modified"].dt == made(None).updated
    assert (event["status"], event["url"]) == ("CONFIRMED", made(None).url)


@pytest.mark.parametrize("month", [1, 3, 7, 10])
@pytest.mark.parametrize("year", [1997, 2026, 2050])
def test_the_time_zone_that_is_described_is_that_of_prague(year: int, month: int) -> None:
    start = datetime(year, month, 28, 12, 30, tzinfo=PRAGUE)

    _event, other = both(rendered(CalendarEntry(start=start)))

    assert other.dtstart.value.utcoffset() == start.utcoffset()


def test_days_end_the_day_after_the_last() -> None:
    event, other = both(rendered(CalendarEntry(start=date(2026, 5, 4), end=date(2026, 5, 6))))

    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 5, 4), date(2026, 5, 7))
    assert (other.dtstart.value, other.dtend.value) == (date(2026, 5, 4), date(2026, 5, 7))


def test_one_day_lasts_one_day() -> None:
    event, _other = both(rendered(CalendarEntry(start=date(2026, 12, 31))))

    assert event["dtend"].dt == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 6, 1), None, (date(2026, 6, 1), date(2026, 7, 1))),
        (date(2026, 11, 15), date(2026, 12, 1), (date(2026, 11, 1), date(2027, 1, 1))),
        (date(2026, 1, 31), date(2026, 1, 31), (date(2026, 1, 1), date(2026, 2, 1))),
    ],
)
def test_what_is_known_to_the_month_spans_it_and_says_so(
    start: date, end: date | None, days: tuple[date, date]
) -> None:
    when = CalendarEntry(start=start, end=end, is_month=True)

    event, _other = both(rendered(when, summary="Výstava"))

    assert (event["dtstart"].dt, event["dtend"].dt) == days
    assert event["description"] == "The day is not known yet, only the month.\n\nVýstava"
    assert event["transp"] == "TRANSPARENT"


def test_a_deadline_takes_no_time() -> None:
    when = CalendarEntry(start=datetime(2026, 3, 1, 17, 0, tzinfo=PRAGUE), is_deadline=True)

    event, other = both(rendered(when))

    assert event["summary"] == "Deadline: Den fotoniky"
    assert (event["transp"], "dtend" in event) == ("TRANSPARENT", False)
    assert other.dtstart.value == datetime(2026, 3, 1, 17, 0, tzinfo=PRAGUE)


def test_everything_that_is_known_is_said() -> None:
    when = CalendarEntry(
        start=date(2026, 5, 4),
        status=Status.CANCELLED,
        location="Sál, 1. patro; Přerov",
        latitude=49.45,
        longitude=17.45,
    )

    event, other = both(rendered(when, categories=("Laser, optika", "Seminář")))

    assert event["status"] == other.status.value == "CANCELLED"
    assert event["location"] == other.location.value == "Sál, 1. patro; Přerov"
    assert event["geo"].to_ical() == "49.45;17.45"
    assert [str(category) for category in event["categories"].cats] == ["Laser, optika", "Seminář"]


def test_the_calendar_names_itself() -> None:
    calendar = icalendar.Calendar.from_ical(ics.rendered(HEAD, []))

    assert {name: str(calendar[name]) for name in ("prodid", "x-wr-calname", "name")} == {
        "prodid": "-//Klastr//Český optický klastr//CS",
        "x-wr-calname": "Akce – Český optický klastr",
        "name": "Akce – Český optický klastr",
    }
    assert calendar["x-wr-timezone"] == "Europe/Prague"
    assert "method" not in calendar


def test_an_entry_without_a_time_stands_on_the_day_of_publication_and_says_so() -> None:
    late = datetime(2026, 2, 3, 23, 30, tzinfo=UTC)  # the next day in Prague

    event, other = both(rendered(None, published=late, summary="Hledáme."))

    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 2, 4), date(2026, 2, 5))
    assert other.dtstart.value == date(2026, 2, 4)
    assert event["transp"] == "TRANSPARENT"
    assert event["description"] == (
        "It has no date: it stands on the day when it was published.\n\nHledáme."
    )


@pytest.mark.parametrize(
    ("name", "offset"), [("Asia/Tokyo", 9), ("America/New_York", -4), ("UTC", 0)]
)
def test_a_moment_is_told_by_the_clocks_of_its_place(name: str, offset: int) -> None:
    start = datetime(2026, 4, 23, 10, 0, tzinfo=ZoneInfo(name))

    event, other = both(rendered(CalendarEntry(start=start, end=start + timedelta(hours=2))))

    for told in (event["dtstart"].dt, other.dtstart.value):
        assert told == start
        assert (told.hour, told.utcoffset()) == (10, timedelta(hours=offset))
    assert event["dtstart"].params.get("TZID", "UTC") == name


def test_every_zone_is_described_once_and_right_all_the_years() -> None:
    # Other zones than above, since vobject keeps the first description of a zone that it meets.
    chicago, seoul = ZoneInfo("America/Chicago"), ZoneInfo("Asia/Seoul")
    moments = [
        datetime(year, month, 15, 9, tzinfo=zone)
        for year in (2024, 2029)
        for month in (1, 3, 7, 11)
        for zone in (chicago, seoul, PRAGUE)
    ]
    content = ics.rendered(HEAD, [made(CalendarEntry(start=moment)) for moment in moments])

    calendar = icalendar.Calendar.from_ical(content)
    other = vobject.readOne(content.decode())
    assert sorted(str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")) == [
        "America/Chicago",
        "Asia/Seoul",
        "Europe/Prague",
    ]
    assert [event.dtstart.value.utcoffset() for event in other.vevent_list] == [
        moment.utcoffset() for moment in moments
    ]


def test_files_are_attached() -> None:
    file = Attachment(url="https://klastr.example/d/1/program.pdf", media_type="application/pdf")

    event, other = both(rendered(CalendarEntry(start=date(2026, 5, 4)), attachments=(file,)))

    assert event["attach"] == other.attach.value == file.url
    assert event["attach"].params["FMTTYPE"] == "application/pdf"


HOSTILE = (
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:y\rATTENDEE:z\x00\x0b\x1b"
    '\u2028DTSTART:1\x85;,\\n:"<b>'
)


def test_hostile_texts_add_nothing_to_a_calendar() -> None:
    plain = rendered(
        CalendarEntry(start=date(2026, 5, 4), location="x"), summary="x", categories=("x",)
    )
    when = CalendarEntry(start=date(2026, 5, 4), location=HOSTILE)
    content = rendered(
        when, title=HOSTILE, summary=HOSTILE, categories=(HOSTILE,), url=f"https://x/{HOSTILE}"
    )

    event, other = both(content)

    names = [line.split(b":")[0].split(b";")[0] for line in unfolded(plain)]
    assert [line.split(b":")[0].split(b";")[0] for line in unfolded(content)] == names
    assert event["description"] == other.description.value == printable(HOSTILE)
    assert event["location"] == " ".join(printable(HOSTILE).split())


def unfolded(content: bytes) -> list[bytes]:
    return content.replace(b"\r\n ", b"").split(b"\r\n")


def test_text_is_printable_and_keeps_its_lines() -> None:
    assert (
        printable("a\r\nb\rc\u2028d\x85e\x00\x07\x1b\x7f\ud800\ufffe\tf\n") == "a\nb\nc\nd\ne\tf\n"
    )


@pytest.mark.parametrize(
    "when",
    [
        CalendarEntry(start=datetime(2026, 1, 1, 8, 0)),
        CalendarEntry(start=datetime(2026, 1, 1, 8, 0, tzinfo=UTC), end=date(2026, 1, 2)),
    ],
)
def test_times_that_mean_nothing_are_refused(when: CalendarEntry) -> None:
    with pytest.raises(ValueError, match="mixes days and moments"):
        rendered(when)


def test_ids_differ_by_page_and_language_only() -> None:
    moved = made(None, title="Jiný", url="https://klastr.example/jinam/")

    assert entry_id(moved, "cs") == entry_id(made(None), "cs")
    assert len({entry_id(made(None), locale) for locale in ("cs", "en")}) == 2
    assert isinstance(entry_id(moved, "en"), UUID)


def test_a_mistyped_year_costs_the_others_nothing() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    years = (1, 226, 2026, 2226, 9999)
    entries = [made(CalendarEntry(start=datetime(year, 5, 4, 9, tzinfo=tokyo))) for year in years]

    calendar = icalendar.Calendar.from_ical(ics.rendered(HEAD, entries))

    assert [event["dtstart"].dt.year for event in calendar.walk("VEVENT")] == [226, 2026, 2226]
    zone = next(zone for zone in calendar.walk("VTIMEZONE") if zone["tzid"] == "Asia/Tokyo")
    assert [part["dtstart"].dt.year for part in zone.walk("STANDARD")] == [225, 2025, 2225]
