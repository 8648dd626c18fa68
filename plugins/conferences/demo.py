"""The conferences of the cluster's plan for 2026 as documented, and one invented edition."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from wagtail.models import Locale, Page

from cms.content.bulk import PageVersions, create_pages, indexed_afterwards
from cms.content.demo.bilingual import BodyBuilder, in_locale, read
from cms.content.models import HomePage, Menu, Pillar
from cms.content.relations import page_model
from cms.translation.translate import translate
from plugins.conferences.models import (
    ConferenceIndexPage,
    ConferencePage,
    ConferenceProject,
    Organiser,
)
from plugins.conferences.sample import create_sample

DATA = "plugins.conferences"
INDEX = {
    "title": {"cs": "Konference", "en": "Conferences"},
    "slug": {"cs": "konference", "en": "conferences"},
    "intro": {
        "cs": "Konference, které klastr pořádá, podporuje nebo na kterých zastupuje své členy. "
        "Mise, veletrhy a\N{NO-BREAK SPACE}setkání najdete v\N{NO-BREAK SPACE}kalendáři akcí.",
        "en": "Conferences that the cluster organises, supports, or attends on behalf of its "
        "members. For missions, exhibitions and meetings see the calendar of events.",
    },
}


def create() -> None:
    """Make the list and its conferences; of what is there only missing links are added."""
    with indexed_afterwards():
        index = _create_index()
        DemoConferences(index).create()
        create_sample(index)
        _add_to_menu(index)


def _create_index() -> ConferenceIndexPage:
    home = HomePage.objects.get(locale__language_code="cs", depth=2)
    index = ConferenceIndexPage.objects.child_of(home).first()
    if index is None:
        texts = in_locale(INDEX, "cs")
        index = ConferenceIndexPage(locale=home.locale, show_in_menus=True, **texts)
        home.add_child(instance=index)
        index.save_revision().publish()
    english = Locale.objects.get(language_code="en")
    if not index.has_translation(english):
        texts = in_locale(INDEX, "en")
        translate(index, english, ConferenceIndexPage(locale=english, show_in_menus=True, **texts))
    return index


class DemoConferences:
    """The documented conferences below one list."""

    def __init__(self, index: ConferenceIndexPage) -> None:
        self.index = index
        self.english = Locale.objects.get(language_code="en")
        self.pillars = {p.code: p for p in Pillar.objects.filter(locale=index.locale)}

    def create(self) -> None:
        """Make the conferences that are missing; complete the links of the rest."""
        made = {page.slug: page for page in ConferencePage.objects.child_of(self.index)}
        records = read(DATA, "conferences")
        create_pages(self.index, [self._new(r) for r in records if r["slug"]["cs"] not in made])
        for record in records:
            page = made.get(record["slug"]["cs"])
            if page is not None and self._link(page, record):
                page.save_revision().publish()

    def _new(self, record: dict[str, Any]) -> PageVersions:
        czech = ConferencePage(locale=self.index.locale, **_texts(record, "cs"), **_facts(record))
        czech.pillars = [self.pillars[code] for code in record["pillars"]]
        self._link(czech, record)
        english = ConferencePage(locale=self.english, **_texts(record, "en"))
        return PageVersions(czech, [english])

    def _link(self, page: ConferencePage, record: dict[str, Any]) -> bool:
        """True when links to pages of other demos were added: those that are there by now."""
        before = _links(page)
        if page.event_id is None:
            page.event = demo_page("events.EventPage", record["slug"]["cs"])
        page.organisers = [
            _organiser(place, organiser) for place, organiser in enumerate(record["organisers"])
        ]
        projects = [demo_page("projects.ProjectPage", slug) for slug in record.get("projects", [])]
        page.projects = [ConferenceProject(page=found) for found in projects if found]
        return _links(page) != before


def demo_page(label: str, slug: str | None) -> Page | None:
    """The Czech page of another demo; None while its plugin or its content is not there."""
    model = page_model(label)
    if model is None or not slug:
        return None
    pages = model._default_manager.filter(locale__language_code="cs", slug=slug)
    found: Page | None = pages.first()
    return found


def _organiser(place: int, record: dict[str, Any]) -> Organiser:
    page = demo_page("members.MemberPage", record["member"])
    czech, english = ("", "") if page else (record["name"]["cs"], record["name"]["en"])
    return Organiser(
        sort_order=place,
        organisation_id=page and page.pk,
        name=czech,
        name_en="" if english == czech else english,
    )


def _links(page: ConferencePage) -> list[Any]:
    organisers = [(row.organisation_id, row.name) for row in page.organisers.all()]
    return [page.event_id, *organisers, *(row.page_id for row in page.projects.all())]


def _texts(record: dict[str, Any], locale: str) -> dict[str, Any]:
    texts = in_locale(record, locale)
    names = ("slug", "title", "series", "edition", "venue", "city", "intro")
    return {name: texts[name] for name in names} | {"search_description": texts["intro"]}


def _facts(record: dict[str, Any]) -> dict[str, Any]:
    end = record["end_on"]
    return {
        "start_on": datetime.date.fromisoformat(record["start_on"]),
        "end_on": datetime.date.fromisoformat(end) if end else None,
        "date_precision": record["precision"],
        "cluster_role": record["role"],
        "country": record["country"] or "",
        "latitude": _degrees(record["latitude"]),
        "longitude": _degrees(record["longitude"]),
    }


def _degrees(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _add_to_menu(index: ConferenceIndexPage) -> None:
    """Add the list to the main menu of each language, unless it is there."""
    builder = BodyBuilder("menu-conferences", lambda key: index.pk, lambda key: 0)
    for menu in Menu.objects.filter(code="main"):
        raw = list(menu.items.raw_data)
        if not any(item["id"] == builder.id(0) for item in raw):
            value = {"label": "", "link": {"page": index.pk, "url": ""}, "children": []}
            raw.insert(2, {"type": "item", "id": builder.id(0), "value": value})
            menu.items = raw
            menu.save()
