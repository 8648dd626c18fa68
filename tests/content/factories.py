"""Pages, snippets and menus in two languages for tests; plain functions, no surprises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, uuid5

from wagtail.models import Locale, Page, Site

from cms.content.foundation import create_site
from cms.content.models import HomePage, Menu, Pillar, StandardPage, Topic
from cms.content.models.snippets import Term
from cms.translation.translate import translate

P = TypeVar("P", bound=Page)
T = TypeVar("T", bound=Term)


@dataclass(frozen=True)
class Homes:
    """The home pages of the default site, and the languages."""

    cs: HomePage
    en: HomePage

    @property
    def czech(self) -> Locale:
        return self.cs.locale

    @property
    def english(self) -> Locale:
        return self.en.locale


def make_home() -> Homes:
    """The default site with its two home pages, as a new site has them."""
    create_site()
    return Homes(
        HomePage.objects.get(locale__language_code="cs", depth=2),
        HomePage.objects.get(locale__language_code="en", depth=2),
    )


def make_page(
    parent: Page, model: type[P] = StandardPage, *, live: bool = True, **values: Any
) -> P:
    """A page below `parent`, in its language, published unless said."""
    many = [field.name for field in model._meta.many_to_many]
    relations = {name: values.pop(name) for name in many if name in values}
    above = Page.objects.get(pk=parent.pk)
    page = model(locale=above.locale, live=live, **values)
    above.add_child(instance=page)
    for name, terms in relations.items():
        setattr(page, name, terms)
    if live:
        page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def make_english(page: P, **texts: Any) -> P:
    """The English translation of a Czech page; what `texts` lack is not translated."""
    english = Locale.objects.get(language_code="en")
    translated = translate(page, english, type(page)(locale=english, **texts))
    return type(page).objects.get(pk=translated.pk)


def publish(page: P, **values: Any) -> P:
    """The page from the database after an editor published `values`."""
    fresh = type(page).objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    fresh.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def make_term(model: type[T], code: str, cs: str, en: str = "", **values: Any) -> T:
    """A Czech term, with an English version when `en` is given."""
    czech = Locale.objects.get(language_code="cs")
    term = model.objects.create(locale=czech, code=code, name=cs, **values)
    if en:
        english = Locale.objects.get(language_code="en")
        translate(term, english, model(locale=english, code=code, name=en))
    return term


def make_pillar(
    code: str = "optics", cs: str = "Optika", en: str = "Optics", **values: Any
) -> Pillar:
    """A pillar in both languages."""
    return make_term(Pillar, code, cs, en, **values)


def make_topic(code: str, cs: str, en: str = "", **values: Any) -> Topic:
    """A topic in Czech, and in English when `en` is given."""
    return make_term(Topic, code, cs, en, **values)


def block(kind: str, value: Any, name: str = "") -> dict[str, Any]:
    """A block of a body as it is stored; `name` makes ids that repeat in both languages."""
    return {"type": kind, "id": str(uuid5(NAMESPACE_URL, f"{kind}/{name}")), "value": value}


def item(value: Any, name: str = "") -> dict[str, Any]:
    """An item of a list block as it is stored."""
    return block("item", value, name)


def make_menu(code: str, locale: Locale, *items: dict[str, Any]) -> Menu:
    """A menu in one language; make items with :func:`menu_item`."""
    stored = [block("item", value, f"{code}/{place}") for place, value in enumerate(items)]
    return Menu.objects.create(code=code, locale=locale, title=code, items=stored)


def menu_item(
    label: str = "", *, page: Page | None = None, url: str = "", children: tuple[Any, ...] = ()
) -> dict[str, Any]:
    """An item of a menu as it is stored."""
    return {
        "label": label,
        "link": {"page": page.pk if page else None, "url": url},
        "children": [item(child, str(place)) for place, child in enumerate(children)],
    }


def default_site() -> Site:
    """The default site."""
    return Site.objects.get(is_default_site=True)
