"""The page above what a plugin's demo makes, in both languages, and its place in the menu."""

from __future__ import annotations

from typing import Any, TypeVar

from wagtail.models import Locale

from cms.content.base import ContentPage
from cms.content.demo.bilingual import BodyBuilder, in_locale
from cms.content.models import HomePage, Menu
from cms.translation.translate import translate

P = TypeVar("P", bound=ContentPage)


def create_section(model: type[P], texts: dict[str, Any]) -> P:
    """The Czech page of `model` below the home page, made and translated unless it is there.

    `texts` are values of the page's fields as pairs of languages.
    """
    home = HomePage.objects.get(locale__language_code="cs", depth=2)
    page = model.objects.child_of(home).first()
    if page is None:
        page = model(locale=home.locale, show_in_menus=True, **in_locale(texts, "cs"))
        home.add_child(instance=page)
        page.save_revision().publish()
    english = Locale.objects.get(language_code="en")
    if not page.has_translation(english):
        words = in_locale(texts, "en")
        translate(page, english, model(locale=english, show_in_menus=True, **words))
    return page


def add_to_menu(page: ContentPage, place: int) -> None:
    """Put `page` at `place` into the main menu of each language, unless it is there."""
    label = page._meta.app_label
    builder = BodyBuilder(f"menu-{label}", lambda key: page.pk, lambda key: 0)
    for menu in Menu.objects.filter(code="main"):
        raw = list(menu.items.raw_data)
        if not any(item["id"] == builder.id(0) for item in raw):
            value = {"label": "", "link": {"page": page.pk, "url": ""}, "children": []}
            raw.insert(place, {"type": "item", "id": builder.id(0), "value": value})
            menu.items = raw
            menu.save()
