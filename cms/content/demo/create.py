"""Creates the core's demo content. Each step looks first, so that a killed run can go on."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from wagtail.models import Collection, Locale, Page, Site

from cms.content.bulk import indexed_afterwards
from cms.content.demo.bilingual import BodyBuilder, in_locale, link_pages, read
from cms.content.foundation import create_site
from cms.content.models import (
    FormField,
    FormPage,
    HomePage,
    Menu,
    Pillar,
    SiteSettings,
    StandardPage,
)
from cms.media.drawing import interference, lens, prism, spectrum
from cms.media.models import Image
from cms.translation.translate import translate

DATA = "cms.content"
TYPES: dict[str, type[Page]] = {"standard": StandardPage, "form": FormPage}
GRAPHICS = {"rays": prism, "lens": lens, "spectrum": spectrum, "interference": interference}
ALTS = {
    "rays": ("Bílé světlo rozložené hranolem", "White light split into colours by a prism"),
    "lens": ("Čočka a její ohnisko", "A lens and its focus"),
    "spectrum": ("Spektrum viditelného světla", "Spectrum of visible light"),
    "interference": ("Interferenční proužky", "Interference fringes"),
}


def create() -> None:
    """Make the demo content; what is already there stays as it is."""
    create_site()
    with indexed_afterwards():
        pages = DemoPages()
        create_pillars()
        create_settings()
        pages.create()
        create_menus(pages)


def create_terms(model: type[models.Model], records: list[dict[str, Any]], *names: str) -> None:
    """Make the terms of a vocabulary in both languages, those that are missing."""
    locales = {code: Locale.objects.get(language_code=code) for code in ("cs", "en")}
    known = set(model._default_manager.values_list("code", "locale__language_code"))
    for record in records:
        if (record["code"], "cs") not in known:
            source = model(code=record["code"], locale=locales["cs"])
            _fill(source, record, names, "cs")
            source.save()
        else:
            source = model._default_manager.get(code=record["code"], locale=locales["cs"])
        if (record["code"], "en") not in known:
            english = model(code=record["code"], locale=locales["en"])
            _fill(english, record, names, "en")
            translate(source, locales["en"], english)


def _fill(
    instance: models.Model, record: dict[str, Any], names: tuple[str, ...], code: str
) -> None:
    for name in names:
        value = in_locale(record[name], code)
        setattr(instance, name, "\n".join(value) if isinstance(value, list) else value)


def create_pillars() -> None:
    """The cluster's pillars in both languages."""
    records = read(DATA, "pillars")
    for record in records:
        record["other_names"] = record.pop("aliases")
    create_terms(
        Pillar, records, "name", "summary", "description", "status", "order", "other_names"
    )


def create_settings() -> None:
    """The site's name, claim, contacts and footer in both languages."""
    record = read(DATA, "site")
    site = Site.objects.get(is_default_site=True)
    locales = {code: Locale.objects.get(language_code=code) for code in ("cs", "en")}
    made = {code: _settings_in(record, site, locale) for code, locale in locales.items()}
    source = SiteSettings.objects.filter(site=site, locale=locales["cs"]).first()
    if source is None:
        source = made["cs"]
        source.save()
    if not SiteSettings.objects.filter(site=site, locale=locales["en"]).exists():
        translate(source, locales["en"], made["en"])


def _settings_in(record: dict[str, Any], site: Site, locale: Locale) -> SiteSettings:
    values = in_locale(record, locale.language_code)
    return SiteSettings(
        site=site,
        locale=locale,
        name=values["name"],
        short_name=values["short_name"],
        legal_name=values["legal_name"],
        claim=values["claim"],
        email=values["email"],
        website=values["website"],
        city=values["address"]["city"],
        region=values["address"]["region"],
        footer=values["footer"],
    )


def demo_image(key: str) -> Image:
    """One of the project's own graphics, drawn when it is first asked for."""
    title = f"{key}.svg"
    image = Image.objects.filter(title=title).first()
    if image is None:
        alt_cs, alt_en = ALTS[key]
        image = Image.objects.create(
            title=title,
            file=ContentFile(GRAPHICS[key](), name=title),
            alt_cs=alt_cs,
            alt_en=alt_en,
            credit="Klastr",
            collection=Collection.get_first_root_node(),
        )
    return image


