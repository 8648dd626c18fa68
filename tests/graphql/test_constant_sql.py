"""The number of SQL statements does not depend on the number of rows, for every list there is."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings

from cms.content.models import CollectionPage, Menu, Pillar, StandardPage
from cms.graphql.testing import count_queries, execute
from plugins.members.models import (
    ContactPerson,
    Equipment,
    Market,
    MemberPage,
    MemberSocialLink,
    MemberType,
    Product,
)
from tests.content.factories import (
    Homes,
    block,
    item,
    make_english,
    make_home,
    make_menu,
    make_page,
    make_term,
    make_topic,
    menu_item,
    unindexed,
)
from tests.graphql.operations import NO_LIMITS, operation, root_fields
from tests.media.factories import LENS, make_document, make_image
from tests.members.factories import make_directory, make_member

pytestmark = pytest.mark.django_db

# The bench asks for 10 and 100; a few minutes of making rows, so the suite takes fewer.
FEW, MANY = map(int, os.environ.get("KLASTR_CONSTANT_SQL_ROWS", "2,7").split(","))


def body_of(images: list[Any], documents: list[Any], page: Any, members: list[Any]) -> list[Any]:
    """One block of every kind, with several items in those that have items."""
    picture = [{"image": i.pk, "alt": "", "decorative": False, "caption": "c"} for i in images]
    people = [
        {"name": "P", "role": "R", "email": "", "phone": "", "photo": image.pk} for image in images
    ]
    logos = [{"image": image.pk, "name": "L", "url": ""} for image in images]
    text = (
        f'<p><a id="{page.pk}" linktype="page">x</a>'
        f'<a id="{documents[0].pk}" linktype="document">y</a></p>'
        f'<embed alt="z" embedtype="image" format="left" id="{images[0].pk}"/>'
    )
    items = {
        "gallery": {"title": "", "images": [item(p, str(n)) for n, p in enumerate(picture)]},
        "people": {"title": "", "people": [item(p, str(n)) for n, p in enumerate(people)]},
        "logos": {"title": "", "logos": [item(p, str(n)) for n, p in enumerate(logos)]},
        "documents": {"title": "", "documents": [item(d.pk, str(d.pk)) for d in documents]},
        "members": {"title": "", "members": [item(m.pk, str(m.pk)) for m in members]},
        "columns": {"columns": [item({"content": text}, str(n)) for n in range(2)]},
        "accordion": {"items": [item({"title": "t", "content": text}, "0")]},
    }
    rest = {
        "heading": {"text": "H", "level": "h2"},
        "rich_text": text,
        "image": picture[0],
        "quote": {"text": "Q", "attribution": ""},
        "call_to_action": {
            "title": "",
            "text": "",
            "label": "Go",
            "link": {"page": page.pk, "url": ""},
        },
        "figures": {"title": "", "items": [item({"value": "1", "label": "l"}, "0")]},
        "table": {"data": [["a", "b"]], "table_caption": "t"},
        "embed": {"media": "https://example.org/v", "title": "V"},
    }
    return [block(kind, value) for kind, value in (items | rest).items()]


class Site:
    """A site where every list has as many rows as wanted; more can be added."""

    def __init__(self) -> None:
        self.homes: Homes = make_home()
        self.directory = make_directory(self.homes)
        # Before the rows, so that the first hundred of a list hold the same types at any size.
        make_page(
            self.homes.cs,
            CollectionPage,
            title="All members",
            slug="collection",
            listed_type="members.MemberPage",
            order="title",
        )
        self.rows = 0
        self.members: list[MemberPage] = []

    def grow(self, rows: int) -> None:
        """Add rows until there are `rows` of everything."""
        with unindexed():
            for number in range(self.rows, rows):
                self._add(number)
        self.rows = rows

    def _add(self, number: int) -> None:
        czech, home = self.homes.czech, self.homes.cs
        image = make_image(title=f"I{number}", name=f"i{number}.svg", content=LENS)
        document = make_document(title=f"D{number}")
        pillar = make_term(
            Pillar, f"p-{number}", f"Pilíř {number}", f"Pillar {number}", image=image
        )
        topic = make_topic(f"t-{number}", f"Téma {number}", f"Topic {number}")
        market = make_term(Market, f"m-{number}", f"Trh {number}", f"Market {number}")
        member = make_member(
            self.directory,
            f"Member {number}",
            claim="Claim",
            profile=f'<p><a id="{home.pk}" linktype="page">x</a></p>',
            logo=image,
            share_image=image,
            technology_profile=document,
            parent_member=self.members[-1] if self.members else None,
            pillars=[pillar],
            topics=[topic],
            markets=[market],
            products=[Product(name="Product", locale=czech)],
            equipment=[Equipment(name="Equipment", locale=czech)],
            contacts=[ContactPerson(name="Person", locale=czech)],
            socials=[MemberSocialLink(network="linkedin", url="https://example.org/")],
            member_type=MemberType.UNIVERSITY,
        )
        make_english(member, title=f"Member {number}", claim="Claim")
        self.members.append(member)
        images, documents = [image, self.members[0].logo], [document]
        body = body_of(images, documents, home, self.members[-2:])
        make_page(
            home,
            title=f"Page {number}",
            slug=f"page-{number}",
            image=image,
            share_image=image,
            body=body,
        )


@pytest.fixture
def site() -> Site:
    return Site()


ASKED: dict[str, Callable[[Site], dict[str, Any]]] = {
    "pages": lambda site: {"locale": "CS", "order": "TREE", "type": ["StandardPage"]},
    "members": lambda site: {"locale": "CS", "order": "NAME"},
    "pillars": lambda site: {"locale": "CS"},
    "topics": lambda site: {"locale": "CS"},
    "navigation": lambda site: {"locale": "CS", "menu": "main"},
    "site": lambda site: {"locale": "CS"},
    "page": lambda site: {"id": str(site.directory.pk)},
    "route": lambda site: {"path": "/cs/"},
    "plugins": lambda site: {},
}


def statements(name: str, variables: dict[str, Any], hops: int) -> list[str]:
    document = operation(name, hops)
    execute(document, variables)  # renditions are drawn once
    with count_queries() as ran:
        execute(document, variables)
    return ran


def add_menu(site: Site) -> None:
    """A menu with all pages."""
    pages = list(StandardPage.objects.filter(slug__startswith="page-"))
    items = [menu_item(page=page, children=(menu_item(page=page),)) for page in pages]
    make_menu("main", site.homes.czech, *items)


def test_statements_are_the_same_for_few_and_for_many_rows(site: Site, settings: Settings) -> None:
    settings.KLASTR_GRAPHQL = NO_LIMITS | {"DEFAULT_FIRST": 100}
    settings.KLASTR_MAX_NEW_RENDITIONS = 10_000
    assert set(root_fields()) == set(ASKED)

    counted: list[dict[tuple[str, str], int]] = []
    for rows in (FEW, MANY):
        site.grow(rows)
        Menu.objects.all().delete()
        add_menu(site)
        questions = [(name, variables(site)) for name, variables in ASKED.items()]
        questions.append(("route", {"path": "/cs/collection/"}))
        questions.append(("pages", {"locale": "CS", "order": "TREE", "type": ["Member"]}))
        counted.append(
            {
                (name, asked.get("path") or ",".join(asked.get("type", []))): len(
                    statements(name, asked, 1)
                )
                for name, asked in questions
            }
        )

    for question, count in counted[0].items():
        print(*question, count, counted[1][question], sep="\t")  # noqa: T201 -- read by the bench
    assert counted[1] == counted[0]


DETAIL = """query ($path: String!) { route(path: $path) { ... on PageRoute { page {
  id title path breadcrumbs { title path } alternates { locale path }
  seo { title description canonicalUrl } translation { isFallback state }
  ... on Member { claim website city
    logo { alt rendition(width: 320) { url width height } srcSet }
    pillars { code name } topics { code name } } } } } }"""


def test_a_member_detail_takes_at_most_twelve_statements(site: Site) -> None:
    site.grow(3)
    execute(DETAIL, {"path": "/cs/clenove/member-2/"})

    with count_queries() as ran:
        shown = execute(DETAIL, {"path": "/cs/clenove/member-2/"})

    assert shown.data is not None
    page = shown.data["route"]["page"]
    assert (len(page["pillars"]), len(page["topics"]), len(page["alternates"])) == (1, 1, 2)
    assert page["logo"]["rendition"]["width"] == 320
    assert len(ran) <= 12, f"{len(ran)} statements:\n" + "\n".join(ran)
