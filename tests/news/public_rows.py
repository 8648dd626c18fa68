"""News for the tests that cover everything public; see ``tests/public_rows.py``."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.models import Page

from plugins.news.models import (
    ArticleAttachment,
    ArticleAuthor,
    ArticleImage,
    RelatedConference,
    RelatedEvent,
    RelatedMember,
    RelatedOpportunity,
    RelatedProject,
)
from tests.content.factories import make_english, publish
from tests.news.factories import make_article, make_news_index

if TYPE_CHECKING:
    from tests.graphql.site import Site
    from tests.visibility.world import World

FIRST_DAY = datetime.date(2020, 1, 1)
RELATED = {
    "members": RelatedMember,
    "projects": RelatedProject,
    "events": RelatedEvent,
    "conferences": RelatedConference,
    "opportunities": RelatedOpportunity,
}

ASKED: dict[str, Callable[[Site], dict[str, Any]]] = {
    "news": lambda site: {"locale": "CS", "order": "NEWEST"},
}


def grow(site: Site, number: int) -> None:
    """One more article with everything that an article can have; ``made["news"]`` has it."""
    if number == 0:
        site.made["news.index"] = [make_news_index(site.homes)]
    czech = site.homes.czech
    article = make_article(
        site.made["news.index"][0],
        f"Article {number}",
        published_on=FIRST_DAY + datetime.timedelta(days=number),
        summary="Summary",
        image=site.image,
        share_image=site.image,
        source_name="Source",
        source_url="https://example.org/",
        pillars=[site.pillar],
        topics=[site.topic],
        authors=[ArticleAuthor(name=f"Author {number}", role="Editor", locale=czech)],
        gallery=[ArticleImage(image=site.image, caption="Caption", locale=czech)],
        attachments=[ArticleAttachment(document=site.document, title="File", locale=czech)],
        **{
            name: [model(page=page) for page in site.made[name][-1:]]
            for name, model in RELATED.items()
        },
    )
    make_english(article, title=f"Article {number}", summary="Summary")
    site.made["news"].append(article)


def questions() -> dict[str, Iterator[dict[str, Any]]]:
    """The news by all orders and by filters that hidden articles would fit."""
    return {
        "news": _lists(),
        "pages": iter([{"locale": "CS", "order": "TREE", "type": ["Article"], "first": 100}]),
    }


def _lists() -> Iterator[dict[str, Any]]:
    hidden = [str(page.pk) for page in Page.objects.filter(live=False)]
    filters: list[dict[str, Any]] = [
        {"textPrefix": "aa"},
        {"kind": ["PRESS_RELEASE"]},
        {"published": {"since": timezone.localdate().isoformat()}},
        {"not": {"textPrefix": "open"}},
        {"member": hidden},
        {"id": hidden},
    ]
    for order in ("NEWEST", "OLDEST", "TITLE"):
        yield {"locale": "CS", "order": order, "first": 100}
    for wanted in filters:
        yield {"locale": "CS", "order": "NEWEST", "filter": wanted, "first": 100}
    yield {"locale": "EN", "order": "NEWEST", "fallback": ["CS"], "first": 100}


def plant(world: World) -> None:
    """An article of tomorrow, a draft, and public ones with private files and hidden pages."""
    index = make_news_index(world.homes)
    world.made["news.index"] = index
    tomorrow = make_article(
        index,
        f"Aaa {world.plant('tomorrow')}",
        slug=world.plant("tomorrow"),
        kind="press-release",
        summary=f"Summary {world.plant('tomorrowsummary')}",
        published_on=timezone.localdate() + datetime.timedelta(days=1),
        authors=[ArticleAuthor(name=world.plant("tomorrowauthor"), locale=world.homes.czech)],
    )
    make_english(tomorrow, title=f"Aaa {world.plant('tomorrowenglish')}", slug="aaa-english")
    draft = make_article(
        index, f"Aab {world.plant('articledraft')}", slug=world.plant("articledraft"), live=False
    )
    draft.save_revision()
    hidden = [page for page in world.hidden.values() if page.specific_class is not None]
    world.hidden |= {"tomorrow": tomorrow, "articledraft": draft}
    for name, (image, document) in world.private_files.items():
        czech = world.homes.czech
        make_article(
            index,
            f"Open {name}",
            image=image,
            share_image=image,
            gallery=[
                ArticleImage(image=image, caption=world.plant(f"caption{name}"), locale=czech)
            ],
            attachments=[
                ArticleAttachment(
                    document=document, title=world.plant(f"attachment{name}"), locale=czech
                )
            ],
            **{relation: [row(page=page) for page in hidden] for relation, row in RELATED.items()},
        )


def open_all(world: World) -> None:
    """Make everything public that `plant` hid."""
    publish(world.hidden["tomorrow"], published_on=timezone.localdate())
