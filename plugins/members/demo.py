"""The documented members of the Czech Optical Cluster, with profiles written for this demo."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from wagtail.models import Collection, Locale

from cms.content.bulk import PageVersions, create_pages, indexed_afterwards
from cms.content.demo.bilingual import BodyBuilder, in_locale, read
from cms.content.demo.create import create_terms
from cms.content.models import HomePage, Menu, Pillar, Topic
from cms.media.drawing import monogram
from cms.media.models import Image
from cms.translation.translate import translate
from plugins.members.models import (
    ContactPerson,
    Equipment,
    Market,
    MemberIndexPage,
    MemberPage,
    Product,
    Region,
)
from plugins.members.upgrades import LOGOS

DATA = "plugins.members"
INDEX = {
    "title": {"cs": "Členové", "en": "Members"},
    "slug": {"cs": "clenove", "en": "members"},
    "intro": {
        "cs": "Firmy, výzkumné ústavy a univerzity, které v Česku rozvíjejí optiku a fotoniku.",
        "en": "Companies, research institutes and universities that advance optics and photonics "
        "in Czechia.",
    },
}
REGIONS = {
    "Prague": Region.PRAGUE,
    "Central Bohemian Region": Region.CENTRAL_BOHEMIAN,
    "South Bohemian Region": Region.SOUTH_BOHEMIAN,
    "Liberec Region": Region.LIBEREC,
    "Hradec Králové Region": Region.HRADEC_KRALOVE,
    "South Moravian Region": Region.SOUTH_MORAVIAN,
    "Olomouc Region": Region.OLOMOUC,
    "Zlín Region": Region.ZLIN,
    "Moravian-Silesian Region": Region.MORAVIAN_SILESIAN,
}
CITIES_IN_ENGLISH = {"Praha": "Prague"}


def create() -> None:
    """Make topics, markets, the directory and its members; what is there stays as it is."""
    with indexed_afterwards():
        create_terms(Topic, read(DATA, "topics"), "name")
        create_terms(Market, read(DATA, "markets"), "name")
        index = _create_index()
        DemoMembers(index).create()
        _add_to_menu(index)


def _create_index() -> MemberIndexPage:
    home = HomePage.objects.get(locale__language_code="cs", depth=2)
    index = MemberIndexPage.objects.child_of(home).first()
    if index is None:
        index = MemberIndexPage(locale=home.locale, show_in_menus=True, **in_locale(INDEX, "cs"))
        home.add_child(instance=index)
        index.save_revision().publish()
    english = Locale.objects.get(language_code="en")
    if not index.has_translation(english):
        texts = in_locale(INDEX, "en")
        translate(index, english, MemberIndexPage(locale=english, show_in_menus=True, **texts))
    return index


class DemoMembers:
    """The members below one directory."""

    def __init__(self, index: MemberIndexPage) -> None:
        self.index = index
        self.english = Locale.objects.get(language_code="en")
        self.pillars = {p.code: p for p in Pillar.objects.filter(locale=index.locale)}
        self.topics = {t.code: t for t in Topic.objects.filter(locale=index.locale)}
        self.markets = {m.code: m for m in Market.objects.filter(locale=index.locale)}
        self.made: dict[str, MemberPage] = {}

    def create(self) -> None:
        """Make the members that are missing, in both languages, parents first."""
        self.made = {page.slug: page for page in MemberPage.objects.child_of(self.index)}
        missing = [r for r in read(DATA, "members") if r["slug"] not in self.made]
        for wave in (
            [record for record in missing if not record["parent"]],
            [record for record in missing if record["parent"]],
        ):
            made = create_pages(self.index, [self._member(record) for record in wave])
            self.made |= {versions[0].slug: versions[0] for versions in made}

    def _member(self, record: dict[str, Any]) -> PageVersions:
        czech = MemberPage(slug=record["slug"], locale=self.index.locale)
        _set_texts(czech, record, "cs")
        _set_facts(czech, record)
        czech.parent_member = self.made.get(record["parent"] or "")
        _set_parts(czech, record, "cs", czech)
        czech.logo = _logo(record)
        czech.pillars = [self.pillars[code] for code in record["pillars"]]
        czech.topics = [self.topics[code] for code in record["topics"]]
        czech.markets = [self.markets[code] for code in record["markets"]]
        english = MemberPage(slug=record.get("english_slug", record["slug"]), locale=self.english)
        _set_texts(english, record, "en")
        _set_parts(english, record, "en", czech)
        return PageVersions(czech, [english])


def _set_texts(page: MemberPage, record: dict[str, Any], locale: str) -> None:
    texts = in_locale(record, locale)
    page.title = texts["name"]
    page.claim = texts["claim"]
    page.profile = texts["profile"]
    page.search_description = texts["claim"]
    city = texts["city"]
    page.city = CITIES_IN_ENGLISH.get(city, city) if locale == "en" else city


def _set_facts(page: MemberPage, record: dict[str, Any]) -> None:
    page.other_names = "\n".join(record["aliases"])
    page.member_type = record["type"]
    page.region = REGIONS[record["region"]["en"]] if record["region"] else ""
    page.country = record["country"]
    page.latitude, page.longitude = _degrees(record["lat"]), _degrees(record["lon"])
    page.website = record["website"] or ""
    page.founded, page.employees = record["founded"], record["employees"]
    page.size_class = record["size_class"] or ""
    page.member_since = record["joined"]


def _degrees(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _set_parts(page: MemberPage, record: dict[str, Any], locale: str, source: MemberPage) -> None:
    """Contacts, products and equipment; in English with the keys of their Czech originals."""
    texts = in_locale(record, locale)
    page.contacts = [
        ContactPerson(
            locale=page.locale,
            sort_order=order,
            name=contact["name"],
            role=contact["role"],
            email=contact["email"],
            phone=contact["phone"],
            is_members_only=contact["members_only"],
        )
        for order, contact in enumerate(texts["contacts"])
    ]
    for name, model in (("products", Product), ("equipment", Equipment)):
        offerings = [
            model(
                locale=page.locale,
                sort_order=order,
                name=offering["name"],
                description=offering["description"],
            )
            for order, offering in enumerate(texts[name])
        ]
        setattr(page, name, offerings)
    if source is not page:
        for name in ("contacts", "products", "equipment"):
            originals = getattr(source, name).all()
            for part, original in zip(getattr(page, name).all(), originals, strict=True):
                part.translation_key = original.translation_key


def _logo(record: dict[str, Any]) -> Image:
    title = f"{record['slug']}.svg"
    image = Image.objects.filter(title=title).first()
    if image is None:
        name = in_locale(record["name"], "cs")
        image = Image.objects.create(
            title=title,
            file=ContentFile(monogram(name, record["slug"]), name=title),
            alt_cs=f"Monogram místo loga: {name}",
            alt_en=f"Monogram in place of a logo: {in_locale(record['name'], 'en')}",
            collection=Collection.objects.get(name=LOGOS),
        )
    return image


def _add_to_menu(index: MemberIndexPage) -> None:
    """Put the directory second in the main menu of each language, unless it is there."""
    builder = BodyBuilder("menu-members", lambda key: index.pk, lambda key: 0)
    for menu in Menu.objects.filter(code="main"):
        raw = list(menu.items.raw_data)
        if not any(item["id"] == builder.id(0) for item in raw):
            value = {"label": "", "link": {"page": index.pk, "url": ""}, "children": []}
            raw.insert(1, {"type": "item", "id": builder.id(0), "value": value})
            menu.items = raw
            menu.save()
