"""Events for ``klastr bench``, and what is asked of the newest."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from wagtail.models import Locale

from cms.content import bench
from cms.content.demo.section import create_section
from cms.content.relations import page_model
from cms.plugin import Question
from plugins.events.demo import INDEX
from plugins.events.models import CalendarPage, EventPage

FIRST_DAY = datetime.date(2025, 1, 1)
NEWEST = """query W2($locale: Locale!, $first: Int) {
  events(locale: $locale, order: START_DESC, first: $first) {
    totalCount
    nodes {
      id title path
      when { startDate endDate }
      seo { image { alt rendition(width: 320) { url width height } } }
      topics { code name }
      alternates { locale url }
    }
  }
}"""
QUESTIONS = (
    Question(
        "W2",
        "newest events: image, topics, both URLs, total",
        NEWEST,
        {"locale": "EN", "first": 20},
        rows="first",
    ),
)


def fill(count: int) -> Iterator[int]:
    """So many events, one each day; yields how many are there."""
    index = create_section(CalendarPage, INDEX)
    pillars, topics = bench.terms()
    pictures = bench.pictures()
    model = page_model("members.MemberPage")
    members = list(model.objects.filter(locale=index.locale).order_by("path")) if model else []

    def make(number: int, locale: Locale) -> EventPage:
        seed, code = f"event{number}", locale.language_code
        page = EventPage(
            locale=locale,
            slug=f"bench-event-{number:04}",
            title=bench.words(seed, code, 5),
            summary=bench.words(f"{seed}/summary", code, 20),
            body=bench.body(seed, code),
            event_type="workshop",
            start_date=FIRST_DAY + datetime.timedelta(days=number),
            city="Brno",
            share_image=pictures[number % len(pictures)],
        )
        if code == index.locale.language_code:
            page.pillars = bench.some(pillars, number, 1)
            page.topics = bench.some(topics, number, 2)
            page.organiser = members[number % len(members)] if members else None
        return page

    return bench.fill_below(index, count, make)
