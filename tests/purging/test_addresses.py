"""Where what changed is seen: its own addresses, those above, former ones, files and feeds."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, Site

from cms.content.models import SiteSettings
from cms.media.models import Document, Image
from cms.publishing.events import Changed
from cms.purging.addresses import urls_of
from tests.publishing.factories import Homes, make_homes, make_page, translate
from tests.publishing.recorder import noted

pytestmark = pytest.mark.django_db

HERE = "http://127.0.0.1:8000"


@pytest.fixture
def homes() -> Homes:
    return make_homes()


def paths(event: Changed) -> set[str]:
    """What is no feed, without the host, which is always the same."""
    found = {urlsplit(url) for url in urls_of(event)}
    assert {f"{each.scheme}://{each.netloc}" for each in found} == {HERE}
    return {each.path for each in found if not each.path.startswith("/feeds/")}


def test_changed_page_is_seen_in_all_languages_and_above(homes):
    section = make_page(homes.cs, "o-nas")
    page = make_page(section, "kontakt")
    make_page(section, "jiná")
    english = translate(make_page(homes.cs, "lide"), homes, "people")

    with noted() as happened:
        page.save_revision().publish()
    with noted() as translated:
        english.save_revision().publish()

    assert paths(happened[0]) == {"/cs/", "/cs/o-nas/", "/cs/o-nas/kontakt/"}
    assert paths(translated[0]) == {"/cs/lide/", "/en/", "/en/people/"}


def test_page_that_moved_or_went_was_seen_elsewhere(homes):
    page = make_page(homes.cs, "kontakt")
    child = make_page(page, "mapa")

    with noted() as moved:
        page.slug = "spojení"
        page.save_revision().publish()
    with noted() as gone:
        page.unpublish()
    with noted() as deleted:
        child.refresh_from_db()
        child.delete()

    former = {"/cs/kontakt/", "/cs/kontakt/mapa/"}
    assert paths(moved[0]) >= {*former, "/cs/", "/cs/spojen%C3%AD/", "/cs/spojen%C3%AD/mapa/"}
    assert paths(gone[0]) >= {"/cs/kontakt/", "/cs/spojen%C3%AD/"}
    assert deleted == [] or paths(deleted[0]) >= {"/cs/kontakt/mapa/"}


def test_files_that_are_hidden_were_seen(homes):
    collection = Collection.get_first_root_node().add_child(name="Secret")
    image = Image.objects.create(title="A", file=get_test_image_file(), collection=collection)
    rendition = image.get_rendition("width-100")
    document = Document.objects.create(
        title="B", file=ContentFile(b"b", name="b.pdf"), collection=collection
    )

    with noted() as happened:
        CollectionViewRestriction.objects.create(
            collection=collection, restriction_type=CollectionViewRestriction.LOGIN
        )

    assert paths(happened[0]) == {rendition.file.url, document.url}


def test_redirect_is_seen_at_its_address(homes):
    redirect = Redirect.objects.create(old_path="/staré", redirect_link="https://b.example/")

    with noted() as happened:
        redirect.redirect_link = "https://c.example/"
        redirect.save()

    assert paths(happened[0]) == {"/star%C3%A9"}


def test_what_stands_on_every_page_is_seen_everywhere(homes):
    make_page(homes.cs, "kontakt")
    make_page(homes.cs, "pozdeji", live=False)
    site = Site.objects.get()

    facts = SiteSettings.objects.create(site=site, name="Klastr", locale=homes.cs.locale)

    with noted() as happened:
        facts.save()

    assert paths(happened[0]) == {"/cs/", "/cs/kontakt/", "/en/"}
    assert f"{HERE}/feeds/cs/members.atom" in urls_of(happened[0])


def test_feeds_list_what_changed(homes):
    with noted() as happened:
        homes.cs.save_revision().publish()

    found = {urlsplit(url).path for url in urls_of(happened[0])}
    assert found >= {"/feeds/cs/search.atom", "/feeds/en/search.json"}
    assert "/feeds/cs/members.atom" not in found


def test_what_settings_add_is_always_there():
    assert urls_of(Changed(1), ["/sitemap.xml"]) >= {f"{HERE}/sitemap.xml"}
