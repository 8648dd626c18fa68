"""Collections list what their filter finds; forms store what visitors send; menus fall back."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation
from wagtail.contrib.forms.models import FormSubmission
from wagtail.models import Locale, Page, Site

from cms.content import foundation
from cms.content.models import CollectionPage, FormField, FormPage, HomePage, StandardPage
from cms.graphql.testing import execute
from cms.plugin.testing import inactive
from tests.content.factories import (
    Homes,
    make_english,
    make_home,
    make_menu,
    make_page,
    make_pillar,
    menu_item,
)
from tests.members.factories import make_directory, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes() -> Homes:
    return make_home()


def collection(homes: Homes, **values: Any) -> CollectionPage:
    return make_page(homes.cs, CollectionPage, title="Výběr", slug="vyber", **values)


ITEMS = """query ($id: ID!) { page(id: $id) {
  ... on CollectionPage { items { nodes { title } } } } }"""


def items_of(page: Page) -> list[str]:
    data = execute(ITEMS, {"id": str(page.pk)}).data
    assert data is not None
    return [node["title"] for node in data["page"]["items"]["nodes"]]


def test_a_collection_of_one_type_and_pillar(homes: Homes) -> None:
    optics, lasers = make_pillar("optics"), make_pillar("lasers", "Lasery", "Lasers")
    directory = make_directory(homes)
    make_member(directory, "Čočky", slug="cocky", pillars=[optics])
    make_member(directory, "Cihly", pillars=[lasers])
    make_member(directory, "Clony", pillars=[optics, lasers])

    page = collection(homes, listed_type="members.MemberPage", order="title", pillars=[optics])

    assert items_of(page) == ["Clony", "Čočky"]


def test_a_collection_below_a_page(homes: Homes) -> None:
    above = make_page(homes.cs, title="Nad", slug="nad")
    make_page(above, title="Pod", slug="pod")
    make_page(homes.cs, title="Vedle", slug="vedle")

    page = collection(homes, listed_under=above, listed_type="cms_content.StandardPage")

    assert items_of(page) == ["Pod"]


@pytest.mark.parametrize("language", ["cs", "en"])
def test_a_collection_lists_its_own_language(homes: Homes, language: str) -> None:
    above = make_page(homes.cs, title="Nad", slug="nad")
    make_english(above, title="Above", slug="above")
    below = make_page(above, title="Pod", slug="pod")
    make_english(below, title="Below", slug="below")
    czech = collection(homes, listed_under=above, listed_type="cms_content.StandardPage")
    english = make_english(czech, title="Selection")

    with translation.override(language):
        assert list(czech.listed_pages().values_list("title", flat=True)) == ["Pod"]
        assert list(english.listed_pages().values_list("title", flat=True)) == ["Below"]


def test_a_collection_of_an_inactive_or_unknown_type_is_empty(homes: Homes) -> None:
    make_member(make_directory(homes))
    page = collection(homes, listed_type="members.MemberPage")
    assert items_of(page) == ["Meopta"]

    with inactive("members"):
        assert items_of(page) == []
    page.listed_type = "gone.Page"
    assert list(page.listed_pages()) == []
    with pytest.raises(ValidationError):
        page.full_clean()


def test_a_collection_refuses_terms_that_its_type_does_not_have(homes: Homes) -> None:
    page = collection(homes, pillars=[make_pillar()], listed_type="members.MemberPage")
    page.listed_type = "cms_content.StandardPage"

    with pytest.raises(ValidationError) as refused:
        page.full_clean()

    assert set(refused.value.message_dict) == {"pillars"}


def test_a_form_stores_and_mails_what_is_sent(
    homes: Homes, client: Client, mailoutbox: list[Any]
) -> None:
    page = make_page(
        homes.cs,
        FormPage,
        title="Kontakt",
        slug="kontakt",
        to_address="info@example.org",
        from_address="web@example.org",
        subject="Dotaz",
        thank_you="<p>Děkujeme.</p>",
        form_fields=[
            FormField(
                locale=homes.czech,
                label="Jméno",
                clean_name="name",
                field_type="singleline",
                required=True,
            )
        ],
    )
    assert b'name="name"' in client.get("/cs/kontakt/").content

    empty = client.post("/cs/kontakt/", {"name": ""})
    assert FormSubmission.objects.count() == 0
    sent = client.post("/cs/kontakt/", {"name": "Žofie"})

    assert (empty.status_code, sent.status_code) == (200, 200)
    assert "Děkujeme." in sent.content.decode()
    assert [row.form_data for row in FormSubmission.objects.filter(page=page)] == [
        {"name": "Žofie"}
    ]
    assert [message.to for message in mailoutbox] == [["info@example.org"]]


NAVIGATION = """query ($locale: Locale!) {
  navigation(locale: $locale) { label link { path } children { label link { path } } } }"""


def test_without_a_menu_ticked_pages_stand_for_it(homes: Homes) -> None:
    above = make_page(homes.cs, title="Nad", slug="nad", show_in_menus=True)
    make_page(above, title="Pod", slug="pod", show_in_menus=True)
    make_page(homes.cs, title="Skrytá", slug="skryta")

    data = execute(NAVIGATION, {"locale": "CS"}).data

    assert data == {
        "navigation": [
            {
                "label": "Nad",
                "link": {"path": "/cs/nad/"},
                "children": [{"label": "Pod", "link": {"path": "/cs/nad/pod/"}}],
            }
        ]
    }


def test_a_menu_shows_pages_in_its_language(homes: Homes) -> None:
    page = make_page(homes.cs, title="O nás", slug="o-nas")
    make_english(page, title="About us", slug="about-us")
    only_czech = make_page(homes.cs, title="Česky", slug="cesky")
    make_menu("main", homes.english, menu_item(page=page), menu_item(page=only_czech))

    data = execute(NAVIGATION, {"locale": "EN"}).data

    assert data == {
        "navigation": [{"label": "About us", "link": {"path": "/en/about-us/"}, "children": []}]
    }


def test_an_unknown_menu_is_an_error(homes: Homes) -> None:
    result = execute('{ navigation(locale: CS, menu: "x") { label } }', expect_errors=True)

    assert result.codes == ["BAD_USER_INPUT"]


def test_the_foundation_can_be_laid_again(homes: Homes) -> None:
    def facts() -> list[object]:
        return [
            sorted(Locale.objects.values_list("language_code", flat=True)),
            list(Site.objects.values_list("pk", "root_page_id")),
            list(Page.objects.order_by("path").values_list("pk", "title", "latest_revision_id")),
        ]

    before = facts()
    foundation.create_site()

    assert facts() == before
    assert HomePage.objects.count() == 2


def test_the_foundation_leaves_pages_of_the_site_alone(homes: Homes) -> None:
    make_page(homes.cs, title="Moje", slug="moje")

    foundation.create_site()

    assert StandardPage.objects.filter(slug="moje", live=True).exists()


def test_an_expired_page_is_hidden_before_the_command_ran(homes: Homes) -> None:
    page = make_page(homes.cs, title="Akce", slug="akce")
    past = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    StandardPage.objects.filter(pk=page.pk).update(expire_at=past)

    data = execute('{ route(path: "/cs/akce/") { __typename } }').data

    assert data == {"route": {"__typename": "GoneRoute"}}