class DemoPages:
    """The pages of the demo: first all of them in Czech as drafts, since they link each other,
    then their content, then English.
    """

    def __init__(self) -> None:
        self.records = {record["key"]: record for record in read(DATA, "pages")}
        self.czech: dict[str, Page] = {}
        self.images: dict[str, int] = {}

    def create(self) -> None:
        """Make every page that is missing, publish and translate it."""
        for record in self.records.values():
            self.czech[record["key"]] = self._draft(record)
        for key, record in self.records.items():
            if record["type"] == "home" or not self.czech[key].live:
                self._publish(record)
        english = Locale.objects.get(language_code="en")
        for key, record in self.records.items():
            page = self.czech[key]
            if record["translated"] and self._needs_english(page, record, english):
                translate(page, english, self._instance(record, "en", page))

    def page_id(self, key: str) -> int:
        """The id of the Czech page `key`."""
        return self.czech[key].pk

    def image_id(self, key: str) -> int:
        """The id of the graphic `key`."""
        if key not in self.images:
            self.images[key] = demo_image(key).pk
        return self.images[key]

    def _draft(self, record: dict[str, Any]) -> Page:
        if record["type"] == "home":
            return HomePage.objects.get(locale__language_code="cs", depth=2)
        parent = self.czech[record["parent"]]
        model = TYPES[record["type"]]
        found = model.objects.child_of(parent).filter(slug=record["slug"]["cs"]).first()
        if found is not None:
            return found
        page = model(
            title=record["title"]["cs"], slug=record["slug"]["cs"], locale=parent.locale, live=False
        )
        parent.add_child(instance=page)
        return page

    def _needs_english(self, page: Page, record: dict[str, Any], english: Locale) -> bool:
        target = page.get_translation_or_none(english)
        if record["type"] == "home":
            return not target.specific.claim
        return target is None or not target.live

    def _publish(self, record: dict[str, Any]) -> None:
        page = self.czech[record["key"]]
        if record["type"] == "home" and page.claim:
            return
        self._set_texts(page, record, "cs")
        page.save_revision().publish()

    def _instance(self, record: dict[str, Any], locale: str, source: Page) -> Page:
        page = type(source)(
            locale=Locale.objects.get(language_code=locale),
            translation_key=source.translation_key,
        )
        self._set_texts(page, record, locale, source)
        return page

    def _set_texts(
        self, page: Page, record: dict[str, Any], locale: str, source: Page | None = None
    ) -> None:
        texts = in_locale(record, locale)
        page.title, page.slug = texts["title"], texts["slug"]
        page.seo_title = texts["seo_title"]
        page.search_description = texts["search_description"]
        page.show_in_menus = record["show_in_menus"]
        builder = BodyBuilder(record["key"], self.page_id, self.image_id)
        page.body = builder.stream(record["body"], locale)
        if isinstance(page, HomePage):
            page.claim, page.intro = texts["claim"], link_pages(texts["intro"], self.page_id)
            page.hero_image_id = self.image_id("interference")
        if isinstance(page, FormPage):
            page.intro = link_pages(texts["intro"], self.page_id)
            page.thank_you = link_pages(texts["thank_you"], self.page_id)
            page.to_address, page.from_address = "info@example.org", "web@example.org"
            page.subject = texts["title"]
            page.form_fields = _form_fields(record, locale, page.locale, source)


def _form_fields(
    record: dict[str, Any], code: str, locale: Locale, source: Page | None
) -> list[FormField]:
    keys: dict[str, Any] = {}
    if source is not None:
        keys = {field.clean_name: field.translation_key for field in source.form_fields.all()}
    fields = []
    for order, text in enumerate(in_locale(record["fields"], code)):
        field = FormField(
            locale=locale,
            sort_order=order,
            clean_name=text["name"],
            label=text["label"],
            field_type=text["type"],
            required=text["required"],
            choices="\n".join(text["choices"]),
            help_text=text["help"],
        )
        if text["name"] in keys:
            field.translation_key = keys[text["name"]]
        fields.append(field)
    return fields


def create_menus(pages: DemoPages) -> None:
    """The main and the footer menu in both languages."""
    locales = {code: Locale.objects.get(language_code=code) for code in ("cs", "en")}
    titles = {"main": ("Hlavní menu", "Main menu"), "footer": ("Patička", "Footer")}
    for code, items in read(DATA, "menus").items():
        titled = dict(zip(locales, titles[code], strict=True))
        source = Menu.objects.filter(code=code, locale=locales["cs"]).first()
        if source is None:
            source = Menu(code=code, locale=locales["cs"], title=titled["cs"])
            source.items = _menu_items(items, "cs", code, pages)
            source.save()
        if not Menu.objects.filter(code=code, locale=locales["en"]).exists():
            english = Menu(code=code, locale=locales["en"], title=titled["en"])
            english.items = _menu_items(items, "en", code, pages)
            translate(source, locales["en"], english)


def _menu_items(
    items: list[dict[str, Any]], locale: str, code: str, pages: DemoPages
) -> list[dict[str, Any]]:
    builder = BodyBuilder(f"menu-{code}", pages.page_id, pages.image_id)

    def value(item: dict[str, Any], *place: int) -> dict[str, Any]:
        children = [value(child, *place, n) for n, child in enumerate(item["children"])]
        return {
            "label": in_locale(item["label"], locale),
            "link": {"page": pages.page_id(item["page"]), "url": ""},
            "children": builder.items(children, *place),
        }

    return [
        {"type": "item", "id": builder.id(index), "value": value(item, index)}
        for index, item in enumerate(items)
        if "page" in item
    ]
