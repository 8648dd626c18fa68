"""The documented projects: every figure that is known and none that is not; prose of our own."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from wagtail.models import Locale, TranslatableMixin

from cms.content.bulk import PageVersions, create_pages, indexed_afterwards
from cms.content.demo.bilingual import BodyBuilder, in_locale, read
from cms.content.demo.section import add_to_menu, create_section
from cms.content.models import Pillar
from cms.content.relations import page_model
from plugins.projects.models import (
    ClusterRole,
    Kpi,
    Milestone,
    Mission,
    Offer,
    Operator,
    PartnerRole,
    Precision,
    ProjectIndexPage,
    ProjectPage,
    ProjectPartner,
)

DATA = "plugins.projects"
INDEX = {
    "title": {"cs": "Projekty", "en": "Projects"},
    "slug": {"cs": "projekty", "en": "projects"},
    "intro": {
        "cs": "Projekty, které klastr vede nebo ve kterých je partnerem, a\N{NO-BREAK SPACE}ty, na "
        "nichž se podílejí jeho členové.",
        "en": "Projects that the cluster leads or is a partner in, and those that its members "
        "take part in.",
    },
}
ROLES = {
    "partner": ClusterRole.PARTNER,
    "beneficiary": ClusterRole.BENEFICIARY,
    "linked activity of members": ClusterRole.MEMBERS,
    "none; a member takes part": ClusterRole.MEMBERS,
    "none documented (the Czech Optical Cluster is not among the five partners)": ClusterRole.NONE,
}
OPERATORS = {"at least": Operator.AT_LEAST, "target": Operator.TARGET}
PRECISIONS = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}
CHILDREN = ("partners", "offers", "kpis", "milestones", "missions")


def create() -> None:
    """Make the projects that are missing; to those that are there, link partners found by now."""
    with indexed_afterwards():
        index = create_section(ProjectIndexPage, INDEX)
        DemoProjects(index).create()
        add_to_menu(index, 3)


class DemoProjects:
    """The projects below one page."""

    def __init__(self, index: ProjectIndexPage) -> None:
        self.index = index
        self.english = Locale.objects.get(language_code="en")
        self.pillars = {p.code: p for p in Pillar.objects.filter(locale=index.locale)}
        texts = read(DATA, "texts")
        self.texts, self.names, self.members = (
            texts[name] for name in ("projects", "names", "members")
        )

    def create(self) -> None:
        """Make those that are missing in both languages, and complete the others."""
        made = {page.slug: page for page in ProjectPage.objects.child_of(self.index)}
        facts = read(DATA, "facts")
        for fact in facts:
            if self._slug(fact) in made:
                self._link(made[self._slug(fact)])
        missing = [self._project(fact) for fact in facts if self._slug(fact) not in made]
        create_pages(self.index, missing)

    def _slug(self, fact: dict[str, Any], locale: str = "cs") -> str:
        slug: str = self.texts[fact["slug"]]["slug"][locale]
        return slug

    def _project(self, fact: dict[str, Any]) -> PageVersions:
        czech = ProjectPage(slug=self._slug(fact), locale=self.index.locale)
        _set_facts(czech, fact)
        self._set_texts(czech, fact, "cs")
        self._set_parts(czech, fact, "cs")
        czech.pillars = [self.pillars[code] for code in self.texts[fact["slug"]]["pillars"]]
        english = ProjectPage(slug=self._slug(fact, "en"), locale=self.english)
        self._set_texts(english, fact, "en")
        self._set_parts(english, fact, "en")
        for relation in CHILDREN:
            originals = getattr(czech, relation).all()
            for part, original in zip(getattr(english, relation).all(), originals, strict=True):
                part.translation_key = original.translation_key
        return PageVersions(czech, [english])

    def _set_texts(self, page: ProjectPage, fact: dict[str, Any], locale: str) -> None:
        texts = in_locale(self.texts[fact["slug"]], locale)
        full = fact[f"full_name_{locale}"] or ""
        # A name that is nothing but the full name in English is no acronym.
        page.title = full if fact["name"] == fact["full_name_en"] else fact["name"]
        page.full_name = "" if full == page.title else full
        page.summary = page.search_description = texts["summary"]
        page.publicity = texts["publicity"]
        page.programme = fact[f"programme_{locale}"]
        page.call = texts.get("call") or fact["call"] or ""
        page.provider = fact.get(f"provider_{locale}", "")
        builder = BodyBuilder(f"project-{fact['slug']}", lambda key: 0, lambda key: 0)
        paragraphs = [
            {"type": "rich_text", "value": text} for text in self.texts[fact["slug"]]["body"]
        ]
        page.body = builder.stream(paragraphs, locale)

    def _set_parts(self, page: ProjectPage, fact: dict[str, Any], locale: str) -> None:
        texts = in_locale(self.texts[fact["slug"]], locale)
        page.partners = _in_order(page, self._partners(fact, locale))
        page.offers = _in_order(page, [Offer(text=t) for t in fact.get(f"offers_{locale}", [])])
        page.kpis = _in_order(page, _kpis(fact["kpis"], texts.get("kpis", [])))
        page.milestones = _in_order(page, _milestones(fact.get("milestones", []), locale))
        trips = fact.get("delegation_trips_2023", [])
        page.missions = _in_order(page, _missions(trips, texts.get("missions", [])))

    def _partners(self, fact: dict[str, Any], locale: str) -> list[ProjectPartner]:
        partners = [
            partner if isinstance(partner, dict) else {"name": partner}
            for partner in fact["partners"]
        ]
        leading = fact["coordinator"] or ""
        return [
            ProjectPartner(
                name=self.names.get(partner["name"], {}).get(locale, partner["name"]),
                country=partner.get("country", ""),
                organisation_id=self._member_id(partner["name"]),
                role=PartnerRole.COORDINATOR
                if leading.startswith(partner["name"])
                else PartnerRole.PARTNER,
            )
            for partner in partners
        ]

    def _member_id(self, name: str) -> int | None:
        """The Czech page of the member; None while its plugin or its demo is not there."""
        model = page_model("members.MemberPage")
        if model is None or name not in self.members:
            return None
        pages = model._default_manager.filter(locale=self.index.locale, slug=self.members[name])
        found: int | None = pages.values_list("pk", flat=True).first()
        return found

    def _link(self, page: ProjectPage) -> None:
        """Link partners whose pages were made later than the project."""
        by_name = {self.names.get(name, {}).get("cs", name): name for name in self.members}
        partners = list(page.partners.all())
        found = []
        for partner in partners:
            if partner.organisation_id is None and partner.name in by_name:
                partner.organisation_id = self._member_id(by_name[partner.name])
                found.append(partner.organisation_id)
        if any(found):
            page.partners = partners
            page.save_revision().publish()


def _set_facts(page: ProjectPage, fact: dict[str, Any]) -> None:
    page.start_on, page.start_precision = _date(fact["start"])
    page.end_on, page.end_precision = _date(fact["end"])
    years = fact.get("duration_years")
    page.duration_months = None if years is None else round(12 * years)
    page.budget = _money(fact["budget_eur"])
    page.travel_grant_eur = _money(fact.get("travel_grant_eur"))
    page.cluster_role = ROLES[fact["cluster_role"]]
    page.partners_total = fact.get("partners_total")
    page.partner_countries = fact.get("partner_countries", [])
    page.grant_number = fact.get("project_code", "")
    page.scheme, page.website = fact.get("scheme", ""), fact.get("website", "")
    page.is_eu_funded = read(DATA, "texts")["projects"][fact["slug"]]["eu"]


def _date(text: str | None) -> tuple[datetime.date | None, str]:
    """The date that `text` names, and how exactly: ``2018``, ``2025-03`` or ``2021-01-01``."""
    if text is None:
        return None, Precision.DAY
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return datetime.date(year, month, day), PRECISIONS[len(text)]


def _money(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _kpis(facts: list[dict[str, Any]], texts: list[list[str]]) -> list[Kpi]:
    kpis = []
    for fact, (label, unit) in zip(facts, texts, strict=True):
        kpi = Kpi(label=label, unit=unit)
        if isinstance(fact["value"], str):  # "11 of 205"
            kpi.achieved, kpi.out_of = map(Decimal, fact["value"].split(" of "))
        else:
            kpi.target, kpi.operator = Decimal(fact["value"]), OPERATORS[fact["operator"]]
        kpis.append(kpi)
    return kpis


def _milestones(facts: list[dict[str, Any]], locale: str) -> list[Milestone]:
    milestones = []
    for fact in facts:
        start, _slash, end = fact["date"].partition("/")
        milestones.append(
            Milestone(text=fact[locale], starts_on=_date(start)[0], ends_on=_date(end or None)[0])
        )
    return milestones


def _missions(trips: list[dict[str, Any]], texts: list[list[str]]) -> list[Mission]:
    missions = []
    for trip, (name, place) in zip(trips, texts, strict=True):
        start, _slash, end = trip["dates"].partition("/")
        first, precision = _date(start)
        missions.append(
            Mission(
                name=name,
                place=place,
                host_name=trip["host"] or "",
                starts_on=first,
                ends_on=_date(end or None)[0],
                precision=precision,
            )
        )
    return missions


def _in_order(page: ProjectPage, parts: list[Any]) -> list[Any]:
    """`parts` in the language of the page and in the order of the list."""
    for order, part in enumerate(parts):
        part.sort_order = order
        if isinstance(part, TranslatableMixin):
            part.locale = page.locale
    return parts
