"""Opportunities for ``klastr bench``, and what is searched for among them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils import timezone
from wagtail.models import Locale

from cms.content import bench
from cms.content.demo.section import create_section
from cms.content.relations import page_model
from cms.plugin import Question
from plugins.opportunities.demo import INDEX
from plugins.opportunities.models import OpportunityIndexPage, OpportunityPage

KINDS = ("job", "internship", "practical-placement")
SEARCH = """query W4($locale: Locale!, $first: Int) {
  search(text: "laser optics", locale: $locale, typing: true, first: $first,
         filter: {kind: ["INTERNSHIP"]}) {
    totalCount
    nodes { page { id title path } }
  }
}"""
QUESTIONS = (
    Question(
        "W4",
        "search with a filter by kind, top ten",
        SEARCH,
        {"locale": "EN", "first": 10},
        rows="first",
    ),
)


def fill(count: int) -> Iterator[int]:
    """So many opportunities of three kinds, all of them open; yields how many are there."""
    index = create_section(OpportunityIndexPage, INDEX)
    pillars, topics = bench.terms()
    model = page_model("members.MemberPage")
    members = list(model.objects.filter(locale=index.locale).order_by("path")) if model else []
    pictures = bench.pictures()
    deadline = timezone.localdate() + datetime.timedelta(days=30)

    def make(number: int, locale: Locale) -> OpportunityPage:
        seed, code = f"opportunity{number}", locale.language_code
        page = OpportunityPage(
            locale=locale,
            slug=f"bench-opportunity-{number:04}",
            kind=KINDS[number % len(KINDS)],
            title=bench.words(seed, code, 6),
            summary=bench.words(f"{seed}/summary", code, 20),
            description=f"<p>{bench.words(f'{seed}/description', code, 180)}.</p>",
            organisation_name="" if members else "Klastr",
            contact_name="Klastr",
            contact_email="office@example.org",
            city="Praha",
            levels=["master"],
            workload="full",
            duration=3,
            deadline_on=deadline + datetime.timedelta(days=number % 300),
            share_image=pictures[number % len(pictures)],
        )
        if code == index.locale.language_code:
            page.pillars = bench.some(pillars, number, 1)
            page.topics = bench.some(topics, number, 2)
            page.organisation = members[number % len(members)] if members else None
        return page

    return bench.fill_below(index, count, make)
