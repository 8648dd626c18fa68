"""Content for ``klastr bench``: invented texts in two languages, the same in each run.

Plugins make their parts of it with what is here; this room's own part is a tree of pages, the menu
that leads to them, pictures and terms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice, product
from random import Random
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from wagtail.models import Collection, Locale

from cms.content.base import ContentPage
from cms.content.bulk import PageVersions, create_pages
from cms.content.demo.bilingual import BodyBuilder
from cms.content.demo.create import create_pillars, create_terms
from cms.content.models import HomePage, Menu, Pillar, StandardPage, Topic
from cms.media.drawing import thin_film
from cms.media.models import Image
from cms.media.renditions import Fit, prepare_renditions, rendition_spec
from cms.plugin.contributions import Question
from cms.translation.translate import translate

P = TypeVar("P", bound=ContentPage)

SECTIONS, BELOW = 6, 5  # of the menu: six sections with five pages, the rest a level deeper
PICTURES = 40
PICTURE_SIZE = (800, 450)
SIZES = ((320, None), (640, None), (640, 360))  # the renditions that are asked for
BATCH = 100
TERMS = {
    "cs": "laser optika měření světlo čočka vlákno spektrum detektor povrch vrstva výzkum vývoj",
    "en": "laser optics measurement light lens fibre spectrum detector surface layer research work",
}
SYLLABLES = "ba be bi da do fa ga ka la ma me mi na no pa ra re sa si ta pu to va vi za"
ENDINGS = {"cs": "n", "en": "r"}
WITHOUT_MEANING = tuple(map("".join, product(SYLLABLES.split(), repeat=2)))
# Few words that mean something, and many that do not, so that no word stands in every text.
WORDS = {
    locale: [*terms.split(), *(word + ENDINGS[locale] for word in WITHOUT_MEANING)]
    for locale, terms in TERMS.items()
}
TOPICS = 24
NAVIGATION = """query W3($locale: Locale!) {
  navigation(locale: $locale, menu: "main") {
    label link { path } children { label link { path } children { label link { path } } }
  }
}"""
QUESTIONS = (Question("W3", "navigation, three levels", NAVIGATION, {"locale": "EN"}),)


def words(seed: str, locale: str, count: int) -> str:
    """So many words, capitalised at the beginning; those of both languages go in step."""
    chance = Random(seed)  # noqa: S311 -- the same in each run is what is wanted
    chosen = chance.choices(range(len(WORDS[locale])), k=count)
    return " ".join(WORDS[locale][place] for place in chosen).capitalize()


def body(seed: str, locale: str, image: Image | None = None) -> list[dict[str, Any]]:
    """About 200 words in blocks, as a stream holds them; with a picture among them, if given."""
    blocks: list[dict[str, Any]] = [
        {"type": "rich_text", "value": f"<p>{words(f'{seed}/1', locale, 70)}.</p>"},
        {"type": "heading", "value": {"text": words(f"{seed}/2", locale, 5), "level": "h2"}},
        {"type": "rich_text", "value": f"<p>{words(f'{seed}/3', locale, 60)}.</p>"},
        {
            "type": "quote",
            "value": {"text": words(f"{seed}/4", locale, 20), "attribution": "Klastr"},
        },
        {"type": "rich_text", "value": f"<p>{words(f'{seed}/5', locale, 45)}.</p>"},
    ]
    if image is not None:
        shown = {"image": image.pk, "alt": words(f"{seed}/6", locale, 3), "caption": ""}
        blocks.insert(2, {"type": "image", "value": shown})
    builder = BodyBuilder(f"bench-{seed}", lambda key: 0, lambda key: int(key))
    return builder.stream(blocks, locale)


def draw_pictures(count: int) -> None:
    """Make the pictures, each with its three renditions."""
    width, height = PICTURE_SIZE
    sizes = [rendition_spec(width=w, height=h, fit=Fit.COVER) for w, h in SIZES]
    for number in range(count):
        title = f"bench-{number:02}.png"
        image = Image.objects.create(
            title=title,
            file=ContentFile(thin_film(number, width=width, height=height), name=title),
            alt_cs=words(title, "cs", 4),
            alt_en=words(title, "en", 4),
            collection=Collection.get_first_root_node(),
        )
        prepare_renditions(image, sizes)


def pictures() -> list[Image]:
    """The pictures that there are."""
    return list(Image.objects.filter(title__startswith="bench-").order_by("title"))


def some(found: list[Any], number: int, count: int) -> list[Any]:
    """So many of `found`, others for each number."""
    return [found[(number * 7 + step * 3) % len(found)] for step in range(count)] if found else []


def fill_below(
    index: ContentPage, count: int, make: Callable[[int, Locale], ContentPage]
) -> Iterator[int]:
    """Pages below `index` in both languages, made by number; yields how many are there."""
    english = Locale.objects.get(language_code="en")
    numbers = iter(range(count))
    done = 0
    while batch := list(islice(numbers, BATCH)):
        versions = [
            PageVersions(make(number, index.locale), [make(number, english)]) for number in batch
        ]
        create_pages(index, versions)
        done += len(batch)
        yield done


def terms() -> tuple[list[Pillar], list[Topic]]:
    """The Czech pillars and topics; topics are made when there are none."""
    if not Pillar.objects.exists():
        create_pillars()
    if not Topic.objects.exists():
        named = [
            {"code": f"bench-{number:02}", "name": {c: words(f"t{number}", c, 2) for c in WORDS}}
            for number in range(TOPICS)
        ]
        create_terms(Topic, named, "name")
    czech = Locale.objects.get(language_code="cs")
    return (
        list(Pillar.objects.filter(locale=czech).order_by("pk")),
        list(Topic.objects.filter(locale=czech).order_by("pk")),
    )


def fill(count: int) -> Iterator[int]:
    """The terms, the pictures, and pages in three levels with a menu of them all."""
    terms()
    draw_pictures(min(PICTURES, count // 3))
    home = HomePage.objects.get(locale__language_code="cs", depth=2)
    done = 0
    parents: list[ContentPage] = [home]
    levels: list[list[ContentPage]] = []
    for name, size in (("s", SECTIONS), ("p", SECTIONS * BELOW), ("q", count)):
        size = min(size, count - done)
        made: list[ContentPage] = []
        for number, parent in enumerate(parents):
            share = range(number, size, len(parents))
            versions = [_versions(f"{name}{place}", home) for place in share]
            made += [created[0] for created in create_pages(parent, versions)]  # type: ignore[misc]
        done += len(made)
        yield done
        levels.append(made)
        parents = made
    _create_menu(home, levels)


def _versions(name: str, home: HomePage) -> PageVersions:
    english = Locale.objects.get(language_code="en")
    czech, translated = (
        StandardPage(
            title=words(name, locale.language_code, 3),
            slug=f"bench-{name}-{locale.language_code}",
            locale=locale,
            body=body(name, locale.language_code),
            show_in_menus=True,
        )
        for locale in (home.locale, english)
    )
    return PageVersions(czech, [translated])


def _create_menu(home: HomePage, levels: list[list[ContentPage]]) -> None:
    builder = BodyBuilder("bench-menu", lambda key: 0, lambda key: 0)
    pages = [page for level in levels for page in level]
    deepest = max(page.depth for page in pages)

    def items(parent: ContentPage) -> list[dict[str, Any]]:
        below = [p for p in pages if p.depth == parent.depth + 1 and p.path.startswith(parent.path)]
        return [{"type": "item", "id": builder.id(p.slug), "value": value(p)} for p in below]

    def value(page: ContentPage) -> dict[str, Any]:
        link: dict[str, Any] = {"label": "", "link": {"page": page.pk, "url": ""}}
        return link if page.depth == deepest else {**link, "children": items(page)}

    menu = Menu.objects.filter(code="main", locale=home.locale).first()
    menu = menu or Menu(code="main", title="Hlavní", locale=home.locale)
    menu.items = items(home)
    menu.save()
    english = Locale.objects.get(language_code="en")
    if not menu.has_translation(english):
        words_of = Menu(code="main", title="Main", locale=english, items=menu.items)
        translate(menu, english, words_of)
