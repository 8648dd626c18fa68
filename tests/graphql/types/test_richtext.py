"""Rich text and links in GraphQL: links in the asked language, nothing private."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cms.graphql.testing import Result, count_queries
from cms.media.models import Rendition
from tests.media.factories import make_document, make_image, make_private_collection
from tests.publishing.factories import Homes, make_homes, make_page, restrict, translate

pytestmark = pytest.mark.django_db

Ask = Callable[..., Result]
HERE = "http://127.0.0.1:8000"
TEXTS = """query ($sources: [String], $locale: String) {
  texts(sources: $sources, locale: $locale) { html json text } }"""


@pytest.fixture
def homes() -> Homes:
    return make_homes()


def html_of(ask: Ask, source: str, locale: str = "cs") -> str:
    result = ask(
        "query ($sources: [String], $locale: String) {"
        " texts(sources: $sources, locale: $locale) { html } }",
        sources=[source],
        locale=locale,
    )
    return str(result.data["texts"][0]["html"])


def test_rich_text_in_three_forms(ask: Ask, homes: Homes) -> None:
    page = make_page(homes.cs, "o-klastru")
    source = f'<p>Víc <a linktype="page" id="{page.pk}"><b>o nás</b></a>.</p>'

    result = ask(TEXTS, sources=[source], locale="cs")

    link = {
        "type": "link",
        "kind": "page",
        "pageId": str(page.pk),
        "locale": "CS",
        "path": "/cs/o-klastru/",
        "url": f"{HERE}/cs/o-klastru/",
        "children": [{"type": "text", "text": "o nás", "marks": ["bold"]}],
    }
    assert result.data == {
        "texts": [
            {
                "html": '<p>Víc <a href="/cs/o-klastru/"><b>o nás</b></a>.</p>',
                "text": "Víc o nás.",
                "json": {
                    "type": "document",
                    "children": [
                        {
                            "type": "paragraph",
                            "children": [
                                {"type": "text", "text": "Víc ", "marks": []},
                                link,
                                {"type": "text", "text": ".", "marks": []},
                            ],
                        }
                    ],
                },
            }
        ]
    }


def test_rich_text_links_to_the_page_in_the_asked_language(ask: Ask, homes: Homes) -> None:
    page = make_page(homes.cs, "o-klastru")
    translate(page, homes, "about")
    czech_only = make_page(homes.cs, "kontakt")
    source = (
        f'<p><a linktype="page" id="{page.pk}">a</a> '
        f'<a linktype="page" id="{czech_only.pk}">b</a></p>'
    )

    assert html_of(ask, source, "en") == (
        '<p><a href="/en/about/">a</a> <a href="/cs/kontakt/" hreflang="cs">b</a></p>'
    )


def test_rich_text_shows_images_with_words_in_the_asked_language(ask: Ask, homes: Homes) -> None:
    image = make_image(alt_cs="Čočka", alt_en="Lens", width=600, height=300)
    source = f'<embed embedtype="image" id="{image.pk}" format="left" alt="Čočka"/>'

    html = html_of(ask, source, "en")

    [url] = [HERE + row.url for row in Rendition.objects.filter(width=480)]
    [large] = [HERE + row.url for row in Rendition.objects.filter(width=600)]
    assert html == (
        f'<img class="richtext-image left" src="{url}" srcset="{url} 480w, {large} 600w" '
        'sizes="(max-width: 800px) 100vw, 800px" width="480" height="240" alt="Lens" '
        'loading="lazy">'
    )


@pytest.mark.parametrize(("alt", "shown"), [("", ""), ("Nad vchodem", "Nad vchodem")])
def test_rich_text_keeps_the_words_written_for_the_place(
    ask: Ask, homes: Homes, alt: str, shown: str
) -> None:
    image = make_image(alt_cs="Čočka")
    source = f'<embed embedtype="image" id="{image.pk}" format="fullwidth" alt="{alt}"/>'

    assert f'alt="{shown}"' in html_of(ask, source)


def test_rich_text_never_shows_what_is_private(ask: Ask, homes: Homes) -> None:
    private = make_private_collection()
    image = make_image(collection=private, name="canary.png", alt_cs="CANARY")
    document = make_document(collection=private, name="canary.pdf")
    draft = make_page(homes.cs, "canary-draft", live=False)
    section = make_page(homes.cs, "canary-section")
    inside = make_page(section, "canary-inside")
    restrict(section)
    links = "".join(
        f'<p><a linktype="{kind}" id="{pk}">slova</a></p>'
        for kind, pk in (
            ("page", draft.pk),
            ("page", section.pk),
            ("page", inside.pk),
            ("document", document.pk),
        )
    )
    embed = f'<embed embedtype="image" id="{image.pk}" format="left" alt="CANARY"/>'

    result = ask(TEXTS, sources=[links + embed], locale="cs")

    assert "canary" not in repr(result.data).lower()
    assert result.data["texts"][0]["html"] == "<p>slova</p>" * 4
    assert Rendition.objects.count() == 0


@pytest.mark.parametrize("number", [1, 10])
def test_rich_texts_cost_the_same_for_one_and_ten(ask: Ask, homes: Homes, number: int) -> None:
    sources = []
    for at in range(number):
        pages = [make_page(homes.cs, f"strana-{at}-{other}") for other in range(3)]
        image = make_image(name=f"lens{at}.png")
        document = make_document(name=f"profile{at}.pdf")
        sources.append(
            "".join(f'<p><a linktype="page" id="{page.pk}">a</a></p>' for page in pages)
            + f'<p><a linktype="document" id="{document.pk}">b</a></p>'
            + f'<embed embedtype="image" id="{image.pk}" format="left" alt=""/>'
        )
    first = ask(TEXTS, sources=sources, locale="cs")

    with count_queries() as statements:
        again = ask(TEXTS, sources=sources, locale="cs")

    assert again == first
    about_content = [
        sql
        for sql in statements
        if '"cms_media' in sql or '"wagtailcore_page"' in sql and "restriction" not in sql
    ]
    # pages' keys, the sites' home pages, pages' versions, documents, images, renditions
    assert len(about_content) == 6, "\n".join(statements)


def test_link_to_a_page_document_or_address(ask: Ask, homes: Homes) -> None:
    page = make_page(homes.cs, "o-klastru")
    translate(page, homes, "about")
    document = make_document(title="Profil")

    result = ask(
        """query ($page: Int, $document: Int) {
          page: link(page: $page, locale: "en") { kind url path title locale }
          document: link(document: $document, locale: "en") { kind url path title locale }
          address: link(url: "https://example.org/", locale: "en") { kind url path title locale }
          nothing: link(locale: "en") { kind }
          gone: link(page: 999999, locale: "en") { kind }
        }""",
        page=page.pk,
        document=document.pk,
    )

    assert result.data == {
        "page": {
            "kind": "PAGE",
            "url": f"{HERE}/en/about/",
            "path": "/en/about/",
            "title": "About",
            "locale": "EN",
        },
        "document": {
            "kind": "DOCUMENT",
            "url": HERE + document.url,
            "path": None,
            "title": "Profil",
            "locale": None,
        },
        "address": {
            "kind": "ADDRESS",
            "url": "https://example.org/",
            "path": None,
            "title": None,
            "locale": None,
        },
        "nothing": None,
        "gone": None,
    }
