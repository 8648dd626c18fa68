"""Articles for ``klastr bench``, and what is asked of one."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from wagtail.models import Locale

from cms.content import bench
from cms.content.demo.section import create_section
from cms.content.relations import page_model
from cms.plugin import Question
from plugins.news.demo import INDEX
from plugins.news.models import ArticlePage, NewsIndexPage, RelatedMember

FIRST_DAY = datetime.date(2024, 1, 1)
DETAIL = """query W1($path: String!) {
  route(path: $path) { ... on PageRoute { page { __typename id title path
    ... on Article {
      publishedOn summary
      image {
        alt width height
        small: rendition(width: 320) { url width height }
        large: rendition(width: 640) { url width height }
        wide: rendition(width: 640, height: 360) { url width height }
      }
      topics { code name }
      members { title path }
      alternates { locale title path url }
      body {
        __typename
        ... on HeadingBlock { text level }
        ... on RichTextBlock { richText { html } }
        ... on QuoteBlock { quote attribution }
        ... on ImageBlock { caption image { alt rendition(width: 640) { url width height } } }
      }
    }
  } } }
}"""
PATH = "/en/news/bench-article-0007/"
QUESTIONS = (
    Question(
        "W1",
        "detail: blocks, renditions, topics, translations",
        DETAIL,
        {"path": PATH},
        page=PATH,
    ),
)


def fill(count: int) -> Iterator[int]:
    """So many articles with a body, a picture, topics and members; yields how many are there."""
    index = create_section(NewsIndexPage, INDEX)
    _pillars, topics = bench.terms()
    pictures = bench.pictures()
    model = page_model("members.MemberPage")
    members = list(model.objects.filter(locale=index.locale).order_by("path")) if model else []

    def make(number: int, locale: Locale) -> ArticlePage:
        seed, code = f"article{number}", locale.language_code
        picture = pictures[number % len(pictures)]
        page = ArticlePage(
            locale=locale,
            slug=f"bench-article-{number:04}",
            title=bench.words(seed, code, 6),
            published_on=FIRST_DAY + datetime.timedelta(days=number % 365),
            summary=bench.words(f"{seed}/summary", code, 20),
            body=bench.body(seed, code, picture),
        )
        if code == index.locale.language_code:
            page.image = picture
            page.topics = bench.some(topics, number, 3)
            page.members = [
                RelatedMember(page=member, sort_order=place)
                for place, member in enumerate(bench.some(members, number, 2))
            ]
        return page

    return bench.fill_below(index, count, make)
