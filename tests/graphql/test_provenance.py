"""What is not translated is not shown as if it were, unless its language may stand in."""

from __future__ import annotations

from typing import Any

import pytest

from cms.content.models import FormField, FormPage, StandardPage
from cms.graphql.testing import execute
from plugins.members.models import ContactPerson, Product
from tests.content.factories import (
    Homes,
    block,
    make_english,
    make_home,
    make_menu,
    make_page,
    make_pillar,
    menu_item,
    publish,
)
from tests.members.factories import make_directory, make_member

pytestmark = pytest.mark.django_db

BODY = [
    block("heading", {"text": "Přeložený nadpis", "level": "h2"}, "one"),
    block("quote", {"text": "Jen česky", "attribution": ""}, "two"),
]
PAGE = """query ($id: ID!, $locale: Locale, $fallback: [Locale!]) {
  page(id: $id, locale: $locale, fallback: $fallback) {
    title locale seo { title description }
    translation { requested served isFallback state fields { name state } }
    ... on StandardPage { intro body { __typename
      ... on HeadingBlock { text } ... on QuoteBlock { quote } } } } }"""


@pytest.fixture
def homes() -> Homes:
    return make_home()


@pytest.fixture
def page(homes: Homes) -> StandardPage:
    """A Czech page whose introduction and second block nobody has translated."""
    czech = make_page(
        homes.cs,
        title="O nás",
        slug="o-nas",
        intro="Úvod česky",
        search_description="Popis česky",
        body=BODY,
    )
    make_english(
        czech,
        title="About us",
        slug="about-us",
        body=[block("heading", {"text": "Translated heading", "level": "h2"}, "one")],
    )
    return czech


def ask(page: object, **variables: Any) -> dict[str, Any]:
    data = execute(PAGE, {"id": str(page.pk), **variables}).data
    assert data is not None
    return data["page"]


def test_without_fallback_untranslated_texts_are_left_out(page: StandardPage) -> None:
    shown = ask(page, locale="EN")

    assert shown == {
        "title": "About us",
        "locale": "EN",
        "seo": {"title": "About us", "description": None},
        "translation": {
            "requested": "EN",
            "served": "EN",
            "isFallback": True,
            "state": "FALLBACK",
            "fields": [
                {"name": "body", "state": "FALLBACK"},
                {"name": "intro", "state": "FALLBACK"},
                {"name": "searchDescription", "state": "FALLBACK"},
                {"name": "title", "state": "TRANSLATED"},
            ],
        },
        "intro": None,
        "body": [{"__typename": "HeadingBlock", "text": "Translated heading"}],
    }


def test_with_fallback_they_are_there_and_flagged(page: StandardPage) -> None:
    shown = ask(page, locale="EN", fallback=["CS"])

    assert shown["seo"] == {"title": "About us", "description": "Popis česky"}
    assert shown["intro"] == "Úvod česky"
    assert shown["body"] == [
        {"__typename": "HeadingBlock", "text": "Translated heading"},
        {"__typename": "QuoteBlock", "quote": "Jen česky"},
    ]
    assert shown["translation"]["isFallback"] is True


def test_the_original_is_whole(page: StandardPage) -> None:
    shown = ask(page)

    assert shown["intro"] == "Úvod česky"
    assert shown["translation"] == {
        "requested": "CS",
        "served": "CS",
        "isFallback": False,
        "state": "ORIGINAL",
        "fields": [],
    }


def test_a_title_stays_when_it_is_not_translated(homes: Homes) -> None:
    czech = make_page(homes.cs, title="Meopta Přerov", slug="meopta")
    make_english(czech)

    shown = ask(czech, locale="EN")

    assert shown["title"] == "Meopta Přerov"
    assert {"name": "title", "state": "FALLBACK"} in shown["translation"]["fields"]


def test_a_translation_is_stale_after_the_source_was_published_again(page: StandardPage) -> None:
    publish(page, title="O našem klastru")

    shown = ask(page, locale="EN")

    assert shown["title"] == "About us"
    assert {"name": "title", "state": "STALE"} in shown["translation"]["fields"]


