"""Pages that were created together are as if an editor had made each of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.signals import page_published
from wagtail_localize.models import StringTranslation, Translation

from cms.content.bulk import PagesInvalid, PageVersions, create_pages
from cms.content.models import StandardPage
from cms.media.drawing import lens
from cms.media.models import Image
from cms.translation.errors import ParentNotTranslated
from cms.translation.provenance import provenance_of
from cms.translation.state import State
from cms.translation.translate import translate
from plugins.members.models import ContactPerson, MemberPage, MemberSocialLink, Product
from tests.content.bulk.snapshot import differences, rows_after, snapshot
from tests.content.factories import Homes, block, item, make_home, make_pillar, publish
from tests.members.factories import make_directory

SPACE = UUID("3b0f5a0e-6f0e-4c57-9d0c-0d3c8f5f1c11")

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]


def key(name: str) -> UUID:
    return uuid5(SPACE, name)


@pytest.fixture
def homes(db: None) -> Homes:
    return make_home()


def one_by_one(parent: Page, pages: list[PageVersions]) -> None:
    """As editors do it."""
    for versions in pages:
        page = versions.source
        related = {
            field.name: list(getattr(page, field.name).all())
            for field in page._meta.many_to_many
            if field.name in vars(page).get("_cluster_related_objects", {})
        }
        is_public, page.live = page.live, False
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        for name, objects in related.items():
            setattr(page, name, objects)
        revision = page.save_revision()
        if is_public:
            revision.publish()
        for text in versions.translations:
            translate(page, text.locale, text)


def member(homes: Homes, name: str, image: Image, *, live: bool = True) -> PageVersions:
    czech = MemberPage(
        title=f"{name} cz",
        slug=name,
        locale=homes.czech,
        translation_key=key(name),
        live=live,
        claim="Vidíme světlo",
        profile='<p>První <b>odstavec</b>.</p><p>Druhý s <a href="https://example.org/cs">odkazem</a>.</p>',
        member_type="company-sme",
        phone="+420 123",
        website="https://example.org",
        logo=image,
    )
    english = MemberPage(
        title=name,
        slug=name,
        locale=homes.english,
        claim="We see light",
        profile='<p>First <b>paragraph</b>.</p><p>Second with a <a href="https://example.org/en">link</a>.</p>',
    )
    for page, role, product in ((czech, "ředitelka", "Čočka"), (english, "director", "Lens")):
        page.contacts = [
            ContactPerson(
                name="Eva", role=role, locale=page.locale, translation_key=key(name + "c")
            )
        ]
        page.products = [Product(name=product, locale=page.locale, translation_key=key(name + "p"))]
    czech.socials = [MemberSocialLink(network="linkedin", url="https://example.org/l")]
    return PageVersions(czech, [english])


def article(homes: Homes, name: str) -> PageVersions:
    """A page with a body; its introduction is not translated."""

    def body(heading: str, text: str) -> list[dict[str, Any]]:
        figure = item({"value": "12", "unit": "", "label": text, "note": ""}, "f")
        return [
            block("rich_text", f"<p>{heading}</p>", "r"),
            block("figures", {"title": heading, "items": [figure]}, "i"),
        ]

    return PageVersions(
        StandardPage(
            title=name,
            slug=name,
            locale=homes.czech,
            translation_key=key(name),
            intro="Úvod",
            body=body("Nadpis", "čísel"),
        ),
        [
            StandardPage(
                title=f"{name} in English",
                slug=name,
                locale=homes.english,
                body=body("Heading", "numbers"),
            )
        ],
    )


@pytest.fixture
def image(homes: Homes) -> Image:
    return Image.objects.create(title="l.svg", file=ContentFile(lens(), name="l.svg"))


def test_page_that_points_to_nothing_is_not_valid(homes: Homes, image: Image) -> None:
    good, bad = article(homes, "good").source, article(homes, "bad").source
    good.share_image_id, bad.share_image_id = image.pk, image.pk + 1000

    with pytest.raises(PagesInvalid) as refused:
        create_pages(homes.cs, [PageVersions(good), PageVersions(bad)])

    assert {place: list(e.message_dict) for place, e in refused.value.errors.items()} == {
        (1, "cs"): ["share_image"]
    }


@pytest.mark.parametrize("live", [True, False])
def test_members_are_the_same_rows_as_one_by_one(homes: Homes, image: Image, live: bool) -> None:
    index = make_directory(homes)
    pillars = [make_pillar("laser"), make_pillar("optics")]

    def pages() -> list[PageVersions]:
        made = [member(homes, name, image, live=live) for name in ("alfa", "beta")]
        for versions in made:
            versions.source.pillars = pillars
        return made

    slow = rows_after(lambda: one_by_one(index, pages()))
    fast = rows_after(lambda: create_pages(index, pages()))

    assert differences(slow, fast) == {}


def test_pages_with_bodies_are_the_same_rows_as_one_by_one(homes: Homes) -> None:
    def pages() -> list[PageVersions]:
        return [article(homes, name) for name in ("alfa", "beta")]

    slow = rows_after(lambda: one_by_one(homes.cs, pages()))
    fast = rows_after(lambda: create_pages(homes.cs, pages()))

    assert differences(slow, fast) == {}


def test_more_pages_cost_no_more_statements(homes: Homes, image: Image) -> None:
    def statements(names: list[str]) -> int:
        with CaptureQueriesContext(connection) as asked:
            create_pages(homes.cs, [article(homes, name) for name in names])
        indexes = ("wagtailsearch", "wagtailcore_referenceindex")
        return len(
            [
                query
                for query in asked.captured_queries
                if not query["sql"].startswith("INSERT")
                and not any(name in query["sql"] for name in indexes)
            ]
        )

    statements(["first"])

    assert statements(["two", "three", "four", "five"]) == statements(["one"])


def test_translation_can_be_edited_in_localize_afterwards(homes: Homes) -> None:
    ((czech, english),) = create_pages(homes.cs, [article(homes, "alfa")])
    translation = Translation.objects.get(source__object_id=czech.translation_key)
    StringTranslation.objects.filter(context__path="title").update(data="Alpha")

    translation.save_target(publish=False)
    publish(czech, title="Alfa 2")
    translation.source.refresh_from_db()
    translation.source.update_from_db()

    assert translation.get_progress() == (6, 4)
    latest = StandardPage.objects.get(pk=english.pk).get_latest_revision_as_object()
    assert (latest.title, latest.body.raw_data[0]["value"]) == ("Alpha", "<p>Heading</p>")
    assert provenance_of([english])[english.pk].field_state("intro") is State.FALLBACK


def test_signals_say_once_that_each_page_was_published(homes: Homes) -> None:
    heard: list[tuple[str, bool]] = []

    def listen(instance: Page, revision: object, **_: object) -> None:
        heard.append((instance.url_path, revision == instance.live_revision))

    page_published.connect(listen)
    try:
        create_pages(homes.cs, [article(homes, "alfa"), article(homes, "beta")])
    finally:
        page_published.disconnect(listen)

    assert sorted(heard) == [
        ("/home-en/alfa/", True),
        ("/home-en/beta/", True),
        ("/uvod/alfa/", True),
        ("/uvod/beta/", True),
    ]


def test_tree_stays_whole_and_slugs_unique(homes: Homes) -> None:
    pages = [PageVersions(StandardPage(title="Laser", locale=homes.czech)) for _ in range(3)]

    made = create_pages(homes.cs, pages)
    homes.cs.refresh_from_db()
    more = homes.cs.add_child(instance=StandardPage(title="Laser", locale=homes.czech))

    assert [page.slug for (page,) in made] + [more.slug] == [
        "laser",
        "laser-2",
        "laser-3",
        "laser-4",
    ]
    assert Page.find_problems() == ([], [], [], [], [])


def test_invalid_pages_are_all_named_and_nothing_is_written(homes: Homes) -> None:
    create_pages(homes.cs, [article(homes, "alfa")])
    before = snapshot()
    untitled = article(homes, "beta")
    untitled.source.title = ""
    same = article(homes, "gama")
    same.source.slug = "alfa"
    again = article(homes, "delta")
    again.source.translation_key = key("alfa")

    with pytest.raises(PagesInvalid) as caught:
        create_pages(homes.cs, [article(homes, "epsilon"), untitled, same, again])

    assert {place: set(error.message_dict) for place, error in caught.value.errors.items()} == {
        (1, "cs"): {"title"},
        (2, "cs"): {"slug"},
        (3, "cs"): {"translation_key"},
    }
    assert snapshot() == before


def test_page_whose_parent_is_not_translated_is_refused(homes: Homes) -> None:
    ((above,),) = create_pages(homes.cs, [PageVersions(article(homes, "alfa").source)])

    with pytest.raises(ParentNotTranslated):
        create_pages(above, [article(homes, "beta")])

    assert above.get_children().count() == 0
