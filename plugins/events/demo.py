"""The events of the cluster's action plan for 2026, with summaries written for this demo."""

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
from plugins.events.models import CalendarPage, EventPage, EventProject, RelatedEvent

DATA = "plugins.events"
MEMBER, PROJECT = "members.MemberPage", "projects.ProjectPage"
INDEX = {
    "title": {"cs": "Kalendář akcí", "en": "Calendar of events"},
    "slug": {"cs": "kalendar", "en": "calendar"},
    "intro": {
        "cs": "Setkání, workshopy, mise, výstavy a\N{NO-BREAK SPACE}konference, které klastr "
        "pořádá nebo na nichž se podílí.",
        "en": "Meetings, workshops, missions, exhibitions and conferences that the cluster "
        "organises or takes part in.",
    },
}


def create() -> None:
    """Make the calendar and its events; of what is there only missing links are added."""
    with indexed_afterwards():
        index = _create_index()
        DemoEvents(index).create()
        _add_to_menu(index)


def _create_index() -> CalendarPage:
    home = HomePage.objects.get(locale__language_code="cs", depth=2)
    index = CalendarPage.objects.child_of(home).first()
    if index is None:
        index = CalendarPage(locale=home.locale, show_in_menus=True, **in_locale(INDEX, "cs"))
        home.add_child(instance=index)
        index.save_revision().publish()
    english = Locale.objects.get(language_code="en")
    if not index.has_translation(english):
        texts = in_locale(INDEX, "en")
        translate(index, english, CalendarPage(locale=english, show_in_menus=True, **texts))
    return index


class DemoEvents:
    """The events below one calendar."""

    def __init__(self, index: CalendarPage) -> None:
        self.index = index
        self.english = Locale.objects.get(language_code="en")
        self.pillars = {p.code: p for p in Pillar.objects.filter(locale=index.locale)}

    def create(self) -> None:
        """Make the events that are missing, those that name others last; complete the links of
        the rest.
        """
        made = {page.slug: page for page in EventPage.objects.child_of(self.index)}
        records = read(DATA, "events")
        for has_related in (False, True):
            wave = [record for record in records if bool(record["related_events"]) is has_related]
            missing = [self._event(record) for record in wave if record["slug"]["cs"] not in made]
            create_pages(self.index, missing)
        for record in records:
            page = made.get(record["slug"]["cs"])
            if page is not None and self._link(page, record):
                page.save_revision().publish()

    def _event(self, record: dict[str, Any]) -> PageVersions:
        czech = EventPage(locale=self.index.locale)
        _set_texts(czech, record, "cs")
        _set_facts(czech, record)
        czech.pillars = [self.pillars[code] for code in record["pillars"]]
        self._link(czech, record)
        english = EventPage(locale=self.english)
        _set_texts(english, record, "en")
        return PageVersions(czech, [english])

    def _link(self, page: EventPage, record: dict[str, Any]) -> bool:
        """True when links to pages of other demos were added: those that are there by now."""
        before = _links(page)
        if page.organiser_id is None and record["organiser"]:
            page.organiser = self._page(MEMBER, record["organiser"])
        for name, model, label, slugs in (
            ("projects", EventProject, PROJECT, record["projects"]),
            ("related_events", RelatedEvent, "events.EventPage", record["related_events"]),
        ):
            rows = getattr(page, name)
            known = {row.page_id for row in rows.all()}
            for place, slug in enumerate(slugs):
                found = self._page(label, slug)
                if found is not None and found.pk not in known:
                    rows.add(model(page_id=found.pk, sort_order=place))
        return _links(page) != before

    def _page(self, label: str, slug: str) -> Page | None:
        """The Czech page of another demo; None while its plugin or its content is not there."""
        model = page_model(label)
        if model is None:
            return None
        found: Page | None = model._default_manager.filter(
            locale=self.index.locale, slug=slug
        ).first()
        return found


def _links(page: EventPage) -> list[Any]:
    rows = [*page.projects.all(), *page.related_events.all()]
    return [page.organiser_id, *(row.page_id for row in rows)]


def _set_texts(page: EventPage, record: dict[str, Any], locale: str) -> None:
    texts = in_locale(record, locale)
    page.slug, page.title, page.summary = texts["slug"], texts["title"], texts["summary"]
    page.search_description = texts["summary"]
    builder = BodyBuilder(f"event-{record['slug']['cs']}", lambda key: 0, lambda key: 0)
    paragraphs = [{"type": "rich_text", "value": text} for text in record.get("body", [])]
    page.body = builder.stream(paragraphs, locale)
    page.place_name, page.city = texts["place"], texts["city"]
    page.organiser_name = texts["organiser_name"]


def _set_facts(page: EventPage, record: dict[str, Any]) -> None:
    page.event_type, page.role = record["type"], record["role"]
    page.precision, page.time_zone = record["precision"], record["time_zone"]
    page.start_date = datetime.date.fromisoformat(record["start"])
    page.end_date = datetime.date.fromisoformat(record["end"]) if record["end"] else None
    page.region, page.country = record["region"] or "", record["country"] or ""
    page.latitude, page.longitude = _degrees(record["lat"]), _degrees(record["lon"])
    page.action_plan_goal = record["action_plan_goal"]
    page.is_summary, page.is_internal = record["is_summary"], record["is_internal"]


def _degrees(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _add_to_menu(index: CalendarPage) -> None:
    """Put the calendar third in the main menu of each language, unless it is there."""
    builder = BodyBuilder("menu-events", lambda key: index.pk, lambda key: 0)
    for menu in Menu.objects.filter(code="main"):
        raw = list(menu.items.raw_data)
        if not any(item["id"] == builder.id(0) for item in raw):
            value = {"label": "", "link": {"page": index.pk, "url": ""}, "children": []}
            raw.insert(2, {"type": "item", "id": builder.id(0), "value": value})
            menu.items = raw
            menu.save()