def test_a_page_without_translation_needs_fallback(homes: Homes) -> None:
    czech = make_page(homes.cs, title="Jen česky", slug="jen-cesky", intro="Úvod")

    assert ask(czech, locale="EN") is None
    shown = ask(czech, locale="EN", fallback=["CS"])
    assert (shown["title"], shown["locale"], shown["intro"]) == ("Jen česky", "CS", "Úvod")
    assert shown["translation"]["requested"] == "EN"
    assert shown["translation"]["served"] == "CS"
    assert shown["translation"]["isFallback"] is True


def test_lists_let_pages_stand_in_only_when_asked(homes: Homes, page: StandardPage) -> None:
    make_page(homes.cs, title="Jen česky", slug="jen-cesky")
    document = """query ($fallback: [Locale!]) {
      pages(locale: EN, type: ["StandardPage"], fallback: $fallback) {
        totalCount nodes { title translation { requested served isFallback } } } }"""

    alone = execute(document).data
    together = execute(document, {"fallback": ["CS"]}).data

    assert [node["title"] for node in alone["pages"]["nodes"]] == ["About us"]
    assert sorted(node["title"] for node in together["pages"]["nodes"]) == ["About us", "Jen česky"]
    assert together["pages"]["totalCount"] == 2
    assert {
        "requested": "EN",
        "served": "CS",
        "isFallback": True,
    } in [node["translation"] for node in together["pages"]["nodes"]]


def test_members_let_pages_and_fields_stand_in(homes: Homes) -> None:
    directory = make_directory(homes)
    czech = make_member(directory, "Meopta", claim="Optika z Přerova", profile="<p>Firma.</p>")
    make_english(czech, title="Meopta in English")
    make_member(directory, "Jen česky", claim="Česky")
    document = """query ($fallback: [Locale!]) {
      members(locale: EN, fallback: $fallback) { nodes { title claim profile { text } } } }"""

    alone = execute(document).data["members"]["nodes"]
    together = execute(document, {"fallback": ["CS"]}).data["members"]["nodes"]

    assert alone == [{"title": "Meopta in English", "claim": None, "profile": None}]
    assert {node["title"]: node["claim"] for node in together} == {
        "Meopta in English": "Optika z Přerova",
        "Jen česky": "Česky",
    }


def test_parts_of_a_member_stand_in_only_when_asked(homes: Homes) -> None:
    directory = make_directory(homes)
    czech = make_member(
        directory,
        products=[Product(name="Dalekohled", locale=homes.czech)],
        contacts=[ContactPerson(name="Jan Vzor", role="Ředitel", locale=homes.czech)],
    )
    english = make_english(czech, title="Meopta")
    document = """query ($id: ID!, $fallback: [Locale!]) { page(id: $id, fallback: $fallback) {
      ... on Member { products { name } contacts { name role } } } }"""

    alone = execute(document, {"id": str(english.pk)}).data
    together = execute(document, {"id": str(english.pk), "fallback": ["CS"]}).data

    assert alone == {"page": {"products": [], "contacts": []}}
    assert together == {
        "page": {
            "products": [{"name": "Dalekohled"}],
            "contacts": [{"name": "Jan Vzor", "role": "Ředitel"}],
        }
    }


def test_routes_let_pages_stand_in_only_when_asked(homes: Homes) -> None:
    make_page(homes.cs, title="Jen česky", slug="jen-cesky", intro="Úvod")
    document = """query ($fallback: [Locale!]) {
      route(path: "/en/jen-cesky/", fallback: $fallback) {
      __typename ... on PageRoute { page { title locale translation { isFallback } } }
      ... on NotTranslatedRoute { locale available { locale path } } } }"""

    alone = execute(document).data
    together = execute(document, {"fallback": ["CS"]}).data

    assert alone["route"] == {
        "__typename": "NotTranslatedRoute",
        "locale": "EN",
        "available": [{"locale": "CS", "path": "/cs/jen-cesky/"}],
    }
    assert together["route"] == {
        "__typename": "PageRoute",
        "page": {"title": "Jen česky", "locale": "CS", "translation": {"isFallback": True}},
    }


