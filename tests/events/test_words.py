"""The time of an event in words, no more exact than it is known."""

from __future__ import annotations

import datetime

import pytest

from plugins.events.models import Precision, When
from plugins.events.words import in_words

PRAGUE = "Europe/Prague"
MONTH, DAY, TIME = Precision.MONTH, Precision.DAY, Precision.TIME


def when(precision: Precision, begins: str, ends: str = "", hours: str = "") -> When:
    times = [datetime.time.fromisoformat(hour) for hour in hours.split("-") if hour]
    return When(
        precision,
        PRAGUE,
        datetime.date.fromisoformat(begins),
        datetime.date.fromisoformat(ends) if ends else None,
        *times,
    )


@pytest.mark.parametrize(
    ("known", "czech", "english"),
    [
        (when(MONTH, "2026-06-01"), "červen 2026", "June 2026"),
        (when(MONTH, "2026-09-01", "2026-10-01"), "září–říjen 2026", "September–October 2026"),
        (
            when(MONTH, "2026-12-01", "2027-01-01"),
            "prosinec 2026 – leden 2027",
            "December 2026 – January 2027",
        ),
        (when(DAY, "2026-06-12"), "12. června 2026", "12 June 2026"),
        (when(DAY, "2026-06-09", "2026-06-10"), "9.–10. června 2026", "9–10 June 2026"),
        (
            when(DAY, "2026-09-30", "2026-10-02"),
            "30. září – 2. října 2026",
            "30 September – 2 October 2026",
        ),
        (
            when(DAY, "2026-12-30", "2027-01-02"),
            "30. prosince 2026 – 2. ledna 2027",
            "30 December 2026 – 2 January 2027",
        ),
        (
            when(TIME, "2026-06-12", hours="09:00"),
            "12. června 2026 od 9:00",
            "12 June 2026 from 09:00",
        ),
        (
            when(TIME, "2026-06-12", hours="09:00-16:30"),
            "12. června 2026 9:00–16:30",
            "12 June 2026 09:00–16:30",
        ),
        (
            when(TIME, "2026-06-12", "2026-06-13", "22:00-02:30"),
            "12. června 2026 22:00 – 13. června 2026 2:30",
            "12 June 2026 22:00 – 13 June 2026 02:30",
        ),
        (
            when(TIME, "2026-06-12", "2026-06-13", "09:00"),
            "12. června 2026 9:00 – 13. června 2026",
            "12 June 2026 09:00 – 13 June 2026",
        ),
    ],
)  # fmt: skip
def test_time_in_words(known: When, czech: str, english: str) -> None:
    said = [in_words(known, locale).replace("\xa0", " ") for locale in ("cs", "en")]

    assert said == [czech, english]
