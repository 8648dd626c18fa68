"""Pages in Czech and English, made the ways editors and importers make them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar
from uuid import uuid4

from django.db.models import Model
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    String,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
)

from cms.content.models import HomePage, StandardPage

P = TypeVar("P", bound=Page)


@dataclass
class Languages:
    """The two languages and the Czech home page, translated by hand."""

    czech: Locale
    english: Locale
    home: HomePage = field(repr=False)


def make_languages() -> Languages:
    """Czech and English with home pages."""
    czech, _ = Locale.objects.get_or_create(language_code="cs")
    english, _ = Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="Úvodem", slug="uvodem", locale=czech))
    home_en = home.copy_for_translation(english)
    home_en.title = "Welcome"
    home_en.save_revision().publish()
    return Languages(czech, english, home)


def make_page(languages: Languages, **values: object) -> StandardPage:
    """A published Czech page."""
    values = {"title": "O klastru", "slug": "o-klastru"} | values
    page = StandardPage(locale=languages.czech, **values)
    languages.home.add_child(instance=page)
    return publish(page)


def publish(page: P, **values: object) -> P:
    """The page as it is from the database after `values` were published by an editor."""
    fresh = type(page).objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    fresh.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def translate_by_hand(page: P, languages: Languages, **values: object) -> P:
    """A copy for translation without wagtail-localize, published with these `values`."""
    return publish(page.copy_for_translation(languages.english), **values)


def submit(source: Model, languages: Languages) -> Translation:
    """What the button “Translate this page” makes, before anything is translated."""
    frozen, _ = TranslationSource.get_or_create_from_instance(source)
    translation, _ = Translation.objects.get_or_create(
        source=frozen, target_locale=languages.english
    )
    return translation


def say(
    translation: Translation, path: str, source: str, target: str, kind: str = "manual"
) -> None:
    """Type one translation into localize's editor."""
    StringTranslation.objects.update_or_create(
        translation_of=String.objects.get(locale=translation.source.locale, data=source),
        context=TranslationContext.objects.get(object=translation.source.object, path=path),
        locale=translation.target_locale,
        defaults={"data": target, "translation_type": kind},
    )


def identifier() -> str:
    """An id for a block."""
    return str(uuid4())