def test_fields_of_a_form_keep_their_words_in_their_language(homes: Homes) -> None:
    field = FormField(
        locale=homes.czech, label="Jméno", clean_name="name", field_type="singleline", help_text=""
    )
    czech = make_page(homes.cs, FormPage, title="Kontakt", slug="kontakt", form_fields=[field])
    english = make_english(czech, title="Contact", slug="contact")
    document = """query ($id: ID!, $fallback: [Locale!]) { page(id: $id, fallback: $fallback) {
      ... on FormPage { fields { name label } } } }"""

    alone = execute(document, {"id": str(english.pk)}).data
    together = execute(document, {"id": str(english.pk), "fallback": ["CS"]}).data

    assert alone == {"page": {"fields": []}}
    assert together == {"page": {"fields": [{"name": "name", "label": "Jméno"}]}}


def test_terms_and_menus_keep_their_words_in_their_language(homes: Homes) -> None:
    make_pillar(summary="Shrnutí česky")
    make_menu("main", homes.czech, menu_item("Úvodní strana", page=homes.cs))
    document = """query ($fallback: [Locale!]) {
      pillars(locale: EN, fallback: $fallback) { nodes { name summary } }
      navigation(locale: EN, fallback: $fallback) { label } }"""

    alone = execute(document).data
    together = execute(document, {"fallback": ["CS"]}).data

    assert alone == {
        "pillars": {"nodes": [{"name": "Optics", "summary": None}]},
        "navigation": [],
    }
    assert together == {
        "pillars": {"nodes": [{"name": "Optics", "summary": "Shrnutí česky"}]},
        "navigation": [{"label": "Úvodní strana"}],
    }


def test_states_are_told_under_the_names_of_the_schema(homes: Homes) -> None:
    field = FormField(locale=homes.czech, label="Jméno", clean_name="name", field_type="singleline")
    czech = make_page(
        homes.cs, FormPage, title="K", slug="k", intro="<p>Úvod</p>", form_fields=[field]
    )
    english = make_english(czech, title="Contact")

    names = [field["name"] for field in ask(english)["translation"]["fields"]]

    assert names == ["fields", "lead", "title"]


def test_a_fragment_below_pages_of_two_languages_keeps_them_apart(
    homes: Homes, page: StandardPage
) -> None:
    query = """query ($cs: ID!, $en: ID!) {
      cs: page(id: $cs, locale: CS) { ...Below } en: page(id: $en, locale: EN) { ...Below } }
    fragment Below on Page { children { nodes {
      title translation { requested } ... on StandardPage { intro } } } }"""

    shown = execute(query, {"cs": str(homes.cs.pk), "en": str(homes.en.pk)}).data

    assert shown == {
        "cs": {
            "children": {
                "nodes": [
                    {
                        "title": "O nás",
                        "translation": {"requested": "CS"},
                        "intro": "Úvod česky",
                    }
                ]
            }
        },
        "en": {
            "children": {
                "nodes": [{"title": "About us", "translation": {"requested": "EN"}, "intro": None}]
            }
        },
    }


def test_blocks_stay_out_after_their_source_is_deleted(page: StandardPage) -> None:
    english = page.get_translations().get().specific
    before = execute(PAGE, {"id": str(english.pk)}).data

    page.delete()

    after = execute(PAGE, {"id": str(english.pk)}).data
    assert before is not None
    assert after is not None
    assert after["page"]["body"] == before["page"]["body"]
    assert after["page"]["intro"] is None


def test_fields_for_members_only_are_not_told_of(homes: Homes) -> None:
    czech = homes.cs.locale
    member = make_member(
        make_directory(homes),
        claim="Heslo",
        products=[Product(name="Výrobek", locale=czech)],
        members_only=["products"],
    )
    english = make_english(member, title="Member", claim="Claim")

    shown = execute(
        "query ($id: ID!) { page(id: $id) { translation { fields { name } } } }",
        {"id": str(english.pk)},
    ).data

    assert shown is not None
    names = [field["name"] for field in shown["page"]["translation"]["fields"]]
    assert "claim" in names
    assert "products" not in names
