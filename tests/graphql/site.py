"""A site where every list has as many rows as wanted; more can be added."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from cms.content.models import CollectionPage, Menu, Pillar, StandardPage, Topic
from cms.media.models import Document, Image
from tests.content.factories import (
    Homes,
    block,
    item,
    make_home,
    make_menu,
    make_page,
    make_term,
    make_topic,
    menu_item,
)
from tests.media.factories import LENS, make_document, make_image
from tests.public_rows import Parts
from tests.servers.indexes import unindexed


class Site:
    """Pages, terms and files of core, and the rows of the plugins, which `made` holds by label.

    While a row is made, `image`, `document`, `pillar` and `topic` are its own.
    """

    image: Image
    document: Document
    pillar: Pillar
    topic: Topic

    def __init__(self) -> None:
        self.homes: Homes = make_home()
        self.parts = Parts()
        self.made: dict[str, list[Any]] = defaultdict(list)
        self.rows = 0
        # Before the rows, so that the first hundred of a list hold the same types at any size.
        make_page(
            self.homes.cs,
            CollectionPage,
            title="All members",
            slug="collection",
            listed_type="members.MemberPage",
            order="title",
        )

    def grow(self, rows: int) -> None:
        """Add rows until there are `rows` of everything."""
        with unindexed():
            for number in range(self.rows, rows):
                self._add(number)
            self._renew_menu()
        self.rows = rows

    def _add(self, number: int) -> None:
        self.image = make_image(title=f"I{number}", name=f"i{number}.svg", content=LENS)
        self.document = make_document(title=f"D{number}")
        self.pillar = make_term(
            Pillar, f"p-{number}", f"Pilíř {number}", f"Pillar {number}", image=self.image
        )
        self.topic = make_topic(f"t-{number}", f"Téma {number}", f"Topic {number}")
        self.parts.call("grow", self, number)
        make_page(
            self.homes.cs,
            title=f"Page {number}",
            slug=f"page-{number}",
            image=self.image,
            share_image=self.image,
            body=self._body(),
        )

    def _body(self) -> list[Any]:
        """One block of every kind, with several items in those that have items."""
        images = [self.image, Image.objects.order_by("pk")[0]]
        body = blocks_of(images, self.document, self.homes.cs)
        latest = [row for rows in self.made.values() for row in rows[-2:]]
        for blocks in self.parts.call("blocks", latest).values():
            body |= blocks
        return [block(kind, value) for kind, value in body.items()]

    def _renew_menu(self) -> None:
        """A menu with all pages."""
        Menu.objects.all().delete()
        pages = list(StandardPage.objects.filter(slug__startswith="page-"))
        items = [menu_item(page=page, children=(menu_item(page=page),)) for page in pages]
        make_menu("main", self.homes.czech, *items)


def blocks_of(images: list[Image], document: Document, page: Any) -> dict[str, Any]:
    """The values of core's blocks by kind."""
    picture = [{"image": i.pk, "alt": "", "decorative": False, "caption": "c"} for i in images]
    people = [
        {"name": "P", "role": "R", "email": "", "phone": "", "photo": image.pk} for image in images
    ]
    logos = [{"image": image.pk, "name": "L", "url": ""} for image in images]
    text = (
        f'<p><a id="{page.pk}" linktype="page">x</a>'
        f'<a id="{document.pk}" linktype="document">y</a></p>'
        f'<embed alt="z" embedtype="image" format="left" id="{images[0].pk}"/>'
    )
    link = {"page": page.pk, "url": ""}
    return {
        "gallery": {"title": "", "images": [item(p, str(n)) for n, p in enumerate(picture)]},
        "people": {"title": "", "people": [item(p, str(n)) for n, p in enumerate(people)]},
        "logos": {"title": "", "logos": [item(logo, str(n)) for n, logo in enumerate(logos)]},
        "documents": {"title": "", "documents": [item(document.pk, str(document.pk))]},
        "columns": {"columns": [item({"content": text}, str(n)) for n in range(2)]},
        "accordion": {"items": [item({"title": "t", "content": text}, "0")]},
        "heading": {"text": "H", "level": "h2"},
        "rich_text": text,
        "image": picture[0],
        "quote": {"text": "Q", "attribution": ""},
        "call_to_action": {"title": "", "text": "", "label": "Go", "link": link},
        "figures": {
            "title": "",
            "items": [item({"value": "1", "unit": "", "label": "l", "note": ""}, "0")],
        },
        "table": {"data": [["a", "b"]], "table_caption": "t"},
        "embed": {"media": "https://example.org/v", "title": "V"},
    }
