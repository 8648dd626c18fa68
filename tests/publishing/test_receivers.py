"""What is noted when: each way in which something public changes, and what changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    ReferenceIndex,
    Site,
)

from cms.content.models import Menu, Pillar, StandardPage
from cms.plugin.testing import active, inactive
from cms.publishing.epoch import versions_tag
from cms.publishing.events import Changed, Kind
from plugins.members.models import MemberIndexPage, MemberPage
from tests.publishing.factories import Homes, make_homes, make_page, restrict, translate
from tests.publishing.recorder import noted

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes() -> Homes:
    return make_homes()


def seen(events: list[Changed]) -> list[tuple[set[str], set[int]]]:
    """Kinds and pages."""
    return [({str(kind) for kind in event.kinds}, set(event.page_ids)) for event in events]


def test_new_public_page_is_published(homes):
    with noted() as events:
        page = make_page(homes.cs, "o-nas")

    assert seen(events) == [({"published"}, {page.pk})]
    assert set(events[0].tags) == {
        f"page:{page.pk}",
        "pages",
        "type:cms_content.standardpage",
        versions_tag(page.translation_key),
    }


def test_draft_and_autosave_are_not_noted(homes):
    page = make_page(homes.cs, "o-nas")

    with noted() as events:
        draft = make_page(homes.cs, "navrh", live=False)
        draft.title = "Návrh"
        draft.save()
        page.title = "Rozepsáno"
        page.save_revision()
        page.save_revision()
        page.get_latest_revision()
        draft.delete()

    assert events == []


def test_published_revision_is_one_event(homes):
    page = make_page(homes.cs, "o-nas")
    page.title = "O nás nově"

    with noted() as events:
        page.save_revision().publish()

    assert seen(events) == [({"published"}, {page.pk})]


def test_scheduled_publishing_is_not_noted_before_its_time(homes):
    page = make_page(homes.cs, "o-nas", live=False)
    page.go_live_at = timezone.now() + timedelta(days=1)

    with noted() as events:
        page.save_revision().publish()

    assert events == []


def test_unpublished_page_takes_along_what_is_below(homes):
    parent = make_page(homes.cs, "o-nas")
    child = make_page(parent, "lide")
    make_page(parent, "navrh", live=False)

    with noted() as events:
        StandardPage.objects.get(pk=parent.pk).unpublish()

    assert seen(events) == [({"unpublished"}, {parent.pk, child.pk})]


def test_page_published_again_takes_along_what_is_below(homes):
    parent = make_page(homes.cs, "o-nas", live=False)
    child = make_page(parent, "lide")

    with noted() as events:
        StandardPage.objects.get(pk=parent.pk).save_revision().publish()

    assert seen(events) == [({"published"}, {parent.pk, child.pk})]


def test_moved_page_takes_along_what_is_below(homes):
    parent, target = make_page(homes.cs, "o-nas"), make_page(homes.cs, "jinde")
    child = make_page(parent, "lide")

    with noted() as events:
        Page.objects.get(pk=parent.pk).move(Page.objects.get(pk=target.pk), pos="last-child")

    kinds = {"moved", "published", "edited"}  # a redirect was made
    assert seen(events) == [(kinds, {parent.pk, child.pk})]


def test_new_slug_of_a_draft_concerns_the_public_pages_below(homes):
    parent = make_page(homes.cs, "o-nas", live=False)
    child = make_page(parent, "lide")
    parent = StandardPage.objects.get(pk=parent.pk)
    parent.slug = "o-klastru"

    with noted() as events:
        parent.save()

    assert seen(events) == [({"moved"}, {child.pk})]


def test_deleted_page_is_noted_with_all_public_pages_below(homes):
    parent = make_page(homes.cs, "o-nas")
    child = make_page(parent, "lide")
    make_page(parent, "navrh", live=False)

    with noted() as events:
        Page.objects.get(pk=parent.pk).delete()

    assert seen(events) == [({"deleted"}, {parent.pk, child.pk})]
    assert {versions_tag(parent.translation_key), "type:cms_content.standardpage"} <= set(
        events[0].tags
    )


def test_restriction_made_changed_and_lifted(homes):
    parent = make_page(homes.cs, "o-nas")
    child = make_page(parent, "lide")

    with noted() as made:
        restrict(parent)
    restriction = PageViewRestriction.objects.get(page=parent)
    with noted() as changed:
        restriction.restriction_type = PageViewRestriction.PASSWORD
        restriction.save()
    with noted() as lifted:
        restriction.delete()

    assert [seen(each) for each in (made, changed, lifted)] == [
        [({"restricted"}, {parent.pk, child.pk})]
    ] * 3


def test_translation_is_noted_when_it_becomes_public(homes):
    page = make_page(homes.cs, "o-nas")

    with noted() as made:
        english = translate(page, homes, "about", live=False)
    with noted() as published:
        english.save_revision().publish()

    assert made == []
    assert seen(published) == [({"published"}, {english.pk})]
    assert versions_tag(page.translation_key) in published[0].tags


def test_alias_is_noted_with_its_source(homes):
    page = make_page(homes.cs, "o-nas")
    with noted() as made:
        alias = page.create_alias(parent=Page.objects.get(pk=homes.cs.pk), update_slug="alias")
    page = StandardPage.objects.get(pk=page.pk)

    with noted() as published:
        page.save_revision().publish()

    assert seen(made) == [({"published"}, {alias.pk})]
    assert seen(published) == [({"published"}, {page.pk, alias.pk})]


@pytest.mark.indexed
def test_page_is_noted_with_those_that_refer_to_any_version_of_it(homes):
    page = make_page(homes.cs, "o-nas")
    english = translate(page, homes, "about")
    showing, _draft = [link_to(page, homes, slug, live=live) for slug, live in LINKS]
    menu = Menu.objects.create(
        code="side",
        title="Vedle",
        locale=homes.cs.locale,
        items=[("item", {"label": "", "link": {"page": page, "url": ""}, "children": []})],
    )

    with noted() as events:
        english.save_revision().publish()

    assert seen(events) == [({"published"}, {english.pk, showing.pk})]
    assert {f"cms_content.menu:{menu.pk}", "type:cms_content.menu"} <= set(events[0].tags)


LINKS = [("ukazuje", True), ("rozepsana", False)]


def link_to(page: Page, homes: Homes, slug: str, *, live: bool = True) -> StandardPage:
    showing = make_page(homes.cs, slug, live=live)
    showing.body = [("rich_text", f'<p><a linktype="page" id="{page.pk}">tam</a></p>')]
    showing.save()
    return showing


@pytest.mark.indexed
def test_deleted_page_is_noted_with_those_that_refer_to_it(homes):
    page = make_page(homes.cs, "o-nas")
    showing = link_to(page, homes, "ukazuje")

    with noted() as events:
        Page.objects.get(pk=page.pk).delete()

    assert seen(events) == [({"deleted"}, {page.pk, showing.pk})]


def member(homes: Homes, **fields: object) -> MemberPage:
    index = homes.cs.add_child(
        instance=MemberIndexPage(title="Členové", slug="clenove", locale=homes.cs.locale)
    )
    return index.add_child(
        instance=MemberPage(
            title="Optika",
            slug="optika",
            locale=homes.cs.locale,
            member_type="company-sme",
            **fields,
        )
    )


def test_term_is_noted_with_the_pages_that_are_sorted_by_any_version_of_it(homes):
    pillar = Pillar.objects.create(code="laser", name="Lasery", locale=homes.cs.locale)
    english = pillar.copy_for_translation(homes.en.locale)
    english.save()
    page = member(homes)
    page.pillars = [pillar]
    page.save()
    make_page(homes.cs, "jina")

    with noted() as edited:
        english.name = "Lasers"
        english.save()
    pk = pillar.pk
    with noted() as deleted:
        pillar.delete()

    assert seen(edited) == [({"edited"}, {page.pk})]
    assert edited[0].objects == (f"cms_content.pillar:{english.pk}",)
    assert set(edited[0].tags) == {
        f"page:{page.pk}",
        "type:cms_content.pillar",
        f"cms_content.pillar:{english.pk}",
    }
    assert seen(deleted) == [({"deleted"}, {page.pk})]
    assert deleted[0].objects == (f"cms_content.pillar:{pk}",)


def document(collection: Collection | None = None) -> object:
    made = get_document_model()(title="Profil", file=ContentFile(b"text", name="profil.txt"))
    if collection is not None:
        made.collection = collection
    made.save()
    return made


@pytest.mark.indexed
def test_files_are_noted_with_the_pages_that_show_them(homes):
    with noted() as made:
        image = get_image_model().objects.create(title="Logo", file=get_test_image_file())
        profile = document()
    page = member(homes, logo=image, technology_profile=profile)

    with noted() as edited:
        image.title = "Nové logo"
        image.save()
        profile.save(update_fields=["file_hash", "file_size"])
    with noted() as deleted:
        profile.delete()

    assert made == []  # nothing shows a new file
    assert seen(edited) == [({"edited"}, {page.pk})]
    assert seen(deleted) == [({"deleted"}, {page.pk})]


@pytest.mark.indexed
def test_restricted_collection_is_noted_with_the_pages_that_show_its_files(homes):
    outer = Collection.get_first_root_node().add_child(name="Členské")
    inner = outer.add_child(name="Profily")
    page = member(homes, technology_profile=document(inner))

    with noted() as made:
        restriction = CollectionViewRestriction.objects.create(
            collection=outer, restriction_type=CollectionViewRestriction.LOGIN
        )
    with noted() as lifted:
        restriction.delete()

    assert seen(made) == [({"restricted"}, {page.pk})]
    assert seen(lifted) == [({"restricted"}, {page.pk})]


def test_redirect_and_site_are_noted(homes):
    with noted() as redirected:
        Redirect.add_redirect("/stara", homes.cs)
    site = Site.objects.get()
    with noted() as moved_in:
        site.hostname = "www.example.org"
        site.save(update_fields=["hostname"])
    with noted() as moved_out:
        site.root_page = homes.en
        site.save()

    assert seen(redirected) == [({"edited"}, set())]
    assert "type:wagtailredirects.redirect" in redirected[0].tags
    assert seen(moved_in) == [({"edited"}, set())]
    assert seen(moved_out) == [({"edited", "moved"}, {homes.en.pk})]


def test_switched_plugin_is_noted_with_its_pages(homes):
    page = member(homes)
    with inactive("members"), noted() as events, active("members"):
        pass

    assert [event.kinds for event in events] == [frozenset({Kind.SWITCHED})]
    assert {page.pk, page.get_parent().pk} <= set(events[0].page_ids)
    assert "plugin:members" in events[0].tags


def test_no_reference_is_left_out_by_the_index():
    """Many-to-many relations are asked directly because Wagtail's index does not know them."""
    locale = Page.objects.first().locale
    pillar = Pillar.objects.create(code="laser", name="Lasery", locale=locale)
    page = MemberPage(title="Optika", slug="optika", locale=locale, member_type="company-sme")
    page.pillars = [pillar]
    Page.get_first_root_node().add_child(instance=page)

    ReferenceIndex.create_or_update_for_object(page)

    target = ContentType.objects.get_for_model(Pillar)
    assert not ReferenceIndex.objects.filter(to_content_type=target).exists()
