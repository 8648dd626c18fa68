"""Opportunities for trying the board: documented calls, and offers written for this demo.

Facts of calls keep their dates. Everything invented has its dates as numbers of days from the day
of loading, so that some offers are always about to close.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Page

from cms.content.bulk import PageVersions, create_pages, indexed_afterwards
from cms.content.demo.bilingual import BodyBuilder, in_locale, read
from cms.content.demo.section import add_to_menu, create_section
from cms.content.models import Pillar, StandardPage, Topic
from cms.content.relations import page_model
from plugins.opportunities.models import (
    DeadlineExtension,
    Fee,
    OpportunityIndexPage,
    OpportunityPage,
)

DATA = "plugins.opportunities"
FILES = ("calls", "student", "career", "funding", "international", "business", "event")
MEMBER, PROJECT, EVENT = "members.MemberPage", "projects.ProjectPage", "events.EventPage"
CONFERENCE = "conferences.ConferencePage"
DATES = (
    "opening_on",
    "deadline_on",
    "filled_on",
    "starts_on",
    "event_starts_on",
    "event_ends_on",
)
AMOUNTS = (
    "pay_min", "pay_max", "allocation", "grant_min", "grant_max", "support_amount", "price",
)  # fmt: skip
SCHOOL_YEAR_BEGINS = 9  # in September
INDEX = {
    "title": {"cs": "Příležitosti", "en": "Opportunities"},
    "slug": {"cs": "prilezitosti", "en": "opportunities"},
    "intro": {
        "cs": "Stáže, závěrečné práce, místa, výzvy, mise a\N{NO-BREAK SPACE}poptávky členů "
        "klastru. U\N{NO-BREAK SPACE}každé je vidět, do kdy se lze hlásit. Nabídky jsou napsány "
        "pro tuto ukázku a\N{NO-BREAK SPACE}nejde o\N{NO-BREAK SPACE}skutečná volná místa; "
        "skutečné jsou jen dotační výzvy s\N{NO-BREAK SPACE}odkazem na zdroj.",
        "en": "Internships, theses, jobs, calls, missions and requests of the cluster's members, "
        "each with the day until which one may apply. The offers are written for this "
        "demonstration and are no real vacancies; only the funding calls, which name their "
        "sources, are real.",
    },
}


def create() -> None:
    """Make the board, its opportunities and the rules of visits; what is there stays."""
    with indexed_afterwards():
        index = create_section(OpportunityIndexPage, INDEX)
        DemoOpportunities(index).create()
        _create_rules(index)
        add_to_menu(index, 2)


def _create_rules(index: OpportunityIndexPage) -> None:
    """The page with the rules of ClusterXchange, in both languages."""
    record = read(DATA, "clusterxchange")
    if StandardPage.objects.child_of(index).filter(slug=record["slug"]["cs"]).exists():
        return
    builder = BodyBuilder("clusterxchange", lambda key: 0, lambda key: 0)
    english = Locale.objects.get(language_code="en")
    versions = []
    for locale in (index.locale, english):
        texts = in_locale(record, locale.language_code)
        body = builder.stream(record["body"], locale.language_code)
        versions.append(StandardPage(locale=locale, **texts | {"body": body}))
    create_pages(index, [PageVersions(versions[0], versions[1:])])


class DemoOpportunities:
    """The opportunities below one board."""

    def __init__(self, index: OpportunityIndexPage) -> None:
        self.index = index
        self.english = Locale.objects.get(language_code="en")
        self.today = timezone.localdate()
        self.pillars = {p.code: p for p in Pillar.objects.filter(locale=index.locale)}
        self.topics = {t.code: t for t in Topic.objects.filter(locale=index.locale)}
        self.places = read(DATA, "places")
        self.names = read(DATA, "organisations")
        self._pages_by_slug: dict[str, dict[str, Page]] = {}

    def create(self) -> None:
        """Make all that are missing, each in the languages it has."""
        known = set(OpportunityPage.objects.child_of(self.index).values_list("slug", flat=True))
        records = (record for name in FILES for record in read(DATA, name))
        missing = [record for record in records if record["slug"]["cs"] not in known]
        create_pages(self.index, self._pages(missing))

    def _pages(self, records: list[dict[str, Any]]) -> Iterator[PageVersions]:
        for record in records:
            czech = self._czech(record)
            yield PageVersions(
                czech, [self._english(record, czech)] if record["is_translated"] else []
            )

    def _czech(self, record: dict[str, Any]) -> OpportunityPage:
        page = OpportunityPage(kind=record["kind"], locale=self.index.locale)
        self._set_texts(page, record, "cs")
        self._set_facts(page, record)
        page.pillars = [self.pillars[code] for code in record["pillars"]]
        # Topics come with the members, which may be switched off.
        page.topics = [self.topics[code] for code in record["topics"] if code in self.topics]
        page.extensions = [self._extension(later) for later in record.get("extensions", [])]
        page.fees = self._fees(record, "cs")
        return page

    def _english(self, record: dict[str, Any], source: OpportunityPage) -> OpportunityPage:
        page = OpportunityPage(kind=record["kind"], locale=self.english)
        self._set_texts(page, record, "en")
        page.fees = self._fees(record, "en")
        for fee, original in zip(page.fees.all(), source.fees.all(), strict=True):
            fee.translation_key = original.translation_key
        return page

    def _set_texts(self, page: OpportunityPage, record: dict[str, Any], locale: str) -> None:
        texts = in_locale(record["texts"], locale)
        page.slug = record["slug"][locale]
        if record["place"]:
            page.city = in_locale(self.places[record["place"]]["city"], locale)
        for name, text in texts.items():
            setattr(page, name, "\n".join(text) if isinstance(text, list) else text)
        page.search_description = page.summary
        organisation, university = record["organisation"], record["links"].get("university")
        if organisation and self._page(MEMBER, organisation) is None:
            page.organisation_name = self.names[organisation][locale]
        if university and self._page(MEMBER, university) is None:
            page.university_name = self.names[university][locale]
        if "event" in record["links"] and self._page(EVENT, record["links"]["event"]) is None:
            page.event_name = page.title

    def _set_facts(self, page: OpportunityPage, record: dict[str, Any]) -> None:
        for name, fact in record["facts"].items():
            setattr(page, name, self._fact(name, fact))
        if record["place"]:
            place = self.places[record["place"]]
            page.region, page.country = place["region"], place["country"]
            page.latitude, page.longitude = Decimal(place["latitude"]), Decimal(place["longitude"])
        if record["contact"]:
            page.contact_name = record["contact"]["name"]
            page.contact_email = record["contact"]["email"]
        links = record["links"]
        page.organisation = self._page(MEMBER, record["organisation"])
        page.university = self._page(MEMBER, links.get("university"))
        page.project = self._page(PROJECT, links.get("project"))
        page.event = self._page(EVENT, links.get("event"))
        page.conference = self._page(CONFERENCE, links.get("conference"))

    def _fact(self, name: str, fact: Any) -> Any:
        """A fact of a file as the model holds it."""
        if name in DATES:
            return self._day(fact)
        if name == "deadline_time":
            return datetime.time.fromisoformat(fact)
        if name == "academic_year":
            return self._academic_year(fact)
        return Decimal(fact) if name in AMOUNTS else fact

    def _day(self, day: str | int | None) -> datetime.date | None:
        """A documented day, or one so many days from today."""
        if isinstance(day, int):
            return self.today + datetime.timedelta(days=day)
        return datetime.date.fromisoformat(day) if day else None

    def _academic_year(self, which: str) -> str:
        """The year that runs ("this") or the one after it ("next")."""
        first = self.today.year - (self.today.month < SCHOOL_YEAR_BEGINS) + (which == "next")
        return f"{first}/{first + 1}"

    def _extension(self, later: dict[str, Any]) -> DeadlineExtension:
        return DeadlineExtension(
            announced_on=self._day(later["announced_on"]),
            deadline_on=self._day(later["deadline_on"]),
            note_cs=later["note"]["cs"],
            note_en=later["note"]["en"],
        )

    def _fees(self, record: dict[str, Any], locale: str) -> list[Fee]:
        return [
            Fee(
                locale=self.index.locale if locale == "cs" else self.english,
                sort_order=order,
                category=in_locale(fee["category"], locale),
                until=self._day(fee["until"]),
                amount=Decimal(fee["amount"]),
            )
            for order, fee in enumerate(record.get("fees", []))
        ]

    def _page(self, label: str, slug: str | None) -> Page | None:
        """The Czech page of another demo; None while its plugin or its content is not there."""
        if label not in self._pages_by_slug:
            model = page_model(label)
            pages = model._default_manager.filter(locale=self.index.locale) if model else ()
            self._pages_by_slug[label] = {page.slug: page for page in pages}
        return self._pages_by_slug[label].get(slug or "")
