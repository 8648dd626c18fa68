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
from plugins.members.models import (
    ContactPerson,
    Equipment,
    MemberField,
    MemberIndexPage,
    MemberPage,
    Product,
)
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
from tests.members.factories import make_directory, make_member

HIDDEN_EMPLOYEES = 987_654_321
HIDDEN_DATE = datetime.date(1907, 7, 7)


def word(name: str) -> str:
    """A word that stands for something hidden."""
    return f"canary{name}"


@dataclass
class World:
    """What was planted, and the pages that hide it."""

    homes: Homes
    directory: MemberIndexPage
    canaries: set[str] = field(default_factory=set)
    hidden: dict[str, Page] = field(default_factory=dict)
    private_image: Image | None = None
    private_document: Document | None = None

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
            if isinstance(page, MemberPage):
                values["member_until"] = None
            publish(page.get_latest_revision_as_object(), **values)
        edited = StandardPage.objects.get(slug="edited")
        edited.get_latest_revision().publish()
        for member in MemberPage.objects.exclude(members_only=[]):
            publish(member, members_only=[])
        ContactPerson.objects.update(is_members_only=False)


def make_world() -> World:
    """The site; see the module."""
    homes = make_home()
    world = World(homes, make_directory(homes))
    _plant_pages(world)
    _plant_members(world)
    _plant_files(world)
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


def _plant_members(world: World) -> None:
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    ended = make_member(
        world.directory,
        f"Aaa {world.plant('ended')}",
        slug=word("ended"),
        claim=f"Claim {word('ended')}",
        profile=f"<p>Profile {word('ended')}</p>",
        city=f"Town {word('ended')}",
        member_until=yesterday,
    )
    unpublished = make_member(
        world.directory,
        f"Aab {world.plant('memberdraft')}",
        slug=word("memberdraft"),
        claim=f"Claim {word('memberdraft')}",
        live=False,
    )
    unpublished.save_revision()
    world.hidden |= {"ended": ended, "memberdraft": unpublished}
    document = make_document(title=f"Document {world.plant('profiledocument')}")
    guarded = make_member(
        world.directory,
        "Guarded",
        street=f"Street {world.plant('street')}",
        email=f"{world.plant('email')}@example.org",
        phone=world.plant("phone"),
        employees=HIDDEN_EMPLOYEES,
        member_since=HIDDEN_DATE,
        technology_profile=document,
        parent_member=ended,
        products=[Product(name=world.plant("product"), locale=world.homes.czech)],
        equipment=[Equipment(name=world.plant("equipment"), locale=world.homes.czech)],
        contacts=[ContactPerson(name=world.plant("contact"), locale=world.homes.czech)],
        members_only=[value for value, _label in MemberField.choices],
    )
    world.canaries |= {str(HIDDEN_EMPLOYEES), HIDDEN_DATE.isoformat()}
    make_english(guarded, title="Guarded in English", slug="guarded")
    make_member(
        world.directory,
        "Open",
        contacts=[
            ContactPerson(name="Public Person", locale=world.homes.czech),
            ContactPerson(
                name=world.plant("person"),
                role=f"Role {world.plant('personrole')}",
                email=f"{world.plant('personemail')}@example.org",
                phone=world.plant("personphone"),
                is_members_only=True,
                locale=world.homes.czech,
            ),
        ],
    )


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
        world.private_image, world.private_document = image, document
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
    make_member(
        world.directory, f"Logo {name}", logo=image, technology_profile=document,
        profile=f"<p>{link}</p>", share_image=image,
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
    members = [page for page in hidden if isinstance(page, MemberPage)]
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
    chosen = [item(page.pk, str(page.pk)) for page in members]
    body.append(block("members", {"title": "Chosen", "members": chosen}, "chosen"))
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
