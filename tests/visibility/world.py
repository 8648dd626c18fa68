"""A site full of things that are not public, each marked by a word that occurs nowhere else.

``World.canaries`` says what must not leave; ``World.open_all()`` makes all of it public, so that a
test can prove that it looks where things would be seen.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
)

from cms.content.models import CollectionPage, HomePage, Pillar, SiteSettings, StandardPage, Topic
from cms.media.models import Document, Image
from tests.content.factories import (
    Homes,
    block,
    default_site,
    item,
    make_english,
    make_home,
    make_menu,
    make_page,
    make_term,
    menu_item,
    publish,
)
from tests.media.factories import make_document, make_image
from tests.public_rows import Parts


def word(name: str) -> str:
    """A word that stands for something hidden."""
    return f"canary{name}"


@dataclass
class World:
    """What was planted, and the pages that hide it; what plugins made, by names of theirs."""

    homes: Homes
    parts: Parts = field(default_factory=Parts)
    made: dict[str, Any] = field(default_factory=dict)
    canaries: set[str] = field(default_factory=set)
    hidden: dict[str, Page] = field(default_factory=dict)
    private_files: dict[str, tuple[Image, Document]] = field(default_factory=dict)

    def plant(self, name: str) -> str:
        """A new canary."""
        canary = word(name)
        self.canaries.add(canary)
        return canary

    def texts(self, name: str) -> dict[str, Any]:
        """Values of a standard page that all hold a canary."""
        canary = self.plant(name)
        return {
            "title": f"Title {canary}",
            "slug": canary,
            "intro": f"Intro {canary}",
            "seo_title": f"Seo {canary}",
            "search_description": f"Description {canary}",
            "body": [block("heading", {"text": f"Heading {canary}", "level": "h2"}, name)],
        }

    def open_all(self) -> None:
        """Make everything public."""
        PageViewRestriction.objects.all().delete()
        CollectionViewRestriction.objects.all().delete()
        for page in self.hidden.values():
            values: dict[str, Any] = {"go_live_at": None, "expire_at": None, "expired": False}
            publish(page.get_latest_revision_as_object(), **values)
        edited = StandardPage.objects.get(slug="edited")
        edited.get_latest_revision().publish()
        self.parts.call("open_all", self)


def make_world() -> World:
    """The site; see the module."""
    homes = make_home()
    world = World(homes)
    _plant_pages(world)
    _plant_files(world)
    world.parts.call("plant", world)
    _plant_references(world)
    return world


def _plant_pages(world: World) -> None:
    home, now = world.homes.cs, timezone.now()
    draft = make_page(home, live=False, **world.texts("draft"))
    draft.save_revision()
    edited = make_page(home, title="Edited", slug="edited", intro="Known to all")
    for name, value in (world.texts("edited") | {"slug": "edited"}).items():
        setattr(edited, name, value)
    edited.save_revision()
    gone = make_page(home, **world.texts("unpublished"))
    gone.unpublish()
    scheduled = make_page(home, live=False, **world.texts("scheduled"))
    scheduled.go_live_at = now + datetime.timedelta(days=1)
    scheduled.save_revision().publish()
    expired = make_page(home, **world.texts("expired"))
    StandardPage.objects.filter(pk=expired.pk).update(expire_at=now - datetime.timedelta(minutes=1))
    below_gone = make_page(gone, live=False, **world.texts("belowunpublished"))
    below_gone.save_revision()
    source = make_page(
        home,
        title="Only Czech is public",
        slug="jen-cesky",
        intro="Známo",
        seo_title="Známo",
        search_description="Známo",
        body=[block("heading", {"text": "Známo", "level": "h2"}, "english")],
    )
    english = make_english(source, **world.texts("english"))
    english.unpublish()
    world.hidden |= {
        "draft": draft,
        "unpublished": gone,
        "scheduled": scheduled,
        "expired": expired,
        "belowunpublished": below_gone,
        "english": english,
    }
    for kind in ("login", "password", "groups"):
        page = make_page(home, **world.texts(kind))
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type=kind, password="open" if kind == "password" else ""
        )
        if kind == "groups":
            restriction.groups.add(Group.objects.get_or_create(name="Board")[0])
        child = make_page(page, **world.texts(f"below{kind}"))
        grandchild = make_page(child, **world.texts(f"farbelow{kind}"))
        world.hidden |= {kind: page, f"below{kind}": child, f"farbelow{kind}": grandchild}


def _plant_files(world: World) -> None:
    root = Collection.get_first_root_node()
    above = root.add_child(name="For members")
    CollectionViewRestriction.objects.create(collection=above, restriction_type="login")
    below = Collection.objects.get(pk=above.pk).add_child(name="Photographs")
    for name, collection in (("direct", above), ("inherited", below)):
        image = make_image(
            title=f"Picture {world.plant(f'image{name}')}",
            name=f"{word(f'imagefile{name}')}.png",
            collection=collection,
            alt_cs=f"Alt {word(f'image{name}')}",
            alt_en=f"Alt {word(f'image{name}')}",
        )
        document = make_document(
            title=f"Paper {world.plant(f'document{name}')}",
            name=f"{word(f'documentfile{name}')}.pdf",
            collection=collection,
        )
        world.canaries |= {word(f"imagefile{name}"), word(f"documentfile{name}")}
        world.private_files[name] = (image, document)
        _use_files(world, name, image, document)


def _use_files(world: World, name: str, image: Image, document: Document) -> None:
    """Put the files wherever pages and snippets can show them."""
    embed = f'<embed alt="Known" embedtype="image" format="fullwidth" id="{image.pk}"/>'
    link = f'<a id="{document.pk}" linktype="document">Read</a>'
    picture = {"image": image.pk, "alt": "", "decorative": False, "caption": ""}
    person = {"name": "P", "role": "", "email": "", "phone": "", "photo": image.pk}
    logo = {"image": image.pk, "name": "L", "url": ""}
    body = [
        block("image", picture, f"a{name}"),
        block("gallery", {"title": "", "images": [item(picture, f"b{name}")]}, f"b{name}"),
        block("people", {"title": "", "people": [item(person, f"c{name}")]}, f"c{name}"),
        block("logos", {"title": "", "logos": [item(logo, f"d{name}")]}, f"d{name}"),
        block("rich_text", f"<p>{link}</p>{embed}", f"e{name}"),
        block("documents", {"title": "", "documents": [item(document.pk, f"f{name}")]}, f"f{name}"),
    ]
    make_page(
        world.homes.cs, title=f"Files {name}", slug=f"files-{name}", image=image,
        share_image=image, body=body,
    )  # fmt: skip
    make_term(Pillar, f"pillar-{name}", f"Pilíř {name}", f"Pillar {name}", image=image)
    publish(world.homes.cs, hero_image=image, share_image=image)
    SiteSettings.objects.update_or_create(
        site=default_site(),
        locale=world.homes.czech,
        defaults={"name": "Klastr", "logo": image, "footer": f"<p>{link}</p>"},
    )


def _plant_references(world: World) -> None:
    """Lead to every hidden page from everywhere."""
    hidden = list(world.hidden.values())
    home = HomePage.objects.get(pk=world.homes.cs.pk)
    body = [
        block(
            "call_to_action",
            {"title": "", "text": "", "label": "Go", "link": {"page": page.pk, "url": ""}},
            f"to{page.pk}",
        )
        for page in hidden
    ]
    links = "".join(f'<p><a id="{page.pk}" linktype="page">there</a></p>' for page in hidden)
    body.append(block("rich_text", links, "links"))
    for label, blocks in world.parts.call("blocks", hidden).items():
        body += [block(kind, value, label) for kind, value in blocks.items()]
    make_english(
        make_page(home, title="Odkazy", slug="odkazy", body=body), title="Links", slug="links"
    )
    make_page(home, CollectionPage, title="Everything", slug="all")
    make_page(
        home,
        CollectionPage,
        title="Below a restriction",
        slug="below",
        listed_under=world.hidden["login"],
    )
    make_term(Topic, "thin-films", "Tenké vrstvy", "Thin films")
    items = [menu_item(page=page, children=(menu_item(page=page),)) for page in hidden]
    for code in ("main", "footer"):
        make_menu(code, world.homes.czech, *items, menu_item("Home", page=home, children=items))
        make_menu(code, world.homes.english, *items)
    for page in hidden:
        Redirect.objects.create(old_path=f"/cs/old-{page.pk}", redirect_page=page)
