"""Members for ``klastr bench``."""

from __future__ import annotations

from collections.abc import Iterator

from wagtail.models import Locale

from cms.content import bench
from cms.content.demo.section import create_section
from plugins.members.demo import INDEX
from plugins.members.models import MemberIndexPage, MemberPage


def fill(count: int) -> Iterator[int]:
    """So many members with a profile, a logo and terms; yields how many are there."""
    index = create_section(MemberIndexPage, INDEX)
    pillars, topics = bench.terms()
    pictures = bench.pictures()

    def make(number: int, locale: Locale) -> MemberPage:
        seed, code = f"member{number}", locale.language_code
        page = MemberPage(
            locale=locale,
            slug=f"bench-member-{number:04}",
            title=bench.words(seed, code, 3),
            claim=bench.words(f"{seed}/claim", code, 8),
            profile=f"<p>{bench.words(f'{seed}/profile', code, 200)}.</p>",
            member_type="company-sme",
            city="Praha",
            logo=pictures[number % len(pictures)],
        )
        if code == index.locale.language_code:
            page.pillars = bench.some(pillars, number, 1)
            page.topics = bench.some(topics, number, 3)
        return page

    return bench.fill_below(index, count, make)
